"""The layout of a text: its paragraphs, its sentences and its quoted spans."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from service.speakers.names.lexicon import fold_word, word_genders
from service.text.document import Document
from service.text.spans import Span

_STOP = re.compile(r"[.!?…][\"”’'»)\]]*\s+(?=[\"“‘'«(\[]*[^\W\d_a-z])")
_LAST_WORD = re.compile(r"[\w.]+$")
_LONG_WORD = re.compile(r"(?<![\w’'-])[^\W\d_]{5,}")
_FEWEST = 3
"""A headline has more long words than this."""
_OPENING = "“„«"
_CLOSING = "”»"


@dataclass(frozen=True, slots=True)
class TextLayout:
    """A text with its paragraphs, sentences and quoted spans, each in the order of the text."""

    text: str
    paragraphs: tuple[Span, ...]
    sentences: tuple[Span, ...]
    quoted: tuple[Span, ...]

    def paragraph_at(self, offset: int) -> int:
        """Return the number of the last paragraph that begins by an offset, -1 for none."""
        return _last(self.paragraphs, offset)

    def sentence_at(self, offset: int) -> int:
        """Return the number of the last sentence that begins by an offset, -1 for none."""
        return _last(self.sentences, offset)

    def is_headline(self, offset: int) -> bool:
        """Return whether all long words of the paragraph at an offset begin with capitals."""
        paragraph = self.paragraphs[self.paragraph_at(offset)]
        long = _LONG_WORD.findall(self.text, paragraph.start, paragraph.end)
        return len(long) > _FEWEST and all(word[0].isupper() for word in long)

    def is_quoted(self, offset: int) -> bool:
        """Return whether an offset is inside a quoted span."""
        number = _last(self.quoted, offset)
        return number >= 0 and offset < self.quoted[number].end


def read_layout(document: Document, quoted: Iterable[Span] = ()) -> TextLayout:
    """Return the layout of a document.

    Args:
        document: the text with its paragraphs.
        quoted: spans that are known to be verbatim, beside those in quotation marks.
    """
    sentences: list[Span] = []
    stretches = list(quoted)
    for paragraph in document.paragraphs:
        sentences.extend(_sentences(document.text, paragraph))
        stretches.extend(_stretches(document.text, paragraph))
    return TextLayout(
        text=document.text,
        paragraphs=document.paragraphs,
        sentences=tuple(sentences),
        quoted=_merged(stretches),
    )


def _last(spans: tuple[Span, ...], offset: int) -> int:
    return bisect_right(spans, offset, key=lambda span: span.start) - 1


def _sentences(text: str, paragraph: Span) -> list[Span]:
    found, start = [], paragraph.start
    for stop in _STOP.finditer(text, paragraph.start, paragraph.end):
        if _is_abbreviation(text, start, stop.start()):
            continue
        found.append(Span(start, stop.end()))
        start = stop.end()
    found.append(Span(start, paragraph.end))
    return found


def _is_abbreviation(text: str, start: int, stop: int) -> bool:
    if text[stop] != ".":
        return False
    last = _LAST_WORD.search(text, max(start, stop - 20), stop)
    if last is None:
        return False
    word = last.group()
    return (len(word) == 1 and word.isupper()) or (
        "." not in word
        and len(word) < 5
        and fold_word(word) in word_genders("titles")
        and word.istitle()
    )


def _stretches(text: str, paragraph: Span) -> list[Span]:
    found, start = [], None
    for at in range(paragraph.start, paragraph.end):
        mark = text[at]
        if start is None:
            if mark in _OPENING or mark == '"':
                start = at
        elif mark in _CLOSING or mark == '"':
            found.append(Span(start, at + 1))
            start = None
    if start is not None and start == paragraph.start:
        found.append(Span(start, paragraph.end))
    return found


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)
