"""The scorer's own view of a text: its words, its quoted stretches, what a span is trimmed of.

Simpler on purpose than `service.extraction.quoted_text.pair_marks`: what measures an engine must
not change whenever the engine does.
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
    """A text -> where its words stand."""
    return [Span(*found.span()) for found in _WORD.finditer(text)]


def quoted_stretches(text: str) -> Iterator[Span]:
    """A text -> what stands between double quotation marks, paragraph by paragraph.

    A mark that nothing closes reaches to the end of its paragraph.
    """
    for paragraph in _PARAGRAPH.finditer(text):
        line = paragraph.group()
        start: int | None = None
        for found in _MARK.finditer(line):
            place, mark = found.start(), found.group()
            if start is None:
                if mark in '“„«"' or (mark == "”" and _begins_word(line, place)):
                    start = place + 1
            elif mark in '”»"' or (mark == "“" and _ends_word(line, place)):
                yield Span(paragraph.start() + start, paragraph.start() + place)
                start = None
            elif mark == "“":
                start = place + 1
        if start is not None and start < len(line):
            yield Span(paragraph.start() + start, paragraph.end())


def trim(text: str, span: Span) -> Span:
    """Return the span without the marks, stops and spaces at its ends."""
    return span.trimmed(text, _TRIMMED)


def _begins_word(line: str, place: int) -> bool:
    """A closing mark after a space was meant to open."""
    return place == 0 or line[place - 1].isspace()


def _ends_word(line: str, place: int) -> bool:
    """An opening mark that no word follows was meant to close."""
    return place + 1 < len(line) and not line[place + 1].isalnum()
