"""Cut a text into paragraphs and pieces, each with the quotations that mark it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

_LINE = re.compile(r"[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_LINE_ENDS = frozenset({"\n", "\r\n"})


@dataclass(frozen=True, slots=True, order=True)
class TextMark:
    """A span that has a part in a quotation."""

    start: int
    end: int
    part: str
    """`content`, `words` (the verbatim ones), `cue` or `source`."""
    number: int
    """Which quotation."""


@dataclass(frozen=True, slots=True)
class MarkedPiece:
    """Words that the same marks cover. Put together, the pieces of a paragraph are its text."""

    text: str
    content: int | None = None
    """The innermost quotation whose content they are."""
    is_verbatim: bool = False
    part: str | None = None
    """`cue` or `source`, and of which quotation."""
    part_of: int | None = None
    numbers: tuple[int, ...] = ()
    """All quotations that have a part here."""


@dataclass(frozen=True, slots=True)
class MarkedParagraph:
    """A paragraph, and the quotations that begin in it."""

    pieces: tuple[MarkedPiece, ...]
    begins: tuple[int, ...]
    start: int = field(default=0)


def mark_text(
    text: str, marks: Sequence[TextMark], *, is_wrapped: bool = False
) -> list[MarkedParagraph]:
    """Return the paragraphs of a text with its marks. No character of a paragraph is changed.

    Args:
        text: The text, in which the marks have their offsets.
        marks: In any order.
        is_wrapped: Whether lines are broken at a fixed width. A paragraph then ends at an empty
            line, and else with its line.
    """
    ordered = sorted(marks)
    first: dict[int, int] = {}
    for mark in ordered:
        if mark.part == "content":
            first.setdefault(mark.number, mark.start)
    beginnings = sorted((start, number) for number, start in first.items())
    paragraphs = []
    at = following = 0
    open_marks: list[TextMark] = []
    for start, end in _blocks(text, is_wrapped=is_wrapped):
        while at < len(ordered) and ordered[at].start < end:
            open_marks.append(ordered[at])
            at += 1
        open_marks = [mark for mark in open_marks if mark.end > start]
        begins = []
        while following < len(beginnings) and beginnings[following][0] < end:
            begins.append(beginnings[following][1])
            following += 1
        pieces = tuple(_pieces(text, start, end, open_marks))
        paragraphs.append(MarkedParagraph(pieces, tuple(begins), start))
    return paragraphs


def _blocks(text: str, *, is_wrapped: bool) -> Iterator[tuple[int, int]]:
    start = end = 0
    for line in _LINE.finditer(text):
        if line[0].isspace():
            continue
        if end and is_wrapped and text[end : line.start()] in _LINE_ENDS:
            end = line.end()
            continue
        if end:
            yield start, end
        start, end = line.span()
    if end:
        yield start, end


def _pieces(text: str, start: int, end: int, marks: Sequence[TextMark]) -> Iterator[MarkedPiece]:
    cuts = sorted(
        {start, end}
        | {mark.start for mark in marks if start < mark.start < end}
        | {mark.end for mark in marks if start < mark.end < end}
    )
    cover: list[list[TextMark]] = [[] for _ in cuts]
    for mark in marks:
        for place in range(bisect_right(cuts, max(mark.start, start)) - 1, len(cuts) - 1):
            if cuts[place] >= mark.end:
                break
            cover[place].append(mark)
    for place, (left, right) in enumerate(pairwise(cuts)):
        yield _piece(text[left:right], cover[place])


def _piece(text: str, marks: Sequence[TextMark]) -> MarkedPiece:
    if not marks:
        return MarkedPiece(text)
    inner = sorted(marks, key=lambda mark: (mark.end - mark.start, mark.number))
    content = next((mark for mark in inner if mark.part == "content"), None)
    part = next((mark for mark in inner if mark.part in ("cue", "source")), None)
    return MarkedPiece(
        text=text,
        content=content.number if content else None,
        is_verbatim=any(mark.part == "words" for mark in marks),
        part=part.part if part else None,
        part_of=part.number if part else None,
        numbers=tuple(sorted({mark.number for mark in marks})),
    )
