"""Two that are named in one breath: a pronoun after "Roe and Bo argued" tells neither apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from service.speakers.coreference.entities import Cast
from service.speakers.coreference.entity import Member, Trace
from service.speakers.coreference.salience import REACH
from service.speakers.mentions.mention import Sort
from service.text.spans import Span

_AND = re.compile(r",?\s+(?:and|&|or)\s+(?:the\s+|his\s+|her\s+)?(?:[A-Z][\w.]*\s+){0,3}")


def is_one_of_two(cast: Cast, member: Member, *, at: int, content: Sequence[Span] = ()) -> bool:
    """A cast, whom a pronoun is taken for, its place -> whether another fits it just as well.

    That one is of the same gender and was last named beside him ("Roe and Bo argued"), the text
    has spoken of both as often and let neither speak, and the words themselves name neither.
    """
    latest: dict[int, Trace] = {}
    for trace in cast.traces.before(at, REACH):
        latest.setdefault(trace.member.number, trace)
    own = latest.get(member.number)
    if own is None or member.sort is not Sort.PERSON or own.echo:
        return False
    told = {number for number, _ in cast.speakers_before(at)}
    named = {trace.member.number for span in content for trace in cast.traces.within(span)}
    rivals = [
        trace.member
        for trace in latest.values()
        if trace.member is not member
        and trace.sentence == own.sentence
        and _fits_alike(trace, own, at)
        and _are_joined(cast, own, trace)
    ]
    return any(not {member.number, rival.number} & (told | named) for rival in rivals)


def _fits_alike(trace: Trace, own: Trace, at: int) -> bool:
    rival, member = trace.member, own.member
    return (
        rival.sort is Sort.PERSON
        and not (trace.echo or trace.possessive or own.possessive)
        and rival.gender is member.gender
        and rival.count_before(at) == member.count_before(at)
    )


def _are_joined(cast: Cast, *traces: Trace) -> bool:
    """Whether nothing but "and" and titles part the names that stand at traces."""
    spans = [
        next((m.span for m in reversed(trace.member.mentions) if m.span.start == trace.at), None)
        for trace in sorted(traces, key=lambda trace: trace.at)
    ]
    return all(
        one is not None
        and other is not None
        and _AND.fullmatch(cast.layout.text, one.end, other.start)
        for one, other in pairwise(spans)
    )
