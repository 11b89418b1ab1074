"""A document -> one flat sequence of word pieces with the features that the encoder reads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from service.extraction.model.runs import Run
from service.extraction.model.tokeniser import Piece, Shape, Tokeniser
from service.extraction.quotation import Stretch
from service.text.document import Document
from service.text.spans import Span

Numbers = NDArray[np.int64]

_PIECEMEAL = re.compile(r"\b(?:[A-Za-z]\.){2,}|\b[0-9]+(?:[.,][0-9]+)+")
"""Words that hold punctuation: "U.S.", "3.5"."""


class Place(IntEnum):
    """Where a piece stands with regard to quotation marks."""

    OUTSIDE = 0
    INSIDE = 1
    NESTED = 2
    OPENING = 3
    CLOSING = 4
    UNCLOSED = 5


@dataclass(frozen=True, slots=True)
class PieceSequence:
    """The pieces of whole paragraphs in the order of the text, a separator after each paragraph."""

    numbers: Numbers
    starts: Numbers
    ends: Numbers
    shapes: Numbers
    places: Numbers
    paragraphs: Numbers
    """Which paragraph a piece belongs to; the separator after a paragraph belongs to it."""
    joined: NDArray[np.bool_]
    """Whether a piece goes on the word of the piece before it."""

    def __len__(self) -> int:
        return len(self.numbers)

    def locate(self, span: Span) -> Run:
        """A span of the text -> the pieces that share a character with it."""
        start = int(np.searchsorted(self.ends, span.start, side="right"))
        end = int(np.searchsorted(self.starts, span.end, side="left"))
        return Run(start, max(start, end))

    def span(self, run: Run) -> Span:
        """Pieces, at least one -> where their words stand; a word is never cut.

        A quotation mark at either end goes, if its partner is not among the pieces.
        """
        start, end = run.start, run.end
        places = self.places[start:end].tolist()
        if len(places) > 1 and places[0] == Place.OPENING and Place.CLOSING not in places:
            start += 1
        if end - start > 1 and places[-1] == Place.CLOSING and Place.OPENING not in places:
            end -= 1
        while end - start > 1 and self.places[start] == Place.CLOSING:
            start += 1
        while end - start > 1 and self.places[end - 1] == Place.OPENING:
            end -= 1
        while start and self.joined[start]:
            start -= 1
        while end < len(self) and self.joined[end]:
            end += 1
        return Span(int(self.starts[start]), int(self.ends[end - 1]))


def read_sequence(
    document: Document,
    stretches: Sequence[Stretch],
    tokeniser: Tokeniser,
    *,
    paragraphs: Sequence[Span] | None = None,
) -> PieceSequence:
    """A document and its quoted stretches -> the pieces of its paragraphs (or of those given)."""
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
        places=_places(document, stretches)[starts],
        paragraphs=np.array(owners, dtype=np.int64),
        joined=joined,
    )


def _places(document: Document, stretches: Sequence[Stretch]) -> Numbers:
    """A document and its stretches -> the place of every character, and of the text's end."""
    places = np.full(len(document.text) + 1, Place.OUTSIDE, dtype=np.int64)
    for stretch in sorted(stretches, key=lambda stretch: stretch.depth):
        inner, outer = stretch.inner, stretch.outer
        if stretch.depth:
            inside = Place.NESTED
        else:
            inside = Place.INSIDE if stretch.closed else Place.UNCLOSED
        places[inner.start : inner.end] = inside
        if not stretch.depth:
            places[outer.start : inner.start] = Place.OPENING
            places[inner.end : outer.end] = Place.CLOSING
    for paragraph in document.paragraphs:
        places[paragraph.end] = Place.OUTSIDE
    return places
