"""Cut the draft and its sources into pieces, so that a proof can mark and link their words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_WHOLE_BELOW = 20_000
_AROUND = 400
"""Characters that are shown before and after a passage of a long source."""


@dataclass(frozen=True, slots=True, order=True)
class PaneMark:
    """Words of a text that a verdict is about."""

    start: int
    end: int
    anchor: str
    """The id under which the page finds them. Only the first mark with an anchor gets it."""
    number: int
    """The number of the quotation."""
    verdict: str


@dataclass(frozen=True, slots=True)
class PanePiece:
    """A piece of a text. All pieces joined are what is shown of the text."""

    text: str
    mark: PaneMark | None = None
    """The shortest mark that covers it."""
    anchors: tuple[str, ...] = ()
    """The anchors of marks that begin here."""
    skips: bool = False
    """Whether a part of the text before it is not shown."""


def cut_pane(text: str, marks: Sequence[PaneMark]) -> list[PanePiece]:
    """Return the pieces of a text. Of a long text only what is around its marks is shown."""
    anchored: dict[str, PaneMark] = {}
    for mark in sorted(marks):
        anchored.setdefault(mark.anchor, mark)
    begins: dict[int, list[str]] = {}
    for anchor, mark in anchored.items():
        begins.setdefault(mark.start, []).append(anchor)
    pieces: list[PanePiece] = []
    at = 0
    for start, end in _windows(text, marks):
        pieces += _pieces(text, start, end, marks, begins, skips=start > at)
        at = end
    if at < len(text):
        pieces.append(PanePiece("", skips=True))
    return pieces


def _windows(text: str, marks: Sequence[PaneMark]) -> Iterator[tuple[int, int]]:
    """Yield the parts of a text that are shown, in order. They end at the ends of lines."""
    if len(text) <= _WHOLE_BELOW:
        yield 0, len(text)
        return
    begun: tuple[int, int] | None = None
    for mark in sorted(marks):
        start = text.rfind("\n", 0, max(mark.start - _AROUND, 0)) + 1
        line_end = text.find("\n", min(mark.end + _AROUND, len(text)))
        end = len(text) if line_end < 0 else line_end
        if begun and start <= begun[1]:
            begun = begun[0], max(begun[1], end)
        else:
            if begun:
                yield begun
            begun = start, end
    if begun:
        yield begun


def _pieces(
    text: str,
    start: int,
    end: int,
    marks: Sequence[PaneMark],
    begins: dict[int, list[str]],
    *,
    skips: bool,
) -> Iterator[PanePiece]:
    inside = [mark for mark in marks if mark.start < end and mark.end > start]
    edges = {edge for mark in inside for edge in (mark.start, mark.end)}
    cuts = sorted({start, end, *(edge for edge in edges if start < edge < end)})
    for here, there in pairwise(cuts):
        over = [mark for mark in inside if mark.start <= here and mark.end >= there]
        yield PanePiece(
            text[here:there],
            mark=min(over, key=lambda mark: (mark.end - mark.start, mark), default=None),
            anchors=tuple(begins.get(here, ())),
            skips=skips and here == start,
        )
