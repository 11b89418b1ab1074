"""Two wordings whole, cut into stretches that are alike or that differ."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from service.dedup.differences import differences, side_by_side
from service.dedup.words.normalise import tokens_of

WORDS = (
    "we can't $2.5bn $ 2.5 billion dollars not ferry per cent &amp; “so” ... [T]he [crew] U.S. ½"
)
WORDING = st.one_of(
    st.lists(st.sampled_from(WORDS.split()), max_size=10).map(" ".join),
    st.text(max_size=40),
)


def parts(printed: str, full: str) -> list[tuple[str, str, str]]:
    return [(each.kind, each.printed, each.full) for each in side_by_side(printed, full)]


def test_what_is_alike_stands_between_what_differs() -> None:
    assert parts(
        "We will never sell the “dear” old ferry to the council",
        "And we will never, ever sell the old ferry to them.",
    ) == [
        ("left_out", "", "And "),
        ("same", "We will never ", "we will never, "),
        ("left_out", "", "ever "),
        ("same", "sell the “", "sell the "),
        ("added", "dear” ", ""),
        ("same", "old ferry to ", "old ferry to "),
        ("changed", "the council", "them."),
    ]


def test_house_style_is_alike() -> None:
    assert parts("“We won’t pay 5%,”", "We will not pay 5 per cent.") == [
        ("same", "“We won’t pay 5%,”", "We will not pay 5 per cent."),
    ]


@pytest.mark.parametrize(
    ("printed", "full", "kind"), [("", "", "same"), ("…", "—", "same"), ("…", "no", "changed")]
)
def test_without_words_there_is_one_part(printed: str, full: str, kind: str) -> None:
    assert parts(printed, full) == [(kind, printed, full)]


@given(WORDING, WORDING)
def test_the_parts_are_both_wordings_whole(printed: str, full: str) -> None:
    found = side_by_side(printed, full)

    assert "".join(part.printed for part in found) == printed
    assert "".join(part.full for part in found) == full
    assert all(not (a.kind == b.kind == "same") for a, b in pairwise(found))


@given(WORDING, WORDING)
def test_they_differ_where_the_differences_are(printed: str, full: str) -> None:
    assume(tokens_of(printed) and tokens_of(full))

    kinds = [part.kind for part in side_by_side(printed, full) if part.kind != "same"]

    assert kinds == [difference.kind for difference in differences(printed, full)]
