"""Gather the mentions of a text while it is searched for names: no two of them overlap."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from service.speakers.mentions.mention import LONGEST, EntityType, Mention, read_mention
from service.speakers.names.layout import TextLayout
from service.text.spans import Span


@dataclass(slots=True)
class MentionSet:
    """The mentions found so far, and their spans in the order of the text."""

    layout: TextLayout
    by_span: dict[Span, Mention] = field(default_factory=dict)
    taken: list[Span] = field(default_factory=list)

    def add(self, span: Span, entity_type: EntityType) -> None:
        """Add a mention that follows all others; drop the last one where this one contains it."""
        last = self.taken[-1] if self.taken else None
        if last and span.contains(last) and span != last:
            self.remove(last)
        self._add_free(span, entity_type, self.taken[-1:], 0)

    def add_person(self, span: Span, *, known_from: int = 0) -> None:
        """Add a person anywhere in the text, unless another mention overlaps the span."""
        self.add_anywhere(span, EntityType.PERSON, known_from=known_from)

    def add_anywhere(self, span: Span, entity_type: EntityType, *, known_from: int = 0) -> None:
        """Add a mention anywhere in the text, unless another mention overlaps the span."""
        near = self.taken[self._index(span.start - LONGEST) : self._index(span.end)]
        self._add_free(span, entity_type, near, known_from)

    def add_body(self, span: Span, name: str) -> None:
        """Add a body whose name differs from the words of its span: it lacks an acronym."""
        self.add_anywhere(span, EntityType.ORGANIZATION)
        if span in self.by_span and name != span.of(self.layout.text):
            self.rename(span, name)

    def replace_within(self, span: Span, entity_type: EntityType) -> None:
        """Add a mention in place of those that its span holds."""
        near = self.taken[self._index(span.start) : self._index(span.end)]
        for other in [other for other in near if span.contains(other)]:
            self.remove(other)
        self.add_anywhere(span, entity_type)

    def rename(self, span: Span, name: str, *, subject: bool = False) -> None:
        """Give a mention a name other than the words of its span.

        Args:
            span: The span of the mention.
            name: The name.
            subject: Whether a possessive after it is a part of the name: "Sainsbury's said".
        """
        mention = self.by_span[span]
        owns = mention.possessive and not subject
        self.by_span[span] = replace(mention, whole=name, possessive=owns)

    def add_after_office(self, span: Span) -> None:
        """Add a person that follows all others; a field of the office may have taken its words."""
        if self.taken and self.taken[-1].overlaps(span):
            self.remove(self.taken[-1])
        self.add(span, EntityType.PERSON)

    def remove(self, span: Span) -> None:
        """Remove a mention."""
        del self.by_span[span]
        del self.taken[bisect_left(self.taken, span)]

    def change_type(self, span: Span, entity_type: EntityType) -> None:
        """Give a mention another type."""
        self.by_span[span] = replace(self.by_span[span], entity_type=entity_type)

    def _add_free(
        self, span: Span, entity_type: EntityType, near: Sequence[Span], known_from: int
    ) -> None:
        if any(other.overlaps(span) for other in near):
            return
        mention = read_mention(self.layout, span, entity_type)
        if mention:
            known_from = max(known_from, mention.span.start)
            self.by_span[mention.span] = replace(mention, known_from=known_from)
            insort(self.taken, mention.span)

    def _index(self, offset: int) -> int:
        """Return how many mentions begin before an offset."""
        return bisect_left(self.taken, offset, key=lambda span: span.start)
