"""Fingerprints share a key wherever words share a run, on every machine."""

import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from service.dedup.index_keys import GUARANTEED, fingerprint_of, rare_words_of

WORDS = st.text(alphabet="abcdef", min_size=1, max_size=2)
RUNS = st.lists(WORDS, min_size=GUARANTEED, max_size=2 * GUARANTEED)


@given(st.lists(WORDS), st.lists(WORDS), st.lists(WORDS), st.lists(WORDS), RUNS)
def test_a_shared_run_of_guaranteed_length_shares_a_key(
    before: list[str], after: list[str], ahead: list[str], behind: list[str], run: list[str]
) -> None:
    a, b = fingerprint_of([*before, *run, *after]), fingerprint_of([*ahead, *run, *behind])
    assert a.runs & b.runs


def test_there_are_fewer_keys_than_words() -> None:
    words = [f"w{n}" for n in range(400)]
    keys = fingerprint_of(words)
    assert len(keys.runs) + len(keys.rare_words) < len(words)


def test_common_words_are_no_rare_words() -> None:
    assert rare_words_of(["the", "ferry", "of", "that", "is"]) == {"ferry"}
    assert rare_words_of(["the", "of"]) == set()


def test_keys_are_the_same_in_every_process() -> None:
    program = (
        "from service.dedup.index_keys import fingerprint_of;"
        "print(sorted(fingerprint_of('the ferry is not for sale to anyone at all'.split()).runs))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            check=True,
            text=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1
