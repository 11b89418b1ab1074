"""Whatever shares enough shares a key, on every machine."""

import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from service.dedup.fingerprint import ANCHOR_WINDOW, GUARANTEED, keys_of
from service.dedup.postings import MUCH, meets, postings_of, read_postings, shared_weight
from service.dedup.utterance import utter

WORDS = st.text(alphabet="abcdef", min_size=1, max_size=2)
RUNS = st.lists(WORDS, min_size=GUARANTEED, max_size=2 * GUARANTEED)
BIGINT = range(-(2**63), 2**63)


def meet(one: str, other: str, *, by: str = "ada quill", source: str = "") -> bool:
    """What Ada Quill and another say -> whether a store would compare them."""
    first = utter("a", one, speakers=["ada quill"])
    return bool(
        set(postings_of(first)) & set(postings_of(utter("b", other, speakers=[by], source=source)))
    )


@given(st.lists(WORDS), st.lists(WORDS), st.lists(WORDS), st.lists(WORDS), RUNS)
def test_a_shared_run_of_guaranteed_length_shares_a_key(
    before: list[str], after: list[str], ahead: list[str], behind: list[str], run: list[str]
) -> None:
    a, b = keys_of([*before, *run, *after]), keys_of([*ahead, *run, *behind])
    assert a.runs & b.runs


@given(st.text(), st.sets(st.sampled_from(["ada quill", "ned pike"])), st.text())
def test_keys_fit_a_bigint_and_stand_once(text: str, speakers: set[str], source: str) -> None:
    said = utter("a", text, speakers=speakers, source=source)
    keys = postings_of(said)
    assert all(key in BIGINT for key in keys)
    assert len(set(keys)) == len(keys)
    assert bool(keys) or not said.words or not speakers


def test_keys_are_fewer_than_words() -> None:
    utterance = [f"w{n}" for n in range(400)]
    keys = keys_of(utterance)
    assert len(keys.runs) + len(keys.anchors) < len(utterance)


RARE = st.text(alphabet="xyz", min_size=3, max_size=5)


@given(st.lists(RARE), st.lists(RARE), st.lists(RARE, min_size=ANCHOR_WINDOW), st.lists(RARE))
def test_a_shared_run_of_rare_words_brings_one_speaker_together(
    before: list[str], after: list[str], run: list[str], behind: list[str]
) -> None:
    assert meet(" ".join([*before, *run, *after]), " ".join([*run, *behind]))


def test_a_fragment_finds_its_host_only_within_one_speaker() -> None:
    host = "They are sinking the dear old ferry, and nobody on the pier will say so"
    assert meet(host, "dear old ferry")
    assert not meet(host, "dear old ferry", by="ned pike")


def test_few_words_meet_under_whom_the_source_names_beside_the_speaker() -> None:
    assert not meet("utterly reckless", "utterly reckless", by="ned pike")
    assert meet("utterly reckless", "utterly reckless", by="ned pike", source="ada quill spokesman")


def test_one_telling_word_is_enough_where_either_says_little() -> None:
    said = "Sluices were never built by accountants, and harbour walls were never paid by poets"
    other = "Herring fleets of every nation fear sluices that nobody oiled since grandmother's day"
    one, two, few = (
        utter(name, text, speakers=["ada quill"])
        for name, text in (("a", said), ("b", other), ("c", "the sluices"))
    )
    assert min(one.bits, two.bits) >= MUCH > few.bits
    keys = {each.id: read_postings(each).weights for each in (one, two, few)}
    assert shared_weight(keys["a"], keys["b"]) == 1
    assert not meets(1, one.bits, two.bits)
    assert shared_weight(keys["a"], keys["c"]) >= 1
    assert meets(1, one.bits, few.bits)


def test_words_that_everybody_uses_bring_nobody_together() -> None:
    assert not meet("I said that it is so", "that is what it was, he said")


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
