"""The layout of a text: its paragraphs, its sentences and its quoted spans."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from service.extraction.quotation import QuotedSpan
from service.speakers.names.lexicon import fold_word, word_genders
from service.text.document import Document
from service.text.sentences import split_sentences
from service.text.spans import Span

_LONG_WORD = re.compile(r"(?<![\w’'-])[^\W\d_]{5,}")
_FULL_STOP = re.compile(r"[a-z]{3,}\.\s*\Z")
_ENDING = 12
_FEWEST = 3
"""A headline has more long words than this."""
_DOUBLE_MARKS = '“„«"'


@dataclass(frozen=True, slots=True)
class TextLayout:
    """A text with its paragraphs, sentences and quoted spans, each in the order of the text."""

    text: str
    paragraphs: tuple[Span, ...]
    sentences: tuple[Span, ...]
    quoted: tuple[Span, ...]
    in_capitals: tuple[bool, ...]
    """Whether all long words of each paragraph begin with capitals."""

    def paragraph_at(self, offset: int) -> int:
        """Return the number of the last paragraph that begins by an offset, -1 for none."""
        return _last(self.paragraphs, offset)

    def sentence_at(self, offset: int) -> int:
        """Return the number of the last sentence that begins by an offset, -1 for none."""
        return _last(self.sentences, offset)

    def is_headline(self, offset: int) -> bool:
        """Return whether all long words of the paragraph at an offset begin with capitals."""
        return self.in_capitals[self.paragraph_at(offset)]

    def is_quoted(self, offset: int) -> bool:
        """Return whether an offset is inside a quoted span."""
        number = _last(self.quoted, offset)
        return number >= 0 and offset < self.quoted[number].end


def read_layout(
    document: Document, quoted_spans: Iterable[QuotedSpan] = (), verbatim: Iterable[Span] = ()
) -> TextLayout:
    """Return the layout of a document.

    Args:
        document: The text with its paragraphs.
        quoted_spans: The text in quotation marks, as the extraction found it.
        verbatim: Spans that are known to be verbatim, with or without marks.
    """
    sentences = (
        split_sentences(document.text, paragraph, is_abbreviation=_is_abbreviation)
        for paragraph in document.paragraphs
    )
    marked = [span.outer for span in quoted_spans if _has_double_marks(document.text, span.outer)]
    return TextLayout(
        text=document.text,
        paragraphs=document.paragraphs,
        sentences=tuple(chain.from_iterable(sentences)),
        quoted=_merged([*verbatim, *marked, *_after_unpaired_marks(document, marked)]),
        in_capitals=tuple(_is_in_capitals(document.text, each) for each in document.paragraphs),
    )


def _is_in_capitals(text: str, paragraph: Span) -> bool:
    """Return whether a paragraph has several long words, and all begin with capitals.

    A headline ends on no full stop, but for that of an abbreviation ("in the U.S.").
    """
    if _FULL_STOP.search(text, max(paragraph.start, paragraph.end - _ENDING), paragraph.end):
        return False
    number = 0
    for word in _LONG_WORD.finditer(text, paragraph.start, paragraph.end):
        if not text[word.start()].isupper():
            return False
        number += 1
    return number > _FEWEST


def _has_double_marks(text: str, span: Span) -> bool:
    """Return whether a span begins with a double mark. A single one may be an apostrophe."""
    return text[span.start] in _DOUBLE_MARKS


def _after_unpaired_marks(document: Document, marked: Sequence[Span]) -> Iterator[Span]:
    """Yield the beginning of each paragraph that opens with a mark which nothing closes.

    Its quotation reaches at least to the end of the first quoted span inside the paragraph.
    """
    starts = [span.start for span in marked]
    for paragraph in document.paragraphs:
        first = bisect_left(starts, paragraph.start)
        if not _has_double_marks(document.text, paragraph):
            continue
        if first < len(marked) and marked[first].start < paragraph.end:
            yield Span(paragraph.start, marked[first].end)
        else:
            yield paragraph


def _last(spans: tuple[Span, ...], offset: int) -> int:
    return bisect_right(spans, offset, key=lambda span: span.start) - 1


def _is_abbreviation(word: str) -> bool:
    """Return whether a full stop after the word ends no sentence: an initial, or a title."""
    return (len(word) == 1 and word.isupper()) or (
        "." not in word
        and len(word) < 5
        and fold_word(word) in word_genders("titles")
        and word.istitle()
    )


def _merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)
