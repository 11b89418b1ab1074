"""A marked text is the text: laws of cutting it into pieces."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from service.web.reading.marks import TextMark, mark_text

PARTS = ("content", "words", "cue", "source")
TEXTS = st.text(alphabet="ab “”.\n\r\u00a0\u0301\u05d0😀\u2028", max_size=60)


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[TextMark]]:
    text = draw(TEXTS)
    marks = []
    for number in range(1, draw(st.integers(0, 4)) + 1):
        for part in draw(st.lists(st.sampled_from(PARTS), max_size=4)):
            start, end = sorted(draw(st.tuples(*[st.integers(0, len(text))] * 2)))
            if start < end:
                marks.append(TextMark(start, end, part, number))
    return text, marks


@given(marked_texts(), st.booleans())
def test_a_paragraph_is_shown_character_for_character(marked, is_wrapped):
    text, marks = marked
    paragraphs = mark_text(text, marks, is_wrapped=is_wrapped)

    for paragraph in paragraphs:
        shown = "".join(piece.text for piece in paragraph.pieces)
        assert text[paragraph.start : paragraph.start + len(shown)] == shown
    joined = "".join(piece.text for paragraph in paragraphs for piece in paragraph.pieces)
    assert "".join(joined.split()) == "".join(text.split())


@given(marked_texts())
def test_a_character_has_the_marks_that_cover_it_and_no_others(marked):
    text, marks = marked
    for paragraph in mark_text(text, marks):
        at = paragraph.start
        for piece in paragraph.pieces:
            for place in range(at, at + len(piece.text)):
                covering = [mark for mark in marks if mark.start <= place < mark.end]
                assert set(piece.numbers) == {mark.number for mark in covering}
                assert piece.is_verbatim == any(mark.part == "words" for mark in covering)
                assert (piece.content is None) == all(m.part != "content" for m in covering)
            at += len(piece.text)


@given(marked_texts())
def test_each_quotation_begins_once_where_its_content_begins(marked):
    text, marks = marked
    begins = [number for paragraph in mark_text(text, marks) for number in paragraph.begins]

    assert len(begins) == len(set(begins))
    with_content = {mark.number for mark in marks if mark.part == "content"}
    assert set(begins) <= with_content
    if text.strip() and text[-1] == "a":  # A mark after the last paragraph begins in none.
        assert set(begins) == with_content


def test_the_innermost_of_nested_quotations_has_the_words():
    text = "“He said ‘no’,” she said."
    marks = [
        TextMark(0, 15, "content", 1),
        TextMark(9, 13, "content", 2),
        TextMark(1, 3, "source", 2),
    ]

    [paragraph] = mark_text(text, marks)

    by_text = {piece.text: piece for piece in paragraph.pieces}
    assert by_text["‘no’"].content == 2
    assert by_text["‘no’"].numbers == (1, 2)
    assert (by_text["He"].content, by_text["He"].part, by_text["He"].part_of) == (1, "source", 2)


def test_lines_that_are_broken_at_a_width_stay_one_paragraph():
    text = "One\ntwo.\n \nThree.\r\nAnd so on.\n\n\nFour.\n"
    shown = [
        "".join(piece.text for piece in paragraph.pieces)
        for paragraph in mark_text(text, [], is_wrapped=True)
    ]

    assert shown == ["One\ntwo.", "Three.\r\nAnd so on.", "Four."]
