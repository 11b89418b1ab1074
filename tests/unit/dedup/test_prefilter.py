"""The prefilter rejects only what the link rules reject."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from service.dedup.index_keys import index_keys_of, is_enough, weight_of_shared
from service.dedup.link_rules import promising_overlap
from service.dedup.prefilter import may_match, prefilter_of, query_of, stems_of
from service.dedup.reach import LINK_THRESHOLDS
from service.dedup.utterance import Utterance, utterance_of

TODAY = date(2026, 5, 4)
HOST = "They are sinking the dear old ferry, and nobody on the pier will say so"
# Words with the same beginnings, common and rare, so that much is shared by accident.
FERRIES = ("ferry", "ferries", "ferrying", "extreme", "extremely", "extremist", "the", "of", "we")
SLUICES = ("sluice", "sluices", "Ned", "3", "unseaworthy", "unseaworthiness", "harbour", "harbours")
WORD = st.sampled_from([*FERRIES, *SLUICES])
FEW = st.lists(WORD, max_size=5)


@st.composite
def two_wordings(draw: st.DrawFn) -> tuple[list[str], list[str]]:
    """The same words twice, with one or two changed and others around them."""
    run = draw(st.lists(WORD, min_size=1, max_size=25))
    changed = list(run)
    for _ in range(draw(st.integers(0, 2))):
        changed[draw(st.integers(0, len(run) - 1))] = draw(WORD)
    return [*draw(FEW), *run, *draw(FEW)], [*draw(FEW), *changed, *draw(FEW)]


def said(text: str, *, day: date | None = TODAY, by: str = "ada quill") -> Utterance:
    return utterance_of(text, text, speakers=[by], published=day)


def passes(one: Utterance, other: Utterance, shared: int | None = None) -> bool:
    """Return whether the prefilter of the other passes a query of the one."""
    candidate = prefilter_of(other.word_sequence, other.day)
    shared_weight = weight(one, other) if shared is None else shared
    return may_match(query_of(one.word_sequence, one.day), candidate, shared_weight)


def weight(one: Utterance, other: Utterance) -> int:
    """Return the weight of the keys under which one finds the other."""
    return weight_of_shared(index_keys_of(one), index_keys_of(other))


@given(two_wordings(), st.integers(0, 400), st.sampled_from(["ada quill", "ned pike"]))
@example((["extreme", "careless"], ["extremely", "careless"]), 0, "ada quill")
@example((["ferry"] * 9, ["ferry"]), 0, "ada quill")
@example((["extremely"], ["extreme"] * 3), 0, "ada quill")
def test_the_prefilter_rejects_only_what_the_rules_reject(
    wordings: tuple[list[str], list[str]], days: int, by: str
) -> None:
    a = said(" ".join(wordings[0]))
    b = said(" ".join(wordings[1]), day=TODAY + timedelta(days=days), by=by)
    rejected = promising_overlap(a, b) is None
    for one, other in ((a, b), (b, a)):
        shared = weight(one, other)
        assert passes(one, other) or rejected or not is_enough(shared, a.bits, b.bits)


@pytest.mark.parametrize(
    "cut",
    [
        "dear old ferry",
        "nobody on the pier will say so",
        HOST,
        HOST.replace("sinking", "scuttling"),
    ],
)
def test_a_cut_of_an_utterance_passes_either_way(cut: str) -> None:
    assert passes(said(cut), said(HOST))
    assert passes(said(HOST), said(cut))


def test_an_inflected_word_that_weighs_more_passes() -> None:
    full, few = said("the state of the harbour is what nobody wanted to see"), said("the stately")
    assert promising_overlap(full, few)
    assert passes(full, few, shared=2)


def test_a_long_shared_passage_passes_among_many_other_words() -> None:
    around = [" ".join(f"{word}{n}" for n in range(40)) for word in ("tide", "pier", "herring")]
    full, other = said(f"{HOST} {around[0]}"), said(f"{around[1]} {HOST} {around[2]}")
    assert promising_overlap(full, other)
    assert passes(full, other)
    assert passes(other, full)


def test_one_rare_word_in_common_does_not_pass() -> None:
    other = said("Every ferry we ever ran from Wexcombe to the islands carried potatoes first")
    assert not passes(said(HOST), other)
    assert not passes(other, said(HOST))


def test_too_few_shared_keys_do_not_pass() -> None:
    much = " ".join(f"{HOST} {turn}" for turn in ("today", "tomorrow", "yesterday"))
    assert passes(said(much), said(much))
    assert not passes(said(much), said(much), shared=1)


@pytest.mark.parametrize(
    ("day", "passing"),
    [(TODAY + timedelta(days=30), True), (TODAY + timedelta(days=4000), False), (None, True)],
)
def test_one_shared_speaker_key_passes_as_many_days_as_the_rules_allow(
    day: date | None, passing: bool
) -> None:
    few = said("sinking ferry")
    assert few.bits < LINK_THRESHOLDS.reworded_bits
    assert passes(few, said(HOST, day=day), shared=1) == passing
    assert passes(said(HOST, day=day), few, shared=1) == passing
    assert passes(few, said(HOST, day=day), shared=2)


def test_stems_are_the_same_on_every_machine() -> None:
    assert stems_of(()) == bytes(16)
    assert stems_of(["ferry", "the"]).hex() == "00000040000000000000000000080000"
    assert stems_of(["ferry"]) == stems_of(["ferry", "ferrying", "ferry"])
