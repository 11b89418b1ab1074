"""Turn a document into one sequence of word pieces, with the features that the encoder reads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from service.extraction.model.runs import PieceRun
from service.extraction.model.tokeniser import Piece, Shape, Tokeniser
from service.extraction.quotation import QuotedSpan
from service.text.document import Document
from service.text.spans import Span

Numbers = NDArray[np.int64]

_PIECEMEAL = re.compile(r"\b(?:[A-Za-z]\.){2,}|\b[0-9]+(?:[.,][0-9]+)+")
"""Words that hold punctuation: "U.S.", "3.5"."""


class MarkPlace(IntEnum):
    """The place of a piece relative to quotation marks."""

    OUTSIDE = 0
    INSIDE = 1
    NESTED = 2
    OPENING = 3
    CLOSING = 4
    UNCLOSED = 5


@dataclass(frozen=True, slots=True)
class PieceSequence:
    """The pieces of paragraphs in the order of the text, with a separator after each paragraph."""

    numbers: Numbers
    starts: Numbers
    ends: Numbers
    shapes: Numbers
    places: Numbers
    paragraphs: Numbers
    """The number of each piece's paragraph; its separator belongs to it."""
    joined: NDArray[np.bool_]
    """Whether a piece continues the word of the piece before it."""

    def __len__(self) -> int:
        return len(self.numbers)

    def locate(self, span: Span) -> PieceRun:
        """Return the pieces that share a character with the span."""
        start = int(np.searchsorted(self.ends, span.start, side="right"))
        end = int(np.searchsorted(self.starts, span.end, side="left"))
        return PieceRun(start, max(start, end))

    def span(self, run: PieceRun) -> Span:
        """Return the span of one or more pieces. A word is never cut.

        A quotation mark at an end is left out if its partner is not among the pieces.
        """
        start, end = run.start, run.end
        places = self.places[start:end].tolist()
        if len(places) > 1 and places[0] == MarkPlace.OPENING and MarkPlace.CLOSING not in places:
            start += 1
        if end - start > 1 and places[-1] == MarkPlace.CLOSING and MarkPlace.OPENING not in places:
            end -= 1
        while end - start > 1 and self.places[start] == MarkPlace.CLOSING:
            start += 1
        while end - start > 1 and self.places[end - 1] == MarkPlace.OPENING:
            end -= 1
        while start and self.joined[start]:
            start -= 1
        while end < len(self) and self.joined[end]:
            end += 1
        return Span(int(self.starts[start]), int(self.ends[end - 1]))


def read_sequence(
    document: Document,
    quoted_spans: Sequence[QuotedSpan],
    tokeniser: Tokeniser,
    *,
    paragraphs: Sequence[Span] | None = None,
) -> PieceSequence:
    """Return the pieces of the document's paragraphs, or of the given ones.

    Args:
        document: The text and its paragraphs.
        quoted_spans: The quoted spans of the document, for the features of the pieces.
        tokeniser: The tokeniser of the encoder.
        paragraphs: The paragraphs to read. None reads all of them.
    """
    pieces: list[Piece] = []
    owners: list[int] = []
    chosen = document.paragraphs if paragraphs is None else paragraphs
    for index, paragraph in enumerate(chosen):
        found = tokeniser.pieces(document.text, paragraph)
        if found:
            end = paragraph.end
            found.append(Piece(tokeniser.separator, end, end, Shape.OTHER))
            pieces += found
            owners += [index] * len(found)
    starts = np.array([piece.start for piece in pieces], dtype=np.int64)
    numbers = np.array([piece.number for piece in pieces], dtype=np.int64)
    joined = tokeniser.continues[numbers]
    for word in _PIECEMEAL.finditer(document.text):
        low, high = np.searchsorted(starts, word.span())
        joined[low + 1 : high] = True
    return PieceSequence(
        numbers=numbers,
        starts=starts,
        ends=np.array([piece.end for piece in pieces], dtype=np.int64),
        shapes=np.array([piece.shape for piece in pieces], dtype=np.int64),
        places=_places(document, quoted_spans)[starts],
        paragraphs=np.array(owners, dtype=np.int64),
        joined=joined,
    )


def _places(document: Document, quoted_spans: Sequence[QuotedSpan]) -> Numbers:
    """Return the place of every character of the text, and one for its end."""
    places = np.full(len(document.text) + 1, MarkPlace.OUTSIDE, dtype=np.int64)
    for quoted_span in sorted(quoted_spans, key=lambda quoted_span: quoted_span.depth):
        inner, outer = quoted_span.inner, quoted_span.outer
        if quoted_span.depth:
            inside = MarkPlace.NESTED
        else:
            inside = MarkPlace.INSIDE if quoted_span.closed else MarkPlace.UNCLOSED
        places[inner.start : inner.end] = inside
        if not quoted_span.depth:
            places[outer.start : inner.start] = MarkPlace.OPENING
            places[inner.end : outer.end] = MarkPlace.CLOSING
    for paragraph in document.paragraphs:
        places[paragraph.end] = MarkPlace.OUTSIDE
    return places
