"""Find who said a quotation whose paragraph has no clause: a name above, below or before it.

A page of readers' voices prints "Ada Quill, baker" on a line of its own and the words on the next
one. A list of names prints 'Ada Quill (Holm) on the ferry: “It is late.”'.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from service.extraction.cues import is_cue_word
from service.extraction.quotation import Attribution, EntityLabel, NamedEntity, QuotedSpan
from service.extraction.quoted_text.patterns import NAME_WITH_PARTICLES
from service.text.document import Document
from service.text.spans import Span

_SURE = 0.8
"""The confidence of an attribution by a name line."""
_LONGEST = 80
"""A longer line is no name with a trade."""
_LONGEST_LABEL = 160
_NAME_LINE = re.compile(
    rf"(?P<name>{NAME_WITH_PARTICLES})"
    r"(?:,[ \u00a0][^“”\".!?:;]{1,60}|[ \u00a0]\([^()]{1,40}\))?"
)
_LISTED = re.compile(
    rf"(?P<name>{NAME_WITH_PARTICLES})(?:[ \u00a0]?\([^()\n]{{1,40}}\))?"
    r"(?P<about>(?:,[ \u00a0]|[ \u00a0]on[ \u00a0])[^“”\"\n.!?:;]{1,120})?(?P<colon>:)[ \u00a0]+"
)
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class _NameLine:
    """A line that is a name beside a quotation, and the number of its paragraph."""

    number: int
    span: Span
    touches: bool
    """Whether no empty line is between it and the quotation."""


def find_name_lines(
    document: Document, alone: Mapping[Span, int], entities: Sequence[NamedEntity]
) -> dict[Span, Attribution]:
    """Return the attributions of quoted paragraphs to the line of a name above or below them.

    Args:
        document: The paragraphs of the story.
        alone: The quoted spans that are a paragraph, with the numbers of their paragraphs.
        entities: The names in the text.
    """
    lines = {
        outer: (
            _name_line(document, number, -1, entities),
            _name_line(document, number, 1, entities),
        )
        for outer, number in alone.items()
    }
    below = sum(_prefers(under, over) - _prefers(over, under) for over, under in lines.values()) > 0
    found: dict[Span, Attribution] = {}
    spoke: dict[int, Span] = {}
    for outer, number in sorted(alone.items()):
        over, under = lines[outer]
        line = under if below else over
        source = line.span if line else None if below else spoke.get(number - 1)
        if source:
            spoke[number] = source
            found[outer] = Attribution((outer,), (), (source,), _SURE)
    return found


def find_listed(
    document: Document, quoted_spans: Sequence[QuotedSpan], entities: Sequence[NamedEntity]
) -> Iterator[Attribution]:
    """Yield the attributions of paragraphs that are a name, a colon and one quoted span."""
    numbers = {paragraph.end: paragraph for paragraph in document.paragraphs}
    for quoted in quoted_spans:
        paragraph = numbers.get(quoted.outer.end)
        if paragraph is None or not 0 < quoted.outer.start - paragraph.start <= _LONGEST_LABEL:
            continue
        label = _LISTED.fullmatch(document.text, paragraph.start, quoted.outer.start)
        name = Span(*label.span("name")) if label else None
        if label and name and _is_person(name, entities):
            yield Attribution((quoted.outer,), (Span(*label.span("colon")),), (name,), _SURE)


def _name_line(
    document: Document, number: int, step: int, entities: Sequence[NamedEntity]
) -> _NameLine | None:
    """Return the line of a name right before (-1) or after (1) a paragraph, or None."""
    beside = number + step
    if not 0 <= beside < len(document.paragraphs):
        return None
    own, line = document.paragraphs[number], document.paragraphs[beside]
    if len(line) > _LONGEST:
        return None
    found = _NAME_LINE.fullmatch(document.text, line.start, line.end)
    if not found or any(is_cue_word(word) for word in _WORD.findall(line.of(document.text))):
        return None
    name = Span(*found.span("name"))
    gap = Span(own.end, line.start) if step > 0 else Span(line.end, own.start)
    touches = len(gap.of(document.text).splitlines()) <= 2
    if not _is_person(name, entities) and (name == line or not touches):
        return None
    return _NameLine(beside, line, touches)


def _prefers(one: _NameLine | None, other: _NameLine | None) -> bool:
    """Return whether a line is beside a quotation, or nearer than the one on the other side."""
    return one is not None and (other is None or (one.touches and not other.touches))


def _is_person(name: Span, entities: Sequence[NamedEntity]) -> bool:
    first = bisect_left(entities, name.start, key=lambda entity: entity.span.end)
    return any(
        entity.label is EntityLabel.PERSON and entity.span.overlaps(name)
        for entity in entities[first : first + 2]
    )
