"""What stands right around a stretch -> who it is said by, where an engine looked farther away.

"Both sites pulled what Ada Quill described as a “piece of history”": whoever the sentence is about,
the words are hers. So are those of a paragraph that is one stretch, with "- Ada Quill" below it, or
"QUILL:" in it. And such a paragraph of whole sentences was said, whether anybody is named or not.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import accumulate

from service.extraction.cues import forms_of, load_lines
from service.extraction.quotation import Attribution, Entity, EntityLabel, Stretch
from service.text.document import Document
from service.text.spans import Span

_CONFIDENCE = 0.8
_UNSURE = 0.5
_SENTENCES = 8
"""Words of a paragraph from which on it is no title or caption in marks."""
_STOPS = ".!?…"
_FAR = 120
"""How far before a stretch its frame may begin."""
_PRONOUN = re.compile(r"\b(?:he|she|they)$", re.IGNORECASE)
_SPEAKS = (EntityLabel.PERSON, EntityLabel.ORGANIZATION)
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
    entities: Sequence[Entity],
    stretches: Sequence[Stretch],
) -> list[Attribution]:
    """Attributions -> the same, but what a frame or a name gives to another is that one's."""
    outermost = [stretch for stretch in stretches if not stretch.depth]
    alone = _alone(document, outermost)
    framed: dict[Span, Attribution] = {}
    for stretch in outermost:
        found = _framed(document.text, stretch, entities)
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


def _framed(text: str, stretch: Stretch, entities: Sequence[Entity]) -> Attribution | None:
    """A stretch -> the attribution of the words right before it, if they are a frame."""
    end = stretch.outer.start
    start = max(0, end - _FAR)
    for match in (_described().search(text, start, end), _concluded().search(text, start, end)):
        source = _source(text, match.start(), entities) if match else None
        if match and source:
            cue = Span(*match.span("cue"))
            return Attribution((stretch.outer,), (cue,), (source,), _CONFIDENCE)
    return None


def _source(text: str, end: int, entities: Sequence[Entity]) -> Span | None:
    """Where a frame begins -> the name or the pronoun right before it."""
    before = bisect_left(entities, end, key=lambda entity: entity.span.end)
    if before < len(entities) and entities[before].span.end == end:
        entity = entities[before]
        return entity.span if entity.label in _SPEAKS else None
    pronoun = _PRONOUN.search(text, max(0, end - 10), end)
    return Span(*pronoun.span()) if pronoun else None


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
        return Attribution((content,), (cue,), (source,), _CONFIDENCE)
    below = document.paragraphs[number + 1 : number + 2]
    signature = _SIGNATURE.fullmatch(document.text, below[0].start, below[0].end) if below else None
    if signature:
        source = Span(*signature.span("name"))
        return Attribution((stretch.outer,), (), (source,), _CONFIDENCE)
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
        bare = _trimmed(text, piece)
        near = bisect_right(taken, bare.start, key=lambda stretch: stretch.start) - 1
        return near >= 0 and taken[near].contains(bare)

    content = tuple(piece for piece in attribution.content if not is_taken(piece))
    return replace(attribution, content=content)


def _trimmed(text: str, span: Span) -> Span:
    start, end = span.start, span.end
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return Span(start, end)


@cache
def _described() -> re.Pattern[str]:
    """What may stand between a name and a stretch: "described the sale as a", "slammed as"."""
    # "The brand pitched as" has a noun: only forms that are a verb's alone.
    verbs = load_lines("describing")
    forms = "|".join(sorted({form for verb in verbs for form in forms_of(verb)} - verbs))
    return re.compile(
        rf"(?:\s(?:has|had|have|once|also|later|\w+ly))*\s(?P<cue>{forms})"
        r"(?:\s(?!as\b)[\w’'-]+){0,5}?\sas(?:\s(?:an?|the|his|her|their|its|being|\w+ly))*\s*$"
    )


@cache
def _concluded() -> re.Pattern[str]:
    """What may stand between a name and a stretch: "'s conclusion that the pier was"."""
    nouns = "|".join(sorted(load_lines("that_nouns")))
    return re.compile(rf"['’]s?\s(?:\w+\s){{0,2}}?(?P<cue>{nouns})\sthat(?:\s[\w’'-]+){{1,8}}?\s*$")
