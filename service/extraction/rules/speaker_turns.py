"""Whose turn it is: no source runs over the end of a sentence, and a cue reaches over no other."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from service.extraction.cues import load_lines, load_verbs
from service.extraction.quotation import Attribution, EntityLabel, NamedEntity
from service.text.spans import Span

_STOP = re.compile(r"(?P<word>[^\W\d_]{2,})[.!?][”\"’')]?\s+(?=[A-Z“\"])")
_ABBREVIATED = load_lines("abbreviations")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SIGNED = re.compile(r"[\s”\"]*[—–―][ \t\u00a0]*[A-Z][^\n“”\"]{2,60}\n")
"""A dash and a name that end a line sign what stands before them, not what comes after."""
_REPORTER = re.compile(
    r"[ \t\u00a0”\"’']*(?P<source>I|[Ww]e)(?:['’]d| had)?(?: [a-z]+ly)? (?P<cue>[a-z]+)\b"
)
"""Behind a question the interviewer's own clause: "I asked her"."""
_MARK = 4
_SPEAKS = (EntityLabel.PERSON, EntityLabel.ORGANIZATION)


def in_one_sentence(text: str, attribution: Attribution) -> Attribution:
    """An attribution -> the same, its source cut to the sentence that is nearest to the cue."""
    if len(attribution.source) != 1:
        return attribution
    (source,) = attribution.source
    ends = [source.start, *_sentence_ends(text, source), source.end]
    if len(ends) == 2:
        return attribution
    anchor = (attribution.cue or attribution.content)[0]
    parts = [Span(start, end) for start, end in pairwise(ends)]
    nearest = parts[-1] if source.end <= anchor.start else parts[0]
    words = nearest.of(text).rstrip(" \t\xa0.!?”\"’')")
    return replace(attribution, source=(Span(nearest.start, nearest.start + len(words)),))


def take_turns(
    text: str, attribution: Attribution, entities: Sequence[NamedEntity]
) -> list[Attribution]:
    """An attribution -> the same without what another speaker said, and that by itself.

    Between two parts of what one person says stands that person's clause and no other's: not "B
    replied", nor "I asked", and no sentence that begins with somebody else's name.
    """
    parts = sorted(attribution.content)
    groups = [[parts[0]]]
    for part in parts[1:]:
        gap = Span(groups[-1][-1].end, max(groups[-1][-1].end, part.start))
        if _is_anothers(text, gap, attribution, entities):
            groups.append([part])
        else:
            groups[-1].append(part)
    if len(groups) == 1:
        return [attribution]
    anchor = (attribution.cue or attribution.source or attribution.content)[0]
    own = min(groups, key=lambda group: min(_distance(part, anchor) for part in group))
    return [
        replace(attribution, content=tuple(group))
        if group is own
        else _told(text, group, attribution, entities)
        for group in groups
    ]


def _sentence_ends(text: str, span: Span) -> list[int]:
    return [
        stop.end()
        for stop in _STOP.finditer(text, span.start, span.end)
        if stop["word"].lower() not in _ABBREVIATED
    ]


def _is_anothers(
    text: str, gap: Span, attribution: Attribution, entities: Sequence[NamedEntity]
) -> bool:
    if _SIGNED.match(text, gap.start, gap.end):
        return True
    mine = [span for span in attribution.cue + attribution.source if gap.contains(span)]
    named = _named_in(gap, entities)
    if not mine:
        if _reporters(text, gap.start):
            return True
        words = (word.group().lower() for word in _WORD.finditer(text, gap.start, gap.end))
        return bool(named) and any(word in load_verbs() for word in words)
    after = Span(max(span.end for span in mine), gap.end)
    for end in _sentence_ends(text, Span(max(gap.start, after.start - 20), gap.end)):
        for entity in named:
            if end == entity.span.start:
                spoke = {
                    word for span in attribution.source for word in _WORD.findall(span.of(text))
                }
                return not spoke & set(_WORD.findall(entity.span.of(text)))
    return False


def _told(
    text: str, group: Sequence[Span], attribution: Attribution, entities: Sequence[NamedEntity]
) -> Attribution:
    """Parts that another spoke -> an attribution to whom "said B" or "B said" behind them names."""
    alone = replace(attribution, content=tuple(group), cue=(), source=())
    end = group[-1].end
    reporters = _reporters(text, end)
    if reporters:
        asked, asking = Span(*reporters.span("cue")), Span(*reporters.span("source"))
        return replace(alone, cue=(asked,), source=(asking,))
    for entity in _named_in(Span(end, end + 80), entities):
        before = _WORD.findall(text[end : entity.span.start])
        behind = _WORD.match(text, min(entity.span.end + 1, len(text)))
        if len(before) == 1 and before[0].lower() in load_verbs():
            cue = text.index(before[0], end)
            return replace(alone, cue=(Span(cue, cue + len(before[0])),), source=(entity.span,))
        if not before and behind and behind.group().lower() in load_verbs():
            return replace(alone, cue=(Span(*behind.span()),), source=(entity.span,))
        break
    return alone


def _reporters(text: str, end: int) -> re.Match[str] | None:
    """Where a part of content ends -> the clause of who asked it, if it is a question."""
    if not text[max(0, end - _MARK) : end].rstrip("”\"’' ").endswith("?"):
        return None
    clause = _REPORTER.match(text, end)
    return clause if clause and clause["cue"] in load_verbs() else None


def _named_in(span: Span, entities: Sequence[NamedEntity]) -> list[NamedEntity]:
    first = bisect_left(entities, span.start, key=lambda entity: entity.span.start)
    found = []
    for entity in entities[first:]:
        if entity.span.start >= span.end:
            break
        if entity.label in _SPEAKS:
            found.append(entity)
    return found


def _distance(span: Span, anchor: Span) -> int:
    return max(anchor.start - span.end, span.start - anchor.end)
