"""When a description is right: the same words, but for articles, marks and case."""

from __future__ import annotations

import json

import pytest

from service.evaluation.speakers.descriptions import (
    PartScore,
    read_described,
    score_descriptions,
)
from service.speakers.article_reader import ArticleReader
from tests.support.scripted_reader import scripted_reader

TEXT = "“No,” Ada Quill of The Ems said. “Yes,” Bo Ek said."


@pytest.fixture
def reader() -> ArticleReader:
    return scripted_reader(max_characters=1_000)


@pytest.mark.parametrize(
    ("speaker", "answers", "right"),
    [
        ("Ada Quill", ["of Ems"], 1),
        ("Ada Quill", ["the mayor", "of ems,"], 1),
        ("Quill", ["of Ems"], 1),
        ("Ada Quill", ["of Rye"], 0),
        ("Ada Quill", [""], 0),
        ("Bo Ek", [""], 1),
        ("Bo Ek", ["of Ems"], 0),
        ("Ida Roe", [""], 1),
    ],
)
def test_the_same_words_are_right(
    reader: ArticleReader, speaker: str, answers: list[str], right: int
) -> None:
    gold = read_described([json.dumps({"id": "a", "speaker": speaker, "descriptions": answers})])

    score = score_descriptions(gold, {"a": TEXT}, reader)

    assert (score.right, score.total) == (right, 1)
    assert len(score.wrong) == 1 - right


def test_parts_are_scored_where_they_are_annotated(reader: ArticleReader) -> None:
    ada = {"id": "a", "speaker": "Ada Quill", "descriptions": ["of Ems"]}
    bo = {"id": "a", "speaker": "Bo Ek", "descriptions": [""], "title": [""], "role": ["mayor"]}
    lines = [json.dumps({**ada, "affiliation": ["Ems", "the ems"]}), json.dumps(bo)]

    score = score_descriptions(read_described(lines), {"a": TEXT}, reader)

    assert score.parts == {
        "title": PartScore(right=1, total=1),
        "role": PartScore(right=0, total=1),
        "affiliation": PartScore(right=1, total=1, given=1, given_right=1),
    }
    assert [(part, gold.speaker, answer) for part, gold, answer in score.wrong_parts] == [
        ("role", "Bo Ek", "")
    ]
