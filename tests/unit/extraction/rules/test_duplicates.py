"""Attributions that say the same thing twice."""

from __future__ import annotations

from service.extraction.quotation import Attribution
from service.extraction.rules.duplicates import drop_duplicates
from service.text.spans import Span
from tests.support.scripted_engine import extract


def test_the_surer_of_two_duplicates_stays() -> None:
    text = "“All is well,” said Ada."
    extraction = extract(text, (["“All is well,”"], "", ""), (["All is well"], "said", "Ada"))
    assert [len(quotation.source) for quotation in extraction.quotations] == [1]


def attribution(content: tuple[int, int], *, cue: int, confidence: float = 0.5) -> Attribution:
    return Attribution((Span(*content),), (Span(cue, cue + 2),), (), confidence)


def test_contents_that_share_half_of_the_shorter_are_duplicates() -> None:
    one, other = attribution((0, 20), cue=40), attribution((15, 25), cue=40, confidence=0.9)

    assert drop_duplicates([one, other]) == [other]


def test_contents_that_share_less_are_two() -> None:
    one, other = attribution((0, 20), cue=40), attribution((16, 26), cue=40, confidence=0.9)

    assert drop_duplicates([other, one]) == [one, other]


def test_an_attribution_within_the_content_of_another_is_its_own() -> None:
    outer, inner = attribution((0, 40), cue=50), attribution((10, 40), cue=5)

    assert drop_duplicates([outer, inner]) == [outer, inner]
