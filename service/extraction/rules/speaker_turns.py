"""Split attributions that mix two speakers.

A source never continues over the end of a sentence, and content never continues over the clause of
another speaker.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from service.extraction.cues import load_lines, load_verbs
from service.extraction.quotation import Attribution, EntityLabel, NamedEntity
from service.extraction.quoted_text.bylines import SignatureStyle, find_signature
from service.extraction.rules.patterns import REPORTER
from service.text.sentences import find_sentence_ends
from service.text.spans import Span

_ABBREVIATED = load_lines("abbreviations")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_MARK = 4
"""The question mark and the marks after it are within this many characters."""
_SPEAKS = (EntityLabel.PERSON, EntityLabel.ORGANIZATION)


def cut_source_to_sentence(text: str, attribution: Attribution) -> Attribution:
    """Return the attribution with its source cut to the sentence nearest to the cue."""
    if len(attribution.source) != 1:
        return attribution
    (source,) = attribution.source
    ends = [source.start, *find_sentence_ends(text, source, abbreviations=_ABBREVIATED), source.end]
    if len(ends) == 2:
        return attribution
    anchor = (attribution.cue or attribution.content)[0]
    parts = [Span(start, end) for start, end in pairwise(ends)]
    nearest = parts[-1] if source.end <= anchor.start else parts[0]
    words = nearest.of(text).rstrip(" \t\xa0.!?”\"’')")
    return replace(attribution, source=(Span(nearest.start, nearest.start + len(words)),))


def split_speakers(
    text: str, attribution: Attribution, entities: Sequence[NamedEntity]
) -> list[Attribution]:
    """Return the attribution without the words of other speakers, and those as attributions.

    Between two parts of one speaker's words there is only that speaker's clause: not "B replied",
    not "I asked", and no sentence that begins with another name.
    """
    parts = sorted(attribution.content)
    groups = [[parts[0]]]
    for part in parts[1:]:
        gap = Span(groups[-1][-1].end, max(groups[-1][-1].end, part.start))
        if _has_other_speaker(text, gap, attribution, entities):
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
        else _of_other_speaker(text, group, attribution, entities)
        for group in groups
    ]


def _has_other_speaker(
    text: str, gap: Span, attribution: Attribution, entities: Sequence[NamedEntity]
) -> bool:
    if find_signature(text, gap, style=SignatureStyle.BEFORE_NEW_LINE):
        return True  # it signs the words before it, and others follow
    mine = [span for span in attribution.cue + attribution.source if gap.contains(span)]
    named = _named_in(gap, entities)
    if not mine:
        if _reporters(text, gap.start):
            return True
        words = (word.group().lower() for word in _WORD.finditer(text, gap.start, gap.end))
        return bool(named) and any(word in load_verbs() for word in words)
    after = Span(max(span.end for span in mine), gap.end)
    rest = Span(max(gap.start, after.start - 20), gap.end)
    for end in find_sentence_ends(text, rest, abbreviations=_ABBREVIATED):
        for entity in named:
            if end == entity.span.start:
                speaker = {
                    word for span in attribution.source for word in _WORD.findall(span.of(text))
                }
                return not speaker & set(_WORD.findall(entity.span.of(text)))
    return False


def _of_other_speaker(
    text: str, group: Sequence[Span], attribution: Attribution, entities: Sequence[NamedEntity]
) -> Attribution:
    """Return the parts as an attribution to B, if "said B" or "B said" follows them."""
    alone = replace(attribution, content=tuple(group), cue=(), source=())
    end = group[-1].end
    reporters = _reporters(text, end)
    if reporters:
        asked, asking = Span(*reporters.span("cue")), Span(*reporters.span("source"))
        return replace(alone, cue=(asked,), source=(asking,))
    for entity in _named_in(Span(end, end + 80), entities):
        before = list(_WORD.finditer(text, end, entity.span.start))
        behind = _WORD.match(text, min(entity.span.end + 1, len(text)))
        if before and before[0].group().lower() in load_verbs():
            source = Span(before[1].start() if before[1:] else entity.span.start, entity.span.end)
            one_sentence = not find_sentence_ends(text, source, abbreviations=_ABBREVIATED)
            return replace(
                alone,
                cue=(Span(*before[0].span()),),
                source=(source if one_sentence else entity.span,),
            )
        if not before and behind and behind.group().lower() in load_verbs():
            return replace(alone, cue=(Span(*behind.span()),), source=(entity.span,))
        break
    return alone


def _reporters(text: str, end: int) -> re.Match[str] | None:
    """Return the clause "I asked" after a part of content that ends as a question, or None."""
    if not text[max(0, end - _MARK) : end].rstrip("”\"’' ").endswith("?"):
        return None
    clause = REPORTER.match(text, end)
    return clause if clause and clause["cue"] in load_verbs() else None


def _named_in(span: Span, entities: Sequence[NamedEntity]) -> list[NamedEntity]:
    first = bisect_left(entities, span.start, key=lambda entity: entity.span.start)
    end = bisect_left(entities, span.end, key=lambda entity: entity.span.start)
    return [entity for entity in entities[first:end] if entity.label in _SPEAKS]


def _distance(span: Span, anchor: Span) -> int:
    return max(anchor.start - span.end, span.start - anchor.end)
