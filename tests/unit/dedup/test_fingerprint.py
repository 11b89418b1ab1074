"""Whatever shares enough shares a key, on every machine."""

import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from service.dedup.fingerprint import GUARANTEED, RARE_WINDOW, fingerprint_of
from service.dedup.index_keys import (
    MOST_NEEDED_WEIGHT,
    TEN_WORDS_BITS,
    THIRTY_WORDS_BITS,
    TWENTY_WORDS_BITS,
    index_keys_of,
    is_enough,
)
from service.dedup.index_keys import share_enough as keys_meet
from service.dedup.utterance import utterance_of

WORDS = st.text(alphabet="abcdef", min_size=1, max_size=2)
RUNS = st.lists(WORDS, min_size=GUARANTEED, max_size=2 * GUARANTEED)
BIGINT = range(-(2**63), 2**63)


def share_enough(one: str, other: str, *, by: str = "ada quill", source: str = "") -> bool:
    """What Ada Quill and another say -> whether a store would compare them."""
    first = utterance_of("a", one, speakers=["ada quill"])
    second = utterance_of("b", other, speakers=[by], source=source)
    return keys_meet(index_keys_of(first), index_keys_of(second))


@given(st.lists(WORDS), st.lists(WORDS), st.lists(WORDS), st.lists(WORDS), RUNS)
def test_a_shared_run_of_guaranteed_length_shares_a_key(
    before: list[str], after: list[str], ahead: list[str], behind: list[str], run: list[str]
) -> None:
    a, b = fingerprint_of([*before, *run, *after]), fingerprint_of([*ahead, *run, *behind])
    assert a.runs & b.runs


@given(st.text(), st.sets(st.sampled_from(["ada quill", "ned pike"])), st.text())
def test_keys_fit_a_bigint_and_stand_once(text: str, speakers: set[str], source: str) -> None:
    said = utterance_of("a", text, speakers=speakers, source=source)
    keys = index_keys_of(said)
    assert all(key in BIGINT for key in (*keys.stored_keys, *keys.lookup_weights))
    assert len(set(keys.stored_keys)) == len(keys.stored_keys)
    assert bool(keys.stored_keys) or not said.words or not speakers


SAID = st.lists(st.sampled_from(["ferry", "sluice", "unseaworthy", "Ned", "the", "3"]), max_size=40)


@given(SAID, SAID)
def test_what_one_asks_for_the_other_is_filed_under_just_where_they_meet(
    one: list[str], other: list[str]
) -> None:
    said = [
        utterance_of(name, " ".join(x), speakers=["ada"]) for name, x in (("a", one), ("b", other))
    ]
    a, b = map(index_keys_of, said)
    for asking, filed in ((a, b), (b, a)):
        shared = [
            weight for key, weight in asking.lookup_weights.items() if key in filed.stored_keys
        ]
        assert is_enough(sum(shared), asking.bits, filed.bits) == keys_meet(a, b)


def test_keys_are_fewer_than_words() -> None:
    utterance = [f"w{n}" for n in range(400)]
    keys = fingerprint_of(utterance)
    assert len(keys.runs) + len(keys.rare_words) < len(utterance)


RARE = st.text(alphabet="xyz", min_size=3, max_size=5)


@given(st.lists(RARE), st.lists(RARE), st.lists(RARE, min_size=RARE_WINDOW), st.lists(RARE))
def test_a_shared_run_of_rare_words_gives_one_speaker_a_key_in_common(
    before: list[str], after: list[str], run: list[str], behind: list[str]
) -> None:
    one, other = (
        index_keys_of(utterance_of("x", " ".join(words), speakers=["ada quill"]))
        for words in ([*before, *run, *after], [*run, *behind])
    )
    shared = not {*one.runs, *one.speaker_keys}.isdisjoint({*other.runs, *other.speaker_keys})
    assert shared
    assert keys_meet(one, other) or min(one.bits, other.bits) >= TEN_WORDS_BITS


def test_a_fragment_finds_its_host_only_within_one_speaker() -> None:
    host = "They are sinking the dear old ferry, and nobody on the pier will say so"
    assert share_enough(host, "dear old ferry")
    assert not share_enough(host, "dear old ferry", by="ned pike")


def test_few_words_meet_under_whom_the_source_names_beside_the_speaker() -> None:
    assert not share_enough("utterly reckless", "utterly reckless", by="ned pike")
    assert share_enough(
        "utterly reckless", "utterly reckless", by="ned pike", source="ada quill spokesman"
    )


def test_one_telling_word_is_enough_where_either_says_little() -> None:
    said = "Sluices were never built by accountants, and harbour walls were never paid by poets"
    other = "Herring fleets of every nation fear sluices that nobody oiled since grandmother's day"
    bits = [utterance_of("a", text).bits for text in (said, other, "the sluices")]
    assert min(bits[:2]) >= TEN_WORDS_BITS > bits[2]
    assert share_enough(said, "the sluices")
    assert not share_enough(said, other)


def test_the_more_both_say_the_more_they_must_share() -> None:
    a_run = 2
    assert not is_enough(1, TEN_WORDS_BITS, TEN_WORDS_BITS)
    assert is_enough(a_run, THIRTY_WORDS_BITS - 1, 10 * THIRTY_WORDS_BITS)
    assert not is_enough(a_run, THIRTY_WORDS_BITS, THIRTY_WORDS_BITS)
    assert is_enough(MOST_NEEDED_WEIGHT, THIRTY_WORDS_BITS, THIRTY_WORDS_BITS)


def test_single_words_bring_nobody_together_who_says_a_lot() -> None:
    words = "sluices herring accountants grandmothers poets fleets harbour ferries anchors tides"
    a, b = (
        index_keys_of(utterance_of("x", " ".join(its), speakers=["ada quill"]))
        for its in (words.split() * 2, words.split()[::-1] * 2)
    )
    assert min(a.bits, b.bits) >= TWENTY_WORDS_BITS
    assert set(a.speaker_keys) & set(b.speaker_keys)
    assert not keys_meet(a, b)


def test_words_that_everybody_uses_bring_nobody_together() -> None:
    assert not share_enough("I said that it is so", "that is what it was, he said")


def test_keys_are_the_same_in_every_process() -> None:
    program = (
        "from service.dedup.fingerprint import fingerprint_of;"
        "print(sorted(fingerprint_of('the ferry is not for sale to anyone at all'.split()).runs))"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            check=True,
            text=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(printed) == 1
