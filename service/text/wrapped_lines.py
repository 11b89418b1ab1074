"""Recognise text whose lines are broken at a fixed width, and join those lines.

E-mailed releases and text copied from a PDF break a sentence where the line is full. Poems, lists,
transcripts and addresses break lines too, but elsewhere. See docs/decisions/0054-wrapped-lines.md.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from service.text.document import Document, split_paragraphs
from service.text.spans import Span

_NARROWEST = 40
_WIDEST = 130
"""A longer line is a paragraph."""
_RAGGED = 0.85
"""A line is nearly full if the next word would make it longer than this share of the width.

In a font whose letters differ in width, the number of letters in a full line varies.
"""
_NEARLY_ALL = 0.95
_MOSTLY_FULL = 0.8
_MOSTLY_IN_LOWER_CASE = 0.5
_LONGEST_WORD = 40
_LONGEST_LABEL = 80

_ONE_BREAK = re.compile(r"[^\S\r\n]*(?:\r\n|[\r\n])(?P<indent>[^\S\r\n]*)")
_ENDS_SENTENCE = re.compile(r"[.!?…:;][\"”’'»)\]]*\Z")
_HYPHENATED = re.compile(r"\w[-\u00ad]\Z")
_FIRST_WORD = re.compile(r"[\"“”‘’'«(\[]*(?P<letter>\w)?\S*")
_BULLET = re.compile(r"(?:[•▪◦‣·*>|+]|[-–—](?=\s+[A-Z]))\s*")
_ITEM = re.compile(
    r"\(?(?:\d{1,3}|[A-Za-z])[.)]\s|[\"“‘'(\[]*[A-Z][\w.'’-]*(?:\s[A-Z][\w.'’-]*){0,3}\s?"
    r"(?:\([^()]*\))?:\s"
)


@dataclass(frozen=True, slots=True)
class UnwrappedText:
    """A text with its wrapped lines joined, and where each part of it was."""

    document: Document
    """The joined text and its paragraphs."""
    starts: tuple[int, ...]
    """The offset of each part in the joined text."""
    moved: tuple[int, ...]
    """How much further on each part is in the text as submitted."""

    def original(self, span: Span) -> Span:
        """Return where a span of the joined text is in the text as submitted."""
        start = self._original(span.start)
        return Span(start, self._original(span.end - 1) + 1) if span else Span(start, start)

    def _original(self, offset: int) -> int:
        return offset + self.moved[bisect_right(self.starts, offset) - 1]


@dataclass(frozen=True, slots=True)
class _Break:
    """The one line break between two lines."""

    before: Span
    after: Span
    needed: int
    """How long the line before would be with the first word of the line after."""
    in_sentence: bool
    """Whether the line before does not end a sentence."""
    lower: bool
    """Whether the line after begins with a letter in lower case."""
    paragraph: bool
    """Whether the line after begins an item, a turn or an indented paragraph."""


class _Block:
    """Lines without an empty line between them, and whether a fixed width broke them."""

    def __init__(self, text: str, breaks: Sequence[_Break]) -> None:
        self.breaks = breaks
        self.width = max(len(line) for each in breaks for line in (each.before, each.after))
        unfinished = [each for each in breaks if each.in_sentence and not each.paragraph]
        full = [each for each in unfinished if each.needed > _RAGGED * self.width]
        lower = [each for each in full if each.lower]
        self.exact = all(each.needed > self.width for each in full)
        self.is_verse = not lower and not _ends_sentence(text, breaks[-1].after)
        self.is_wrapped = (
            _NARROWEST <= self.width <= _WIDEST
            and bool(lower)
            and len(full) >= _MOSTLY_FULL * len(unfinished)
            and len(lower) >= _MOSTLY_IN_LOWER_CASE * len(full)
        )

    def may_have(self, width: float) -> bool:
        """Return whether the block may be as wide as those that are surely wrapped."""
        return not self.is_verse and _RAGGED * width <= self.width <= width / _RAGGED

    def joined(self, width: float) -> list[_Break]:
        """Return the breaks where the line was full: a writer made the others."""
        return [each for each in self.breaks if each.needed > width and not each.paragraph]


def unwrap(document: Document) -> UnwrappedText | None:
    """Return the text with its wrapped lines joined, or None where no line is wrapped."""
    blocks = [
        _Block(document.text, _read_breaks(document.text, lines)) for lines in _blocks(document)
    ]
    wrapped = [block for block in blocks if block.is_wrapped]
    if not wrapped:
        return None
    width = median(block.width for block in wrapped)
    exact = sum(block.exact for block in wrapped) >= _NEARLY_ALL * len(wrapped)
    share = 1 if exact else _RAGGED
    joined: list[_Break] = []
    for block in blocks:
        if block.is_wrapped:
            joined += block.joined(share * block.width)
        elif block.may_have(width):
            joined += block.joined(share * max(width, block.width))
    return _join(document.text, joined) if joined else None


def _blocks(document: Document) -> list[list[Span]]:
    """Return the lines of the text in blocks: an empty line separates two blocks."""
    blocks: list[list[Span]] = []
    for line in document.paragraphs:
        gap = (blocks[-1][-1].end, line.start) if blocks else (0, 0)
        if blocks and _ONE_BREAK.fullmatch(document.text, *gap):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return [block for block in blocks if len(block) > 1]


def _read_breaks(text: str, lines: Sequence[Span]) -> list[_Break]:
    listed = _begins_item(text, lines[0])
    return [_read_break(text, *both, listed=listed) for both in pairwise(lines)]


def _read_break(text: str, before: Span, after: Span, *, listed: bool) -> _Break:
    word = _FIRST_WORD.match(text, after.start, min(after.end, after.start + _LONGEST_WORD))
    letter = (word["letter"] or "") if word else ""
    first = len(word.group()) if word else 0
    ends = _ends_sentence(text, before)
    bullet = _BULLET.match(text, after.start, after.end) is not None
    item = (ends or listed) and _begins_item(text, after)
    return _Break(
        before=before,
        after=after,
        needed=len(before) + 1 + first,
        in_sentence=not ends,
        lower=letter.islower(),
        paragraph=bullet or item or (ends and _is_indented(text, before, after)),
    )


def _ends_sentence(text: str, line: Span) -> bool:
    return _ENDS_SENTENCE.search(text, max(line.start, line.end - 4), line.end) is not None


def _begins_item(text: str, line: Span) -> bool:
    return _ITEM.match(text, line.start, min(line.end, line.start + _LONGEST_LABEL)) is not None


def _is_indented(text: str, before: Span, after: Span) -> bool:
    return _indent(text, after) > _indent(text, before)


def _indent(text: str, line: Span) -> int:
    start = line.start
    while start and text[start - 1] in " \t\xa0":
        start -= 1
    return line.start - start


def _join(text: str, breaks: Sequence[_Break]) -> UnwrappedText:
    parts: list[str] = []
    starts, moved = [0], [0]
    begin = length = 0
    for each in breaks:
        hyphenated = _HYPHENATED.search(text, max(0, each.before.end - 2), each.before.end)
        part = text[begin : each.before.end] + ("" if hyphenated else " ")
        parts.append(part)
        length += len(part)
        begin = each.after.start
        starts.append(length)
        moved.append(begin - length)
    parts.append(text[begin:])
    joined = "".join(parts)
    document = Document(text=joined, paragraphs=split_paragraphs(joined))
    return UnwrappedText(document, tuple(starts), tuple(moved))
