"""The places where an article speaks of its members, in the order of the text."""

from __future__ import annotations

import re
from bisect import bisect_left

from service.speakers.coreference.entity import Entity, Position
from service.speakers.names.layout import TextLayout
from service.speakers.names.lexicon import fold_word, word_set
from service.text.spans import Span

_WORD_BEFORE = re.compile(r"([\w.’'-]+)[ \u00a0]+(?:[A-Z][\w.]*[ \u00a0]+){0,2}$")


class Positions:
    """Every trace that members have left, grown as the article is read."""

    def __init__(self, layout: TextLayout) -> None:
        self._layout = layout
        self._traces: list[Position] = []
        self._subjects: set[int] = set()

    def add(
        self, entity: Entity, offset: int, *, quoted: bool, possessive: bool, is_anaphor: bool
    ) -> None:
        """A member and a place where the text speaks of it -> noted."""
        before = _WORD_BEFORE.search(self._layout.text, max(0, offset - 60), offset)
        governed = bool(before and fold_word(before.group(1)) in word_set("governing_words"))
        sentence = self._layout.sentence_at(offset)
        first = not (quoted or possessive or governed) and sentence not in self._subjects
        if first:
            self._subjects.add(sentence)
        position = Position(
            offset=offset,
            entity=entity,
            sentence=sentence,
            paragraph=self._layout.paragraph_at(offset),
            quoted=quoted,
            possessive=possessive,
            object=governed,
            subject=first,
            is_anaphor=is_anaphor,
        )
        place = bisect_left(self._traces, offset, key=lambda other: other.offset)
        self._traces.insert(place, position)
        entity.offsets.insert(bisect_left(entity.offsets, offset), offset)

    def before(self, offset: int, reach: int) -> list[Position]:
        """An offset and a number -> so many traces before it, the nearest first."""
        end = bisect_left(self._traces, offset, key=lambda position: position.offset)
        return self._traces[max(0, end - reach) : end][::-1]

    def within(self, span: Span) -> list[Position]:
        """A span -> the traces within it."""
        start = bisect_left(self._traces, span.start, key=lambda position: position.offset)
        end = bisect_left(self._traces, span.end, key=lambda position: position.offset)
        return self._traces[start:end]
