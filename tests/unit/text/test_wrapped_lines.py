"""Wrapped prose is joined, and other text with short lines is not."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.text.document import read_document
from service.text.spans import Span
from service.text.wrapped_lines import unwrap

PROSE = (
    "The ferry to Holm will not sail before Easter, because the new quay is not yet deep enough "
    "for it, the harbour office said on Friday.",
    "“We have measured it twice, and it is half a metre short,” said Ines Calder, who has run the "
    "port since 2019. She expects the dredgers in March, if the wind allows it.",
    "Two shops on the island have closed. Others live from what the post boat brings, and the "
    "long-awaited subsidy has not come.",
)
POEM = """\
The lamp went down behind the mill,
And all the geese were loud,
A boy stood waiting on the hill
To sell the moon a shroud,"""
ADDRESS = """\
Holm Harbour Office
Old Customs House, Pier Road 17, second floor
HM4 2QX Holm
the red door"""
LIST = """\
- blankets that are clean and dry and warm enough
- boots in any size, but please no single boots at all
- soup for forty people, or the money to make it"""
TURNS = """\
Paul Adeyemi: the dam is sound, and it was checked in May
Lena Ortiz: so nobody should worry about the gates at all
Paul Adeyemi: nobody should worry about the gates at all"""
HEADLINES = """\
Harbour office says the ferry will not sail before Easter
Two shops on the island close their doors after a hard winter
Opinion: Why the subsidy came too late for the people of Holm"""


def wrap(paragraph: str, width: int, *, line_break: str = "\n") -> str:
    return line_break.join(textwrap.wrap(paragraph, width))


@given(width=st.integers(50, 100), line_break=st.sampled_from(["\n", "\r\n", " \n", "\n  "]))
def test_wrapped_prose_is_joined_as_it_was(width: int, line_break: str) -> None:
    wrapped = "\n\n".join(wrap(paragraph, width, line_break=line_break) for paragraph in PROSE)
    unwrapped = unwrap(read_document(wrapped))
    assert unwrapped is not None
    assert [span.of(unwrapped.document.text) for span in unwrapped.document.paragraphs] == list(
        PROSE
    )


@given(width=st.integers(50, 100), data=st.data())
def test_every_span_of_the_joined_text_has_its_place_in_the_wrapped_one(
    width: int, data: st.DataObject
) -> None:
    wrapped = "\n\n".join(wrap(paragraph, width) for paragraph in PROSE)
    unwrapped = unwrap(read_document(wrapped))
    assert unwrapped is not None
    text = unwrapped.document.text
    start = data.draw(st.integers(0, len(text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(text))))
    assert "".join(unwrapped.original(span).of(wrapped).split()) == "".join(span.of(text).split())
    assert len(unwrapped.original(Span(start, start))) == 0


@pytest.mark.parametrize("text", ["\n\n".join(PROSE), "\n".join(PROSE)])
def test_a_paragraph_a_line_stays(text: str) -> None:
    assert unwrap(read_document(text)) is None


@pytest.mark.parametrize("lines", [POEM, ADDRESS, LIST, TURNS, HEADLINES])
def test_other_lines_stay_alone_and_beside_wrapped_prose(lines: str) -> None:
    assert unwrap(read_document(lines)) is None
    wrapped = "\n\n".join(wrap(paragraph, 60) for paragraph in PROSE)
    unwrapped = unwrap(read_document(f"{wrapped}\n\n{lines}"))
    assert unwrapped is not None
    assert unwrapped.document.text == "\n\n".join([*PROSE, lines])


def test_an_indented_line_begins_a_paragraph() -> None:
    wrapped = "\n".join(wrap(f"    {paragraph}", 60) for paragraph in PROSE)
    unwrapped = unwrap(read_document(wrapped))
    assert unwrapped is not None
    assert [span.of(unwrapped.document.text) for span in unwrapped.document.paragraphs] == list(
        PROSE
    )
