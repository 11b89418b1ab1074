"""The scorer's own view of a text: its words, its quoted spans, and spans without marks.

This is simpler on purpose than `service.extraction.quoted_text.pair_marks`: the measure must not
change when the engine changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from service.text.spans import Span

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_MARK = re.compile(r"[\"“”„«»]")
_PARAGRAPH = re.compile(r"[^\n]+")
_TRIMMED = " \t\r\n\"“”„‟'‘’.,;:!?-–—()[]…"


def find_words(text: str) -> list[Span]:
    """A text -> the spans of its words."""
    return [Span(*found.span()) for found in _WORD.finditer(text)]


def spans_between_marks(text: str) -> Iterator[Span]:
    """A text -> the spans between double quotation marks, paragraph by paragraph.

    If a mark is not closed, its span ends with the paragraph.
    """
    for paragraph in _PARAGRAPH.finditer(text):
        line = paragraph.group()
        start: int | None = None
        for found in _MARK.finditer(line):
            at, mark = found.start(), found.group()
            if start is None:
                if mark in '“„«"' or (mark == "”" and _begins_word(line, at)):
                    start = at + 1
            elif mark in '”»"' or (mark == "“" and _ends_word(line, at)):
                yield Span(paragraph.start() + start, paragraph.start() + at)
                start = None
            elif mark == "“":
                start = at + 1
        if start is not None and start < len(line):
            yield Span(paragraph.start() + start, paragraph.end())


def trim_marks(text: str, span: Span) -> Span:
    """A span -> the same span without the marks, stops and spaces at its ends."""
    return span.trimmed(text, _TRIMMED)


def _begins_word(line: str, at: int) -> bool:
    """Return whether a closing mark opens: it does after a space."""
    return at == 0 or line[at - 1].isspace()


def _ends_word(line: str, at: int) -> bool:
    """Return whether an opening mark closes: it does where no word follows."""
    return at + 1 < len(line) and not line[at + 1].isalnum()
