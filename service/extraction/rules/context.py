"""What stands right around a stretch -> who it is said by, where an engine looked farther away.

"Both sites pulled what Ada Quill described as a “wreck”": whoever the sentence is about, the words
are hers. So are those of a paragraph that is one stretch, with "- Ada Quill" below it, or "QUILL:"
in it. And such a paragraph of whole sentences was said, whether anybody is named or not.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from service.extraction.quotation import Attribution, NamedEntity, Stretch
from service.extraction.rules.frames import FRAMED, framed_by
from service.text.document import Document
from service.text.spans import Span

_UNSURE = 0.5
_SENTENCES = 8
"""Words of a paragraph from which on it is no title or caption in marks."""
_STOPS = ".!?…"
_NAME = r"[^\W\d_a-z][\w.’'-]*?"
_SIGNATURE = re.compile(
    rf"\s*[—–―-]{{1,2}}\s*(?P<name>{_NAME}(?: (?:of|the|de|van|von|{_NAME})){{0,5}})"
    r"(?:,[^“”\"]{1,80})?[.]?\s*"
)
_LABEL = re.compile(r"\s*(?P<name>[A-Z][A-Z.’'-]{2,}(?: [A-Z][A-Z.’'-]*){0,3})(?P<cue>:)\s+")
_EDGES = " \t\xa0,;"


def frame(
    document: Document,
    attributions: Sequence[Attribution],
    entities: Sequence[NamedEntity],
    stretches: Sequence[Stretch],
) -> list[Attribution]:
    """Attributions -> the same, but what a frame or a name gives to another is that one's."""
    outermost = [stretch for stretch in stretches if not stretch.depth]
    alone = _alone(document, outermost)
    framed: dict[Span, Attribution] = {}
    for stretch in outermost:
        found = framed_by(document.text, stretch, entities)
        if stretch.outer in alone:
            found = _signed(document, stretch, alone[stretch.outer]) or found
        if found:
            framed[stretch.outer] = found
    claims = _Claims(attributions)
    new = {outer: each for outer, each in framed.items() if not claims.agree(outer, each)}
    taken = sorted(new)
    kept = (_without(document.text, each, taken) for each in attributions)
    told = [*(each for each in kept if each.content), *new.values()]
    return [*told, *_unclaimed(document.text, _Claims(told), outermost, alone)]


def _alone(document: Document, stretches: Sequence[Stretch]) -> dict[Span, int]:
    """Stretches -> those that are a paragraph, each with the number of its paragraph."""
    numbers = {paragraph: number for number, paragraph in enumerate(document.paragraphs)}
    return {each.outer: numbers[each.outer] for each in stretches if each.outer in numbers}


def _signed(document: Document, stretch: Stretch, number: int) -> Attribution | None:
    """A stretch that is a paragraph -> said by the label in it, or by the name below it."""
    label = _LABEL.match(document.text, stretch.inner.start, stretch.inner.end)
    if label and label.end() < stretch.inner.end:
        content = Span(label.end(), stretch.outer.end)
        cue, source = Span(*label.span("cue")), Span(*label.span("name"))
        return Attribution((content,), (cue,), (source,), FRAMED)
    below = document.paragraphs[number + 1 : number + 2]
    signature = _SIGNATURE.fullmatch(document.text, below[0].start, below[0].end) if below else None
    if signature:
        source = Span(*signature.span("name"))
        return Attribution((stretch.outer,), (), (source,), FRAMED)
    return None


def _unclaimed(
    text: str, claims: _Claims, stretches: Sequence[Stretch], alone: dict[Span, int]
) -> Iterator[Attribution]:
    """Stretches that are a paragraph of whole sentences and nobody's yet -> said, by whomever.

    Paragraphs in marks that follow one another go on with one speaker.
    """
    last: tuple[int, tuple[Span, ...]] = (-1, ())
    for stretch in stretches:
        number = alone.get(stretch.outer)
        if number is None:
            continue
        claimed = next(claims.on(stretch.outer), None)
        source = claimed if claimed is not None else last[1] if last[0] == number - 1 else ()
        last = (number, source)
        words = stretch.inner.of(text).strip()
        if claimed is not None or len(words.split()) < _SENTENCES:
            continue
        if words[0].isupper() and words[-1] in _STOPS:
            yield Attribution((stretch.outer,), (), source, _UNSURE)


class _Claims:
    """Attributions by where their content stands: only few can reach a stretch."""

    def __init__(self, attributions: Sequence[Attribution]) -> None:
        self._pieces = sorted(
            ((piece, each.source) for each in attributions for piece in each.content),
            key=lambda claim: claim[0],
        )
        self._reach = list(accumulate((piece.end for piece, _ in self._pieces), max))

    def on(self, stretch: Span) -> Iterator[tuple[Span, ...]]:
        """A stretch -> the sources of all content that overlaps it."""
        at = bisect_left(self._pieces, stretch.end, key=lambda claim: claim[0].start) - 1
        while at >= 0 and self._reach[at] > stretch.start:
            piece, source = self._pieces[at]
            if piece.overlaps(stretch):
                yield source
            at -= 1

    def agree(self, stretch: Span, framed: Attribution) -> bool:
        """What a frame says -> whether an engine gave the stretch to the same source already."""
        (source,) = framed.source
        return any(source.overlaps(span) for spans in self.on(stretch) for span in spans)


def _without(text: str, attribution: Attribution, taken: Sequence[Span]) -> Attribution:
    """An attribution -> without the pieces of content that are a stretch of somebody else's."""

    def is_taken(piece: Span) -> bool:
        bare = piece.trimmed(text, _EDGES)
        near = bisect_right(taken, bare.start, key=lambda stretch: stretch.start) - 1
        return near >= 0 and taken[near].contains(bare)

    content = tuple(piece for piece in attribution.content if not is_taken(piece))
    return replace(attribution, content=content)
