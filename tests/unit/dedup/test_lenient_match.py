"""Words that a user looks up match a quote, verbatim or not."""

from __future__ import annotations

import pytest
from hypothesis import given as given_any
from hypothesis import strategies as st

from service.dedup.lenient_match import MostKept, lenient_match, may_match_leniently
from service.dedup.quote_summary import wording_column
from service.dedup.utterance import WordSequence, utterance_of

_WORD = st.sampled_from(
    ["the", "we", "not", "of", "harbor", "harbors", "opened", "opening", "ten", "12", "mills"]
)
_WORDS = st.lists(_WORD, min_size=1, max_size=14).map(tuple)

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
    met = lenient_match(words_of(given), words_of(full))
    assert met is not None
    assert met.relation == relation
    assert may_match_leniently(words_of(given), words_of(full))


def test_a_rewording_keeps_less_of_the_words() -> None:
    near = lenient_match(words_of("no American troops in Tikrit"), words_of(FULL))
    whole = lenient_match(words_of("no American troops in Baghdad"), words_of(FULL))
    assert near is not None
    assert whole is not None
    assert near.kept < whole.kept == 1.0


@pytest.mark.parametrize("given", ["zeppelins over Reykjavik", "there are zeppelins in Baghdad"])
def test_too_few_words_in_common_are_no_match(given: str) -> None:
    assert lenient_match(words_of(given), words_of("there are harbours that freeze over")) is None


def test_a_quote_that_is_a_sentence_of_a_long_passage_matches() -> None:
    passage = f"{FULL}. " + "As everybody knows, harbours freeze over in winter. " * 8
    met = lenient_match(words_of(passage), words_of(FULL))
    assert met is not None
    assert met.kept < 0.5


@given_any(_WORDS, _WORDS)
def test_no_match_keeps_more_than_the_bound(given: tuple[str, ...], full: tuple[str, ...]) -> None:
    most = MostKept.of(WordSequence(given)).within(wording_column(full))
    met = lenient_match(WordSequence(given), WordSequence(full))
    assert met is None or (most is not None and met.kept <= most)


def words_of(text: str) -> WordSequence:
    return utterance_of("", text).word_sequence
