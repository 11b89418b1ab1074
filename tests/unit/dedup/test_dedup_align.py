"""What two wordings share, and what one changed of the other."""

from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from service.dedup.align import Run, align, edits
from service.dedup.tokens import tokens_of

WORDS = st.lists(st.sampled_from(["a", "b", "c", "d", "ferry", "pier", "sinking"]), max_size=12)


def changes(a: str, b: str, *, outside: bool = True) -> list[tuple[str | None, str | None]]:
    tokens_a, tokens_b = tokens_of(a), tokens_of(b)
    runs = align([t.form for t in tokens_a], [t.form for t in tokens_b])
    return [
        (each.a and each.a.of(a), each.b and each.b.of(b))
        for each in edits(runs, tokens_a, tokens_b, outside=outside)
    ]


def test_what_was_left_out_added_and_changed_has_a_place_on_both_sides() -> None:
    assert changes(
        "And we will never, ever sell the old ferry to them.",
        "“We will never sell the “dear” ferry to Borough Council,”",
    ) == [
        ("And", None),
        ("ever", None),
        ("old", "dear"),
        ("them", "Borough Council"),
    ]


def test_only_inner_changes_on_request() -> None:
    assert changes("So the ferry sank at night", "the ferry slowly sank", outside=False) == [
        (None, "slowly")
    ]


def test_a_stray_common_word_far_off_is_not_shared() -> None:
    host = "the ferry was sinking while on the far side of the long pier people sang of the sea"
    runs = align(["sinking", "ferry", "the", "sea"], host.split())
    assert sum(run.length for run in runs) < 4


def test_a_fragment_is_one_run() -> None:
    assert align(["b", "c"], ["a", "b", "c", "d"]) == (Run(0, 1, 2),)


@given(WORDS, WORDS)
def test_symmetric_in_order_and_true(a: list[str], b: list[str]) -> None:
    runs = align(a, b)
    assert align(b, a) == tuple(Run(run.b, run.a, run.length) for run in runs)
    for run in runs:
        assert a[run.a : run.a + run.length] == b[run.b : run.b + run.length]
    for run, following in pairwise(runs):
        assert run.a + run.length <= following.a
        assert run.b + run.length <= following.b


@given(st.text(max_size=60), st.text(max_size=60))
@example("£0", "")
def test_runs_and_edits_cover_both_sides(a: str, b: str) -> None:
    tokens_a, tokens_b = tokens_of(a), tokens_of(b)
    runs = align([t.form for t in tokens_a], [t.form for t in tokens_b])
    found = edits(runs, tokens_a, tokens_b)
    kept = {run.a + i for run in runs for i in range(run.length)}
    for position, token in enumerate(tokens_a):
        edited = any(e.a and e.a.start <= token.start and token.end <= e.a.end for e in found)
        assert edited or position in kept
