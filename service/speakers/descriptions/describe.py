"""Describe a speaker: the words beside the best printing of the name."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import islice

from service.speakers.coreference.entity import Entity
from service.speakers.descriptions.after_name import words_after
from service.speakers.descriptions.before_name import (
    apposition_before,
    opening_title,
    plural_title_before,
    title_before,
)
from service.speakers.descriptions.patterns import WEAK_TITLES
from service.speakers.mentions.mention import EntityType, Mention
from service.speakers.names.layout import TextLayout
from service.speakers.names.lexicon import fold_word
from service.text.spans import Span

_MOST_PRINTINGS = 40
"""How many printings of one name are read, so that the cost stays linear."""


class _Rank(IntEnum):
    """How good a description is. Of two as good the earlier one is taken."""

    NONE = 0
    HEADLINE = 1
    LITTLE = 2
    """A title such as "Dr.", a body alone, or a relative clause."""
    FULL = 3


@dataclass(frozen=True, slots=True)
class _Found:
    spans: tuple[Span, ...]
    rank: _Rank


def describe_entity(layout: TextLayout, entity: Entity) -> tuple[Span, ...]:
    """Return the words that say who an entity is, beside one printing of its name.

    Names inside quotation marks are passed over, and so are words in marks: they are somebody's
    own. The result is empty where the text prints nothing beside the name.
    """
    if not entity.full_name or entity.entity_type in (EntityType.GROUP, EntityType.PLACE):
        return ()
    best = _Found((), _Rank.NONE)
    printed = sorted(entity.mentions, key=lambda mention: mention.span)
    ends = [0, *(mention.span.end for mention in printed)]
    starts = [*(mention.span.start for mention in printed[1:]), len(layout.text)]
    for mention, *between in islice(zip(printed, ends, starts, strict=False), _MOST_PRINTINGS):
        if mention.quoted:
            continue
        found = _beside(layout, mention, between=Span(*between))
        if found.rank > best.rank:
            best = found
        if best.rank is _Rank.FULL:
            break
    return best.spans


def _beside(layout: TextLayout, mention: Mention, *, between: Span) -> _Found:
    """Return what stands beside one printing of a name, between the printings around it."""
    text, name = layout.text, mention.span
    room = _room(layout, name, between)
    body = mention.entity_type is EntityType.ORGANIZATION
    title = None if body else _title(text, room, name)
    apposed = None
    if not body:
        apposed = apposition_before(
            text, room.start, Span(title.start if title else name.start, name.end)
        )
    after = words_after(text, name, room.end, titled=title is not None, body=body)
    spans = [apposed, title, after.seat, after.body, after.apposition]
    if not any(spans):
        spans = [after.clause]
    found = tuple(span for span in spans if span)
    strong = [apposed, after.seat, after.apposition, None if _is_weak(text, title) else title]
    if not found:
        return _Found((), _Rank.NONE)
    if layout.is_headline(name.start):
        return _Found(found, _Rank.HEADLINE)
    return _Found(found, _Rank.FULL if any(strong) else _Rank.LITTLE)


def _title(text: str, room: Span, name: Span) -> Span | None:
    return (
        title_before(text, room.start, name.start)
        or plural_title_before(text, room.start, name.start)
        or opening_title(text, room.start, name)
    )


def _is_weak(text: str, title: Span | None) -> bool:
    return title is None or fold_word(title.of(text)) in WEAK_TITLES


def _room(layout: TextLayout, name: Span, between: Span) -> Span:
    """Return the part of a name's paragraph around it that no quotation marks enclose."""
    paragraph = layout.paragraphs[layout.paragraph_at(name.start)]
    quoted: Sequence[Span] = layout.quoted
    after = bisect_right(quoted, name.start, key=lambda span: span.start)
    start, end = max(paragraph.start, between.start), min(paragraph.end, between.end)
    if after:
        start = max(start, quoted[after - 1].end)
    if after < len(quoted):
        end = min(end, quoted[after].start)
    return Span(min(start, name.start), max(end, name.end))
