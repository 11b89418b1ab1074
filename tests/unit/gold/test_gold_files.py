"""The files of `tests/gold` are sound: a span, an id or a name that is wrong there spoils figures.

A failure names documents and attributions by id alone. The sealed texts are never printed.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from service.evaluation.public_sets import PUBLIC_SETS

GOLD = Path(__file__).parents[2] / "gold"
SPEAKERS = "_speakers.jsonl"
DOCUMENT_FILES = sorted(
    path.name for path in GOLD.glob("*.jsonl") if not path.name.endswith(SPEAKERS)
)
ROLES = ("source", "cue", "content")

Record = dict[str, Any]

every_file = pytest.mark.parametrize("name", DOCUMENT_FILES)


def read(name: str) -> list[Record]:
    return [json.loads(line) for line in (GOLD / name).read_text(encoding="utf-8").splitlines()]


def read_speakers(name: str) -> list[Record]:
    return read(name.replace(".jsonl", SPEAKERS))


def span_lists(document: Record) -> Iterator[tuple[str, list[list[int]]]]:
    """Yield every list of spans of a document, with a label for a failure."""
    yield f"{document['id']} not_quotes", document.get("not_quotes", [])
    for attribution in document["attributions"]:
        for role in ROLES:
            yield f"{document['id']} {attribution['id']} {role}", attribution[role]


def are_in_order(spans: list[list[int]], length: int) -> bool:
    """Return whether the spans are not empty, follow each other and end inside the text."""
    bounds = [0, *(bound for span in spans for bound in span), length]
    follow = all(before <= after for before, after in pairwise(bounds))
    return follow and all(start < end for start, end in spans)


def test_every_file_of_documents_has_its_speakers() -> None:
    assert {f"{name}.jsonl" for name in PUBLIC_SETS} <= set(DOCUMENT_FILES)
    with_speakers = {path.name for path in GOLD.glob(f"*{SPEAKERS}")}
    assert with_speakers == {name.replace(".jsonl", SPEAKERS) for name in DOCUMENT_FILES}


@every_file
def test_spans_lie_inside_the_text_and_in_order(name: str) -> None:
    wrong = [
        label
        for document in read(name)
        for label, spans in span_lists(document)
        if not are_in_order(spans, len(document["text"]))
    ]
    assert wrong == []


@every_file
def test_no_two_contents_of_a_document_are_equal(name: str) -> None:
    twice = []
    for document in read(name):
        contents = Counter(str(each["content"]) for each in document["attributions"])
        twice += [(document["id"], content) for content, count in contents.items() if count > 1]
    assert twice == []


@every_file
def test_every_speaker_line_names_an_attribution(name: str) -> None:
    attributions = {
        (document["id"], attribution["id"])
        for document in read(name)
        for attribution in document["attributions"]
    }
    lines = [(line["id"], line["attribution"]) for line in read_speakers(name)]
    assert [line for line in lines if line not in attributions] == []


@every_file
def test_the_name_of_a_person_stands_in_the_text(name: str) -> None:
    texts = {document["id"]: document["text"] for document in read(name)}
    absent = [
        (line["id"], line["attribution"])
        for line in read_speakers(name)
        if line["kind"] == "person" and line["speaker"]
        # "A and B" are two people who speak together.
        if not all(person in texts[line["id"]] for person in line["speaker"].split(" and "))
    ]
    assert absent == []
