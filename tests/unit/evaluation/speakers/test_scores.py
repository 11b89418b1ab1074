"""When a speaker is the right one."""

from __future__ import annotations

import json

import pytest

from service.errors import InvalidRequest
from service.evaluation.speakers.scores import (
    SpeakerAnswer,
    SpeakerCount,
    is_right,
    read_answers,
    score_speakers,
)
from service.gold.documents import Comparison, GoldDocument, MarkedAttribution
from service.text.spans import Span


def answer(speaker: str = "Ada Holm", kind: str = "person", *aliases: str) -> SpeakerAnswer:
    return SpeakerAnswer("1", "E1", speaker, kind, aliases, needs="none")


def predicted(name: str | None, kind: str | None = "person", end: int = 10) -> MarkedAttribution:
    return MarkedAttribution(content=(Span(0, end),), speaker=name, speaker_kind=kind)


@pytest.mark.parametrize(
    ("wanted", "name", "right"),
    [
        (answer("Ada Holm"), "Ada Holm", True),
        (answer("Ada Holm"), "Dr. ADA Q. Holm", True),
        (answer("Åda Hólm"), "Ada Holm", True),
        (answer("Ada Holm"), "Ada Holm's", True),
        (answer("Ada Holm"), "Holm", False),
        (answer("Ada Holm", "person", "Holm"), "Holm", True),
        (answer("The Times", "organization"), "Times", True),
        (answer("Governor", "person"), "Governor", True),
        (answer("Ada Holm"), "Bo Ek", False),
        (answer("Ada Holm"), None, False),
        (answer("critics", "group"), None, True),
        (answer("Harbour critics", "group"), "the critics", True),
        (answer("critics", "group"), "Bo Ek", False),
        (answer("", "anonymous"), None, True),
        (answer("", "anonymous"), "Bo Ek", False),
    ],
)
def test_names_that_mean_the_same_speaker(
    wanted: SpeakerAnswer, name: str | None, right: bool
) -> None:
    assert is_right(wanted, predicted(name)) is right


def test_a_speaker_without_a_name_may_be_described() -> None:
    assert is_right(answer("", "anonymous"), predicted("A keeper", "anonymous"))


def compared(*found: MarkedAttribution) -> list[Comparison]:
    gold = GoldDocument(
        "1", "x" * 40, "wire", (MarkedAttribution(content=(Span(0, 10),), id="E1"),)
    )
    return [Comparison(gold=gold, predicted=found)]


@pytest.mark.parametrize(
    ("found", "count"),
    [
        ([], SpeakerCount(all=1)),
        ([predicted("Ada Holm", end=4)], SpeakerCount(all=1)),
        ([predicted("Ada Holm", end=5)], SpeakerCount(all=1, found=1, right=1)),
        ([predicted("Bo Ek")], SpeakerCount(all=1, found=1, misnamed=1)),
        ([predicted(None)], SpeakerCount(all=1, found=1)),
        ([predicted("Bo Ek", end=5), predicted("Ada Holm")], SpeakerCount(1, 1, 1)),
    ],
)
def test_what_becomes_of_an_attribution(
    found: list[MarkedAttribution], count: SpeakerCount
) -> None:
    score = score_speakers([answer()], compared(*found))
    assert score.groups == {"all": count, "kind person": count, "needs none": count}
    assert score.macro == count.right


def test_what_a_person_could_not_answer_is_not_asked() -> None:
    line = {"id": "1", "attribution": "E1", "speaker": None, "kind": "person", "needs": "none"}
    lines = [
        line,
        {**line, "kind": "unknown"},
        {**line, "gold_error": True},
        {**line, "embedded_speaker": True},
    ]
    assert read_answers(map(json.dumps, lines)) == [answer("")]


def test_an_answer_to_nothing_is_refused() -> None:
    with pytest.raises(InvalidRequest, match="no attribution E1 in the document 1"):
        score_speakers([answer()], [])
    with pytest.raises(InvalidRequest, match="no answer"):
        score_speakers([], compared())
