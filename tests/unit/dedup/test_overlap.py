"""What two utterances share, and the cheap bound that spares most alignments."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.dedup.link_rules import decide_link, may_link_by_words, promising_overlap
from service.dedup.overlap import Overlap, compare
from service.dedup.utterance import Utterance, WordSequence, utterance_of

WORDS = ["the", "ferry", "ferrying", "is", "not", "sinking", "sinkings", "Ada", "3", "leaky", "no"]


def utterances(most: int) -> st.SearchStrategy[Utterance]:
    text = st.lists(st.sampled_from(WORDS), max_size=most).map(" ".join)
    return text.map(lambda words: utterance_of(words, words, speakers=["ada quill"]))


@given(utterances(4), utterances(14))
def test_the_bound_rejects_no_pair_that_would_be_linked(few: Utterance, other: Utterance) -> None:
    for a, b in ((few, other), (other, few)):
        if decide_link(a, b, compare(a, b)):
            assert may_link_by_words(a.word_sequence, b.word_sequence)
            assert promising_overlap(a, b) is not None


def words_of(text: str) -> WordSequence:
    return WordSequence(tuple(text.split()))


def test_the_bound_rejects_a_pair_that_shares_one_rare_word_of_two() -> None:
    host = words_of("they bought the saddest little ferry and painted her green")
    assert may_link_by_words(host, words_of("little ferry"))
    assert not may_link_by_words(host, words_of("unseaworthy ferry"))
    assert not may_link_by_words(words_of("unseaworthy ferry"), host)


def test_the_bound_counts_inflected_words_as_shared() -> None:
    assert may_link_by_words(
        words_of("they were utterly seaworthy ferries"), words_of("utter seaworthy")
    )


def overlap(one: str, other: str) -> Overlap:
    return compare(utterance_of("a", one), utterance_of("b", other)).overlap


def test_a_piece_is_contained_and_covers_a_part() -> None:
    found = overlap("the saddest little ferry", "they bought the saddest little ferry and left")
    assert found.contained == found.density == found.density_in_longer == 1.0
    assert found.covered == found.span_share < 1.0


def test_swapped_words_are_shared_and_moved() -> None:
    found = overlap("we shut mills and mines for good", "we shut mines and mills for good")
    assert found.moved
    assert found.contained == pytest.approx(1.0)


def test_an_inflected_word_is_shared_but_not_moved() -> None:
    found = overlap("extreme careless crews", "extremely careless crews")
    assert found.moved_words == ((0, 0),)
    assert not found.moved


def test_names_weigh_nothing_in_the_evidence_without_names() -> None:
    text = "we saw Ada Quill"
    evidence = compare(utterance_of("a", text), utterance_of("b", text))
    assert evidence.shared_without_names < evidence.overlap.shared
    assert not evidence.meaning_changed
