"""What need not be aligned, and that nothing is missed by not aligning it."""

from hypothesis import given
from hypothesis import strategies as st

from service.dedup.link_rules import decide_link, may_link_by_words, promising_overlap
from service.dedup.overlap import compare
from service.dedup.utterance import Utterance, WordSequence, utterance_of

WORDS = ["the", "ferry", "ferrying", "is", "not", "sinking", "sinkings", "Ada", "3", "leaky", "no"]


def said(most: int) -> st.SearchStrategy[Utterance]:
    text = st.lists(st.sampled_from(WORDS), max_size=most).map(" ".join)
    return text.map(lambda words: utterance_of(words, words, speakers=["ada quill"]))


@given(said(4), said(14))
def test_nothing_that_would_be_linked_is_turned_away_for_its_few_words(
    few: Utterance, other: Utterance
) -> None:
    for a, b in ((few, other), (other, few)):
        if decide_link(a, b, compare(a, b)):
            assert may_link_by_words(a.word_sequence, b.word_sequence)
            assert promising_overlap(a, b) is not None


def of(text: str) -> WordSequence:
    return WordSequence(tuple(text.split()))


def test_words_alone_tell_that_one_rare_word_of_two_is_not_enough() -> None:
    host = of("they bought the saddest little ferry and painted her green")
    assert may_link_by_words(host, of("little ferry"))
    assert not may_link_by_words(host, of("unseaworthy ferry"))
    assert not may_link_by_words(of("unseaworthy ferry"), host)


def test_another_ending_of_a_word_is_no_other_word() -> None:
    assert may_link_by_words(of("they were utterly seaworthy ferries"), of("utter seaworthy"))


@given(said(14))
def test_an_utterance_says_what_its_words_say(utterance: Utterance) -> None:
    assert utterance.word_sequence == WordSequence(utterance.words)
    assert utterance.word_sequence.bits == utterance.bits
