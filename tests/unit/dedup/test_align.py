"""The runs of words that two utterances share."""

from difflib import SequenceMatcher
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from service.dedup.align import SharedRun, align, common_runs

WORDS = st.lists(st.sampled_from(["a", "b", "c", "d", "ferry", "pier", "sinking"]), max_size=12)


def test_a_common_word_far_from_the_others_is_not_shared() -> None:
    host = "the ferry was sinking while on the far side of the long pier people sang of the sea"
    runs = align(["sinking", "ferry", "the", "sea"], host.split())
    assert sum(run.length for run in runs) < 4


def test_a_fragment_is_one_run() -> None:
    assert align(["b", "c"], ["a", "b", "c", "d"]) == (SharedRun(0, 1, 2),)


@given(WORDS, WORDS)
def test_runs_are_symmetric_in_order_and_the_same_words(a: list[str], b: list[str]) -> None:
    runs = align(a, b)
    assert align(b, a) == tuple(SharedRun(run.b, run.a, run.length) for run in runs)
    for run in runs:
        assert a[run.a : run.a + run.length] == b[run.b : run.b + run.length]
    for run, following in pairwise(runs):
        assert run.a + run.length <= following.a
        assert run.b + run.length <= following.b


@given(WORDS, WORDS)
def test_common_runs_are_those_that_difflib_finds(a: list[str], b: list[str]) -> None:
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    blocks = [SharedRun(*block) for block in matcher.get_matching_blocks() if block.size]
    assert common_runs(a, b) == blocks
