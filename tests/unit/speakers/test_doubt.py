"""A speaker is less sure where the engine doubts the attribution, and where names are joined."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.speakers.resolver import resolve_speakers
from service.speakers.speaker import Resolution
from tests.support.marked_article import extraction_of

NAMED = "<s1>{P:Ada Rehn}</s1> said <q1>no</q1>."
JOINT = "<s1>{P:Ada Rehn} and {P:Jan Bo}</s1> said <q1>no</q1>."
PRONOUN = "{P:Ada Rehn} left. <s1>She</s1> said <q1>no</q1>."


def resolve(marked: str, *, attribution: float) -> Resolution:
    extraction = extraction_of(marked)
    quotations = tuple(replace(one, confidence=attribution) for one in extraction.quotations)
    return resolve_speakers(replace(extraction, quotations=quotations))[0]


@pytest.mark.parametrize("marked", [NAMED, JOINT, PRONOUN])
def test_a_doubtful_attribution_has_a_doubtful_speaker(marked: str) -> None:
    sure, doubtful = (resolve(marked, attribution=value) for value in (0.95, 0.6))
    assert doubtful.speakers == sure.speakers
    assert doubtful.confidence < 0.9
    assert doubtful.confidence < sure.confidence


def test_a_pronoun_is_doubtful_sooner_than_a_name() -> None:
    assert resolve(NAMED, attribution=0.85).confidence >= 0.9
    assert resolve(PRONOUN, attribution=0.85).confidence < 0.9


def test_a_pronoun_after_a_doubtful_pronoun_is_no_surer() -> None:
    marked = "{P:Ada Rehn} left.\n\n<s1>She</s1> said <q1>no</q1>. <s2>She</s2> added <q2>no</q2>."
    extraction = extraction_of(marked)
    first, second = resolve_speakers(extraction)
    assert first.speakers == second.speakers
    assert second.confidence <= first.confidence


def test_two_names_are_less_sure_than_one() -> None:
    one, two = (resolve(marked, attribution=0.95) for marked in (NAMED, JOINT))
    assert two.confidence < 0.9 < one.confidence
