"""Texts of a proof, cut into pieces that are marked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from service.web.proof_panes import PaneMark, cut_pane

TEXT = "One two three four."


def mark(start: int, end: int, number: int = 1, anchor: str = "") -> PaneMark:
    return PaneMark(start, end, anchor or f"d{number}", number, "verbatim")


MARKS = st.lists(
    st.builds(
        lambda start, length, number: mark(start, min(start + length, len(TEXT)), number),
        st.integers(0, len(TEXT) - 1),
        st.integers(1, 10),
        st.integers(1, 4),
    ),
    max_size=6,
)


def test_words_are_marked_and_found_under_their_anchor() -> None:
    pieces = cut_pane(TEXT, [mark(4, 7)])

    assert [(piece.text, piece.mark is not None) for piece in pieces] == [
        ("One ", False),
        ("two", True),
        (" three four.", False),
    ]
    assert [piece.anchors for piece in pieces] == [(), ("d1",), ()]


def test_of_marks_over_each_other_the_shortest_counts_and_both_are_found() -> None:
    pieces = cut_pane(TEXT, [mark(4, 18, 1), mark(4, 7, 2)])

    assert [(p.text, p.mark.number if p.mark else 0) for p in pieces] == [
        ("One ", 0),
        ("two", 2),
        (" three four", 1),
        (".", 0),
    ]
    assert pieces[1].anchors == ("d2", "d1")


def test_an_anchor_is_given_once_though_its_quotation_has_two_parts() -> None:
    pieces = cut_pane(TEXT, [mark(0, 3), mark(8, 13)])

    assert [piece.anchors for piece in pieces if piece.anchors] == [("d1",)]


def test_of_a_long_text_only_what_is_around_its_marks_is_shown() -> None:
    line = "words of a line\n"
    text = line * 4_000
    far = 3_000 * len(line)

    pieces = cut_pane(text, [mark(far, far + 5)])

    assert [piece.skips for piece in pieces] == [True, False, False, True]
    assert sum(len(piece.text) for piece in pieces) < 1_000
    assert pieces[1].text == "words"
    assert pieces[0].text.startswith("words of a line")
    assert [piece.text for piece in cut_pane(text, [])] == [""]


def test_passages_near_each_other_are_shown_as_one_stretch() -> None:
    text = "word " * 10_000

    pieces = cut_pane(text, [mark(20_000, 20_004), mark(20_100, 20_104, 2)])

    assert sum(piece.skips for piece in pieces) == 0  # A text of one line has no other end.


@given(MARKS)
def test_pieces_are_the_text_and_every_marked_character_is_marked(marks: list[PaneMark]) -> None:
    pieces = cut_pane(TEXT, marks)

    assert "".join(piece.text for piece in pieces) == TEXT
    at = 0
    for piece in pieces:
        over = [each for each in marks if each.start <= at < each.end]
        assert (piece.mark is not None) == bool(over)
        assert piece.mark is None or piece.mark in over
        at += len(piece.text)
    assert sorted(a for piece in pieces for a in piece.anchors) == sorted(
        {each.anchor for each in marks}
    )
