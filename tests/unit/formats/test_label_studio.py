from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given

from service.errors import InvalidRequest
from service.extraction.quotation import Kind
from service.formats.label_studio import (
    LABELLING_CONFIG,
    exported_label_studio,
    from_label_studio,
    to_label_studio,
)
from service.formats.record import ArticleRecord, QuotationRecord, SpeakerRecord
from service.text.spans import Span
from tests.structure.modules import ROOT
from tests.support.article_records import article_records

TEXT = "😀 “It\nworks,” she said. “Well.”"
RECORD = ArticleRecord(
    id="a",
    text=TEXT,
    url="https://post.example/1",
    quotations=(
        QuotationRecord(
            spans=(Span(3, 12), Span(25, 30)),
            content=(Span(2, 13), Span(24, 31)),
            cue=(Span(18, 22),),
            source=(Span(14, 17),),
            speakers=(SpeakerRecord(name="Ada Lind", id="s-1"),),
            confidence=0.5,
            id="o-1",
            quote_id="q-1",
        ),
    ),
)


def annotated(record: ArticleRecord = RECORD) -> dict[str, Any]:
    """A task as Label Studio exports it, once someone accepted the prediction."""
    task = to_label_studio(record)
    result = task["predictions"][0]["result"]
    exported = {**task, "id": 7, "annotations": [{"id": 1, "result": result}], "predictions": [3]}
    copied: dict[str, Any] = json.loads(json.dumps(exported))
    return copied


def results(task: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return [each for each in task["annotations"][0]["result"] if each.get("from_name") == name]


@given(article_records())
def test_a_task_holds_all_of_a_record(record):
    task = json.loads(json.dumps(to_label_studio(record)))

    assert from_label_studio(task) == record
    assert exported_label_studio(task) == record


@given(article_records())
def test_an_annotation_that_corrects_nothing_is_the_record(record):
    assert from_label_studio(annotated(record)) == record


def test_offsets_are_code_points():
    [first, second, *_] = results(annotated(), "label")

    assert first["value"] == {
        "start": 3, "end": 12, "text": "It\nworks,", "labels": ["Quotation"]
    }  # fmt: skip
    assert second["value"]["start"] == 25


def test_the_interface_has_a_control_for_each_result():
    interface = ElementTree.fromstring(LABELLING_CONFIG)
    names = {each.get("name") for each in interface.iter() if each.get("name")}

    used = {each["from_name"] for each in annotated()["annotations"][0]["result"] if "id" in each}
    assert used < names
    assert interface.find("Text").get("value") == "$text"


def test_a_corrected_speaker_loses_its_id_and_what_was_written_stays():
    task = annotated()
    [speaker] = results(task, "speaker")
    speaker["value"]["text"] = ["Bo Ek"]

    assert from_label_studio(task).quotations[0].speakers == (SpeakerRecord(name="Bo Ek"),)
    assert exported_label_studio(task) == RECORD


def test_an_annotator_says_that_a_quote_is_another_one():
    task = annotated()
    task["annotations"][0]["result"].append(
        {"id": "q0", "from_name": "quote", "type": "choices", "value": {"choices": ["other"]}}
    )

    assert from_label_studio(task).quotations[0].quote_id is None
    assert exported_label_studio(task).quotations[0].quote_id == "q-1"


def test_a_region_that_an_annotator_added_is_a_quotation_without_an_id():
    task = annotated()
    value = {"start": 25, "end": 29, "text": "Well", "labels": ["Content"]}
    task["annotations"][0]["result"].append(
        {"id": "xYz12", "from_name": "label", "type": "labels", "value": value}
    )
    [before, added] = from_label_studio(task).quotations

    assert before == RECORD.quotations[0]
    assert added == QuotationRecord(
        spans=(Span(25, 29),), content=(Span(25, 29),), kind=Kind.DIRECT
    )


def test_a_region_that_an_annotator_removed_is_gone():
    task = annotated()
    task["annotations"][0]["result"] = []

    assert from_label_studio(task) == replace(RECORD, quotations=())


@pytest.mark.parametrize("annotations", [[], [{"was_cancelled": True, "result": []}]])
def test_a_task_that_nobody_annotated_is_no_correction(annotations):
    with pytest.raises(InvalidRequest, match="no annotation"):
        from_label_studio({**annotated(), "annotations": annotations})


def test_the_first_annotation_that_was_not_cancelled_counts():
    task = annotated()
    task["annotations"].insert(0, {"was_cancelled": True, "result": []})

    assert from_label_studio(task) == RECORD


def test_a_region_whose_words_have_moved_is_refused():
    task = annotated()
    results(task, "label")[0]["value"]["start"] = 4
    with pytest.raises(InvalidRequest, match="does not hold the words") as refused:
        from_label_studio(task)
    assert "works" not in refused.value.detail


def test_a_label_that_is_no_string_is_refused():
    task = annotated()
    results(task, "label")[0]["value"]["labels"] = [["Quotation"]]
    with pytest.raises(InvalidRequest, match="is not a string"):
        from_label_studio(task)


def test_the_page_shows_the_interface():
    page = (ROOT / "docs" / "formats.md").read_text("utf-8")

    assert f"```xml\n{LABELLING_CONFIG}```\n" in page
