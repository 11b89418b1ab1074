"""Words that a user looks up match a quote, verbatim or not."""

from __future__ import annotations

import pytest

from service.dedup.lenient_match import lenient_match, may_match_leniently
from service.dedup.utterance import utterance_of

FULL = "There are no American troops in Baghdad, and there never were any"


@pytest.mark.parametrize(
    ("given", "full", "relation"),
    [
        (f"“{FULL.upper()}!”", FULL, "exact"),
        ("no American troops", FULL, "fragment"),
        ("there are American troops in Baghdad", FULL, "variant"),
        ("there are no American troops … never were any", FULL, "variant"),
        ("There are 12 American troops in Baghdad", FULL, "variant"),
        ("we will not do it", "we will do it", "variant"),
        ("we will do it, she said", "we will do it", "variant"),
    ],
)
def test_words_match_a_quote_in_three_ways(given: str, full: str, relation: str) -> None:
    met = lenient_match(utterance_of("", given), utterance_of("", full))
    assert met is not None
    assert met.relation == relation
    assert may_match_leniently(
        utterance_of("", given).word_sequence, utterance_of("", full).word_sequence
    )


def test_a_rewording_keeps_less_of_the_words() -> None:
    near = lenient_match(utterance_of("", "no American troops in Tikrit"), utterance_of("", FULL))
    whole = lenient_match(utterance_of("", "no American troops in Baghdad"), utterance_of("", FULL))
    assert near is not None
    assert whole is not None
    assert near.kept < whole.kept == 1.0


@pytest.mark.parametrize("given", ["zeppelins over Reykjavik", "there are zeppelins in Baghdad"])
def test_too_few_words_in_common_are_no_match(given: str) -> None:
    assert (
        lenient_match(
            utterance_of("", given), utterance_of("", "there are harbours that freeze over")
        )
        is None
    )


def test_a_quote_that_is_a_sentence_of_a_long_passage_matches() -> None:
    passage = f"{FULL}. " + "As everybody knows, harbours freeze over in winter. " * 8
    met = lenient_match(utterance_of("", passage), utterance_of("", FULL))
    assert met is not None
    assert met.kept < 0.5
