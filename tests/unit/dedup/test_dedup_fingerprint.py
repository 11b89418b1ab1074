"""Whatever shares enough shares a key, on every machine."""

import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from service.dedup.fingerprint import ANCHOR_WINDOW, GUARANTEED, keys_of, meet
from service.dedup.tokens import tokens_of

WORDS = st.text(alphabet="abcdef", min_size=1, max_size=2)
RUNS = st.lists(WORDS, min_size=GUARANTEED, max_size=2 * GUARANTEED)
BIGINT = range(-(2**63), 2**63)


def words(text: str) -> tuple[str, ...]:
    return tuple(token.form for token in tokens_of(text))


@given(st.lists(WORDS), st.lists(WORDS), st.lists(WORDS), st.lists(WORDS), RUNS)
def test_a_shared_run_of_guaranteed_length_shares_a_key(
    before: list[str], after: list[str], ahead: list[str], behind: list[str], run: list[str]
) -> None:
    a, b = keys_of([*before, *run, *after]), keys_of([*ahead, *run, *behind])
    assert a.runs & b.runs
    assert meet(a, b, one_speaker=False)


@given(st.lists(WORDS), st.lists(WORDS), st.booleans())
def test_meeting_is_mutual_and_keys_fit_a_bigint(
    one: list[str], other: list[str], same: bool
) -> None:
    a, b = keys_of(one), keys_of(other)
    assert meet(a, b, one_speaker=same) == meet(b, a, one_speaker=same)
    assert meet(a, a, one_speaker=False)
    assert all(key in BIGINT for key in {a.whole, *a.runs, *a.anchors})


def test_keys_are_fewer_than_words() -> None:
    utterance = [f"w{n}" for n in range(400)]
    keys = keys_of(utterance)
    assert len(keys.runs) + len(keys.anchors) < len(utterance)


RARE = st.text(alphabet="xyz", min_size=3, max_size=5)


@given(st.lists(RARE), st.lists(RARE), st.lists(RARE, min_size=ANCHOR_WINDOW), st.lists(RARE))
def test_a_shared_run_of_rare_words_brings_one_speaker_together(
    before: list[str], after: list[str], run: list[str], behind: list[str]
) -> None:
    a, b = keys_of([*before, *run, *after]), keys_of([*run, *behind])
    assert meet(a, b, one_speaker=True)


def test_a_fragment_finds_its_host_only_within_one_speaker() -> None:
    host = keys_of(words("They are sinking the dear old ferry, and nobody on the pier will say so"))
    fragment = keys_of(words("dear old ferry"))
    assert meet(fragment, host, one_speaker=True)
    assert not meet(fragment, host, one_speaker=False)


def test_words_that_everybody_uses_bring_nobody_together() -> None:
    a, b = keys_of(words("I said that it is so")), keys_of(words("that is what it was, he said"))
    assert not meet(a, b, one_speaker=True)


def test_keys_are_the_same_in_every_process() -> None:
    program = (
        "from service.dedup.fingerprint import keys_of;"
        "print(sorted(keys_of('the ferry is not for sale to anyone at all'.split()).runs))"
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
