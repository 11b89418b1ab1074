"""Relays: who passed on words that somebody else spoke."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from service.extraction.quotation import Quotation
from service.speakers.coreference.descriptions import last_outlet
from service.speakers.coreference.entities import Cast
from service.speakers.coreference.entity import Member, is_named_outlet
from service.speakers.names.lexicon import plain, words
from service.speakers.names.person_names import WORD
from service.speakers.sources.nested_sources import quoting_before
from service.text.spans import Span

_ACCORDING = re.compile(r"[\s,”\"]*(?:[a-z]+,?\s+){0,3}according\s+to\s+(?:the\s+)?", re.IGNORECASE)
_TOLD = re.compile(r"\s*(?:has\s+|had\s+)?(?:told|tells)\s+(?:the\s+)?", re.IGNORECASE)
_QUOTED_BY = re.compile(
    r"\s+(?:is|are|was|were|has\s+been|had\s+been)\s+(?:\w+ly\s+)?(?:quoted|cited)"
    r"(?:\s+as\s+\w+ing)?\s+(?:by|in)\s+(?:the\s+)?",
    re.IGNORECASE,
)


def relay_of(
    cast: Cast,
    quotations: Sequence[Quotation],
    speakers: Mapping[int, tuple[Member, ...]],
    number: int,
    outer: Sequence[Span] = (),
) -> Member | None:
    """A cast, quotations, who spoke them and the number of one -> who passed its words on.

    That is whoever quotes the speaker as saying it (outer, where such a source was found), whoever
    said a sentence in which somebody else says it ("Roe said that Bo told her ..."), the body it is
    given on the authority of ("she said, according to Acme News"), or the news organisation it was
    told to.
    """
    own = quotations[number]
    if outer:
        return _unless_same(_relayer(cast, outer[-1]), speakers.get(number, ()))
    whole = _hull([*own.source, *own.content])
    if whole is None or not own.source:
        return None
    for other in range(number - 1, max(-1, number - 6), -1):
        held = _hull(quotations[other].content)
        if held and held.contains(whole) and speakers.get(other):
            return _unless_same(speakers[other][0], speakers.get(number, ()))
    quoting = quoting_before(cast.layout, own.source[-1])
    if quoting is not None:
        return _unless_same(
            _relayer(cast, Span(max(0, quoting - 60), quoting)), speakers.get(number, ())
        )
    ends = [span.end for span in (*own.content, *own.source, *own.cue)]
    for pattern, at in (
        (_ACCORDING, max(ends)),
        (_TOLD, own.source[-1].end),
        (_QUOTED_BY, own.source[-1].end),
    ):
        found = pattern.match(cast.layout.text, at)
        member = _named_at(cast, found.end()) if found else None
        if member and (pattern is _ACCORDING or is_named_outlet(member)):
            return _unless_same(member, speakers.get(number, ()))
    return None


def _hull(spans: Sequence[Span]) -> Span | None:
    if not spans:
        return None
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def _relayer(cast: Cast, source: Span) -> Member | None:
    """Whom the source of words names that another spoke: the last name in it, or "the paper"."""
    last = WORD.findall(cast.layout.text, source.start, source.end)[-1:]
    if last and plain(last[0]) in words("press_nouns"):
        outlet = last_outlet(cast, source.start)
        return outlet.member if outlet else None
    sentence = cast.layout.sentence_at(source.end)
    for trace in reversed(cast.traces.within(source)):
        owner = trace.possessive and not is_named_outlet(trace.member)
        if trace.sentence == sentence and not trace.echo and not owner:
            return trace.member
    return None


def _named_at(cast: Cast, at: int) -> Member | None:
    return next((trace.member for trace in cast.traces.within(Span(max(0, at - 4), at + 1))), None)


def _unless_same(member: Member | None, spoke: Sequence[Member]) -> Member | None:
    return None if member is None or member in spoke or not member.printed else member
