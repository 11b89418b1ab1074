"""Two utterances that may be one quote share enough blocking keys, and few others do."""

from hypothesis import given
from hypothesis import strategies as st

from service.dedup.index_keys import (
    MOST_NEEDED_WEIGHT,
    RARE_WINDOW,
    RUN_WEIGHT,
    SPEAKER_KEY_WEIGHT,
    TEN_WORDS_BITS,
    THIRTY_WORDS_BITS,
    TWENTY_WORDS_BITS,
    index_keys_of,
    is_enough,
    share_enough,
)
from service.dedup.utterance import utterance_of

BIGINT = range(-(2**63), 2**63)
RARE = st.text(alphabet="xyz", min_size=3, max_size=5)
TEXTS = st.lists(
    st.sampled_from(["ferry", "sluice", "unseaworthy", "Ned", "the", "3"]), max_size=40
).map(" ".join)


def are_compared(one: str, other: str, *, by: str = "ada quill", source: str = "") -> bool:
    """Return whether a store compares a text by Ada Quill with another one."""
    first = utterance_of("a", one, speakers=["ada quill"])
    second = utterance_of("b", other, speakers=[by], source=source)
    return share_enough(index_keys_of(first), index_keys_of(second))


@given(st.text(), st.sets(st.sampled_from(["ada quill", "ned pike"])), st.text())
def test_keys_fit_a_bigint_and_are_there_once(text: str, speakers: set[str], source: str) -> None:
    utterance = utterance_of("a", text, speakers=speakers, source=source)
    keys = index_keys_of(utterance)
    assert all(key in BIGINT for key in (*keys.stored_keys, *keys.lookup_weights))
    assert len(set(keys.stored_keys)) == len(keys.stored_keys)
    assert bool(keys.stored_keys) or not utterance.words or not speakers


@given(TEXTS, TEXTS)
def test_a_lookup_finds_exactly_the_utterances_that_share_enough(one: str, other: str) -> None:
    a, b = (index_keys_of(utterance_of("x", text, speakers=["ada"])) for text in (one, other))
    for looking, stored in ((a, b), (b, a)):
        weights = [
            weight for key, weight in looking.lookup_weights.items() if key in stored.stored_keys
        ]
        assert is_enough(sum(weights), looking.bits, stored.bits) == share_enough(a, b)


@given(st.lists(RARE), st.lists(RARE), st.lists(RARE, min_size=RARE_WINDOW), st.lists(RARE))
def test_a_shared_run_of_rare_words_shares_a_key_within_one_speaker(
    before: list[str], after: list[str], run: list[str], behind: list[str]
) -> None:
    a, b = (
        index_keys_of(utterance_of("x", " ".join(words), speakers=["ada quill"]))
        for words in ([*before, *run, *after], [*run, *behind])
    )
    assert {*a.runs, *a.speaker_keys} & {*b.runs, *b.speaker_keys}
    assert share_enough(a, b) or min(a.bits, b.bits) >= TEN_WORDS_BITS


def test_a_fragment_finds_its_host_only_within_one_speaker() -> None:
    host = "They are sinking the dear old ferry, and nobody on the pier will say so"
    assert are_compared(host, "dear old ferry")
    assert not are_compared(host, "dear old ferry", by="ned pike")


def test_a_few_words_are_also_found_under_the_other_names_in_the_source() -> None:
    words = "utterly reckless"
    assert not are_compared(words, words, by="ned pike")
    assert are_compared(words, words, by="ned pike", source="ada quill spokesman")


def test_one_rare_word_is_enough_where_one_utterance_is_short() -> None:
    one = "Sluices were never built by accountants, and harbour walls were never paid by poets"
    other = "Herring fleets of every nation fear sluices that nobody oiled since grandmother's day"
    bits = [utterance_of("a", text).bits for text in (one, other, "the sluices")]
    assert min(bits[:2]) >= TEN_WORDS_BITS > bits[2]
    assert are_compared(one, "the sluices")
    assert not are_compared(one, other)


def test_two_longer_utterances_need_more_shared_keys() -> None:
    assert not is_enough(SPEAKER_KEY_WEIGHT, TEN_WORDS_BITS, TEN_WORDS_BITS)
    assert is_enough(RUN_WEIGHT, THIRTY_WORDS_BITS - 1, 10 * THIRTY_WORDS_BITS)
    assert not is_enough(RUN_WEIGHT, THIRTY_WORDS_BITS, THIRTY_WORDS_BITS)
    assert is_enough(MOST_NEEDED_WEIGHT, THIRTY_WORDS_BITS, THIRTY_WORDS_BITS)


def test_single_words_are_not_enough_for_two_long_utterances() -> None:
    words = "sluices herring accountants grandmothers poets fleets harbour ferries anchors tides"
    a, b = (
        index_keys_of(utterance_of("x", " ".join(order), speakers=["ada quill"]))
        for order in (words.split() * 2, words.split()[::-1] * 2)
    )
    assert min(a.bits, b.bits) >= TWENTY_WORDS_BITS
    assert set(a.speaker_keys) & set(b.speaker_keys)
    assert not share_enough(a, b)


def test_common_words_are_no_keys() -> None:
    assert not are_compared("I said that it is so", "that is what it was, he said")
