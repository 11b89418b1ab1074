"""Read posts and statements that are a paragraph of their own, without marks.

"Ada Quill posted on Friday:" or "This is from Ada Quill." introduces the next paragraph, which is
verbatim.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from service.extraction.cues import find_stance, load_verbs
from service.extraction.quotation import (
    Attribution,
    EntityLabel,
    NamedEntity,
    Reading,
    Stance,
)
from service.extraction.quoted_text.transcripts import Turn
from service.extraction.rules.patterns import CUE_BEFORE_COLON, HANDED_ON
from service.text.document import Document
from service.text.span_index import SpanIndex
from service.text.spans import Span

_LONGEST_CLAUSE = 120
"""No words between a cue and its colon, and none that hand on a post, are longer."""
_FEWEST_WORDS = 3
_LONGEST_NAME = 60
_NO_PROSE = re.compile(r"[\"“”‘'„«•▪◦‣·*>|+–—-]|\(?(?:\d{1,3}|[A-Za-z])[.)]\s")
_SPEAKS = (EntityLabel.PERSON, EntityLabel.ORGANIZATION)


def find_set_apart(document: Document, reading: Reading) -> tuple[Turn, ...]:
    """Return the paragraphs that the one before introduces, each as the turn of its speaker."""
    return tuple(_find(document, reading))


def _find(document: Document, reading: Reading) -> Iterator[Turn]:
    text = document.text
    stated = _StatedSources(reading.attributions)
    end = -1
    for number, paragraph in enumerate(document.paragraphs[1:]):
        lead = document.paragraphs[number]
        words = paragraph.of(text)
        if lead.end <= end or _NO_PROSE.match(words) or len(words.split()) < _FEWEST_WORDS:
            continue
        turn = _introduced(text, lead, paragraph, stated, reading.entities)
        source = None if turn else _handing_on(text, lead, reading.entities)
        if source:
            turn = Turn(source, (paragraph,))
        if turn:
            end = paragraph.end
            yield turn


class _StatedSources:
    """The sources of the cues that the engine found."""

    def __init__(self, attributions: Sequence[Attribution]) -> None:
        stated = [
            (span, each.source[0]) for each in attributions if each.source for span in each.cue
        ]
        self._cues = [span for span, _ in stated]
        self._sources = [source for _, source in stated]
        self._index = SpanIndex(self._cues)

    def of(self, cue: Span) -> Span | None:
        """Return the source of the first attribution whose cue holds this one, or None."""
        near = (
            number for number in self._index.overlapping(cue) if self._cues[number].contains(cue)
        )
        first = min(near, default=None)
        return None if first is None else self._sources[first]


def _introduced(
    text: str,
    lead: Span,
    paragraph: Span,
    stated: _StatedSources,
    entities: Sequence[NamedEntity],
) -> Turn | None:
    """Return the turn after a paragraph that ends with "posted on Friday:", or None.

    Args:
        text: The whole text.
        lead: The paragraph that may introduce the next one.
        paragraph: The next one.
        stated: The sources of the cues that the engine found.
        entities: The names in the text.
    """
    if text[lead.end - 1] != ":":
        return None
    start = max(lead.start, lead.end - _LONGEST_CLAUSE)
    for clause in CUE_BEFORE_COLON.finditer(text, start, lead.end):
        cue, word = Span(*clause.span("cue")), clause["cue"].lower()
        if word not in load_verbs() or find_stance(word) is not Stance.SPEECH:
            continue
        before = Span(lead.start, cue.start)
        source = stated.of(cue) or _subject(text, before, entities)
        return Turn(source, (paragraph,), cue=(cue,)) if source else None
    return None


def _subject(text: str, before: Span, entities: Sequence[NamedEntity]) -> Span | None:
    """Return the last name before a cue, up to the cue if no clause is between them."""
    name = _last_name(before, entities)
    rest = Span(name.start, before.end).trimmed(text) if name else None
    return rest if rest and len(rest) <= _LONGEST_NAME and "," not in rest.of(text) else name


def _handing_on(text: str, lead: Span, entities: Sequence[NamedEntity]) -> Span | None:
    """Return the source of a paragraph that ends with "This is from Ada Quill.", or None."""
    start = max(lead.start, lead.end - _LONGEST_CLAUSE)
    handed = HANDED_ON.search(text, start, lead.end)
    if not handed or (handed.start() > lead.start and start > lead.start):
        return None
    who = Span(*handed.span("who"))
    return who if _last_name(who, entities) else None


def _last_name(span: Span, entities: Sequence[NamedEntity]) -> Span | None:
    """Return the last name of a person or an organisation within a span, or None."""
    first = bisect_left(entities, span.start, key=lambda entity: entity.span.start)
    end = bisect_right(entities, span.end, key=lambda entity: entity.span.end)
    names = [entity.span for entity in entities[first:end] if entity.label in _SPEAKS]
    return names[-1] if names else None
