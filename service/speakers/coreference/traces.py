"""The places where an article speaks of its members, in the order of the text."""

from __future__ import annotations

import re
from bisect import bisect_left

from service.speakers.coreference.entity import Member, Trace
from service.speakers.names.layout import Layout
from service.speakers.names.lexicon import plain, words
from service.text.spans import Span

_WORD_BEFORE = re.compile(r"([\w.’'-]+)[ \u00a0]+(?:[A-Z][\w.]*[ \u00a0]+){0,2}$")


class Traces:
    """Every trace that members have left, grown as the article is read."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._traces: list[Trace] = []
        self._subjects: set[int] = set()

    def add(self, member: Member, at: int, *, quoted: bool, possessive: bool, echo: bool) -> None:
        """A member and a place where the text speaks of it -> noted."""
        before = _WORD_BEFORE.search(self._layout.text, max(0, at - 60), at)
        governed = bool(before and plain(before.group(1)) in words("governors"))
        sentence = self._layout.sentence_at(at)
        first = not (quoted or possessive or governed) and sentence not in self._subjects
        if first:
            self._subjects.add(sentence)
        trace = Trace(
            at=at,
            member=member,
            sentence=sentence,
            paragraph=self._layout.paragraph_at(at),
            quoted=quoted,
            possessive=possessive,
            object=governed,
            subject=first,
            echo=echo,
        )
        place = bisect_left(self._traces, at, key=lambda other: other.at)
        self._traces.insert(place, trace)
        member.places.insert(bisect_left(member.places, at), at)

    def before(self, at: int, reach: int) -> list[Trace]:
        """An offset and a number -> so many traces before it, the nearest first."""
        end = bisect_left(self._traces, at, key=lambda trace: trace.at)
        return self._traces[max(0, end - reach) : end][::-1]

    def within(self, span: Span) -> list[Trace]:
        """A span -> the traces within it."""
        start = bisect_left(self._traces, span.start, key=lambda trace: trace.at)
        end = bisect_left(self._traces, span.end, key=lambda trace: trace.at)
        return self._traces[start:end]
