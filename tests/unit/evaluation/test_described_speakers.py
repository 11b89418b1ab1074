"""When a description is right: the same words, but for articles, marks and case."""

from __future__ import annotations

import json

import pytest

from service.evaluation.speakers.descriptions import read_described, score_descriptions
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
