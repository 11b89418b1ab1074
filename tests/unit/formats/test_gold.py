from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given

from service.errors import InvalidRequest
from service.extraction.quotation import Kind
from service.formats.gold import from_gold, to_gold, with_attributions
from service.formats.record import ArticleRecord, QuotationRecord, SpeakerRecord
from service.gold.documents import read_gold
from service.speakers.speaker import SpeakerKind
from service.text.spans import Span
from tests.support.article_records import article_records


@given(article_records())
def test_a_gold_line_holds_the_attributions(record):
    line = json.dumps(to_gold(record))
    read = from_gold(json.loads(line))

    assert to_gold(read) == json.loads(line)
    marked = {(each.content, each.cue, each.source) for each in record.quotations}
    assert {(each.content, each.cue, each.source) for each in read.quotations} == marked


@given(article_records())
def test_evaluate_reads_a_gold_line(record):
    [document] = read_gold([json.dumps(to_gold(record))])

    assert (document.id, document.text) == (record.id, record.text)
    marked = {(each.content, each.cue, each.source) for each in record.quotations}
    assert {(each.content, each.cue, each.source) for each in document.attributions} == marked


def test_two_quotations_of_one_attribution_are_marked_once():
    mixed = QuotationRecord(spans=(Span(0, 1),), content=(Span(0, 5),), kind=Kind.MIXED)
    record = ArticleRecord(
        id="a", text="Words", quotations=(mixed, replace(mixed, spans=(Span(3, 5),)))
    )
    assert len(to_gold(record)["attributions"]) == 1


def test_attributions_of_extract_join_their_text():
    line = {
        "id": "a",
        "attributions": [
            {"content": [[0, 5]], "speaker": "Ada Lind; Bo Ek", "speaker_kind": "person"}
        ],
    }
    joined = with_attributions(ArticleRecord(id="a", text="Words", url="https://a.example"), line)

    assert joined.url == "https://a.example"
    assert joined.quotations == (
        QuotationRecord(
            spans=(Span(0, 5),),
            content=(Span(0, 5),),
            speakers=(
                SpeakerRecord(name="Ada Lind"),
                SpeakerRecord(name="Bo Ek", kind=SpeakerKind.PERSON),
            ),
        ),
    )
    with pytest.raises(InvalidRequest, match="another id"):
        with_attributions(ArticleRecord(id="b", text="Words"), line)
