"""Mark characters: which way each one faces."""

from __future__ import annotations

import pytest

from service.extraction.quoted_text.mark_characters import Facing, Family, read_marks
from service.text.spans import Span


@pytest.mark.parametrize(
    ("text", "family", "facing"),
    [
        ("“a", Family.DOUBLE, Facing.OPENS),
        ("a”", Family.DOUBLE, Facing.CLOSES),
        ('"a', Family.DOUBLE, Facing.EITHER),
        ("&ldquo;a", Family.DOUBLE, Facing.OPENS),
        ("``a", Family.DOUBLE, Facing.OPENS),
        ("a''", Family.DOUBLE, Facing.EITHER),
        ("«a", Family.ANGLE, Facing.OPENS),
        ("‘a", Family.SINGLE, Facing.OPENS),
        ("&#39;a", Family.SINGLE, Facing.EITHER),
    ],
)
def test_a_mark_has_a_family_and_a_direction(text: str, family: Family, facing: Facing) -> None:
    (mark,) = read_marks(text, Span(0, len(text)))

    assert (mark.character.family, mark.character.facing) == (family, facing)


@pytest.mark.parametrize(
    ("text", "right", "left"),
    [
        ('a "b', True, False),
        ('a" b', False, True),
        ('("b', True, False),
        ('a&nbsp;"b', True, False),
        ('a"\u200b b', False, True),
        ('a"b', False, False),
    ],
)
def test_neighbours_show_which_way_a_mark_faces(text: str, right: bool, left: bool) -> None:
    (mark,) = read_marks(text, Span(0, len(text)))

    assert (mark.faces_right, mark.faces_left) == (right, left)


def test_marks_side_by_side_have_the_neighbours_of_their_run() -> None:
    marks = list(read_marks("a “‘b", Span(0, 5)))

    assert [(mark.before, mark.after) for mark in marks] == [(" ", "b"), (" ", "b")]
