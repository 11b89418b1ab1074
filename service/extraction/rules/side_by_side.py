"""Separate the turns of speakers in one paragraph.

Marks that close and open again side by side are a change of speaker: '“When?” “In May,” said X.'
Without such a change, words right after a reporting clause belong to its speaker: '“A,” X said.
“B.” Y was not impressed. “C,” she said.'
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from itertools import pairwise

from service.extraction.quotation import Attribution, QuotedSpan
from service.text.document import Document
from service.text.sentences import ends_in_stop, follows_sentence
from service.text.spans import Span

_SURE = 0.7
"""The confidence of a turn whose speaker the alternation shows."""
_UNSURE = 0.5
"""The confidence of a turn whose speaker nothing shows."""
_MARKS = "\"”’'»)] "
_EDGES = " \t\xa0"
_BESIDE = re.compile(r"[ \t\xa0]+")
_CLAUSE_END = re.compile(r"[.][ \t\xa0]+")
_SENTENCE = re.compile(r"[ \t\xa0]+[^\W\d_a-z][^“”\"\n]*[.!?…][ \t\xa0]+")

Chain = list[QuotedSpan]


def separate_turns(
    document: Document, attributions: Sequence[Attribution], quoted_spans: Sequence[QuotedSpan]
) -> list[Attribution]:
    """Return the attributions, none with the words of two speakers' turns.

    In a run of turns the speakers alternate, back from the turn with a reporting clause.
    """
    text = document.text
    chains = list(_chains(document, [quoted for quoted in quoted_spans if not quoted.depth]))
    if not chains and len(attributions) < 2:
        return list(attributions)
    borders = sorted(quoted.outer.start for chain in chains for quoted in chain[1:])
    turns = {quoted.outer for chain in chains for quoted in chain}
    separated: list[Attribution] = []
    for attribution in attributions:
        separated.extend(_cut(text, attribution, borders, turns))
    separated = _with_second_halves(text, separated)
    return [*separated, *_alternating(document, separated, chains)]


def _chains(document: Document, outermost: Sequence[QuotedSpan]) -> Iterator[Chain]:
    """Yield the runs of quoted sentences with nothing but spaces between them."""
    chain: Chain = []
    starts = {paragraph.start for paragraph in document.paragraphs}
    for quoted in outermost:
        if chain and not _is_next_turn(document.text, chain[-1], quoted):
            if len(chain) > 1:
                yield chain
            chain = []
        # In 'on “Meet the Press.” “We tried,”' the first is a title.
        begin = quoted.outer.start
        if chain or begin in starts or follows_sentence(document.text, begin):
            chain.append(quoted)
    if len(chain) > 1:
        yield chain


def _is_next_turn(text: str, one: QuotedSpan, other: QuotedSpan) -> bool:
    gap = Span(one.outer.end, other.outer.start)
    if not one.closed or not _BESIDE.fullmatch(text, gap.start, gap.end):
        return False
    words = other.inner.of(text).lstrip()
    return ends_in_stop(one.inner.of(text).rstrip(_MARKS)) and not words[:1].islower()


def _cut(
    text: str, attribution: Attribution, borders: Sequence[int], turns: Set[Span]
) -> Iterator[Attribution]:
    """Yield the attribution with the last turn alone, if its reporting clause follows that one.

    The other turns are left out. Words before them are yielded without a speaker.
    """
    groups: list[list[Span]] = [[]]
    for part in sorted(attribution.content):
        start = part.start
        for border in _between(borders, part):
            before = Span(start, border).trimmed(text, _EDGES)
            groups[-1].extend([before] if before else [])
            groups.append([])
            start = border
        groups[-1].append(Span(start, part.end))
    clause = (*attribution.cue, *attribution.source)
    last = groups.pop()
    if not groups or not clause or clause[0].start < last[-1].end:
        yield attribution
        return
    yield replace(attribution, content=tuple(last))
    for group in groups:
        content = tuple(part for part in group if part not in turns)
        if content:
            yield replace(attribution, content=content, cue=(), source=())


def _between(borders: Sequence[int], part: Span) -> Sequence[int]:
    """Return the borders within a part; one at its start separates it from the part before."""
    first = bisect_right(borders, part.start - 1)
    return borders[first : bisect_right(borders, part.end - 1)]


def _with_second_halves(text: str, attributions: Sequence[Attribution]) -> list[Attribution]:
    """Return the attributions, each with the words that follow its reporting clause."""
    mended = list(attributions)
    ends = {_end_of_clause(each): index for index, each in enumerate(mended)}
    for index, attribution in enumerate(attributions):
        parts = sorted(attribution.content)
        if len(parts) < 2 or not attribution.cue or attribution.cue[0].start < parts[-1].start:
            continue
        number = next((n for n, both in enumerate(pairwise(parts)) if _splits(text, *both)), None)
        before = ends.get(_clause_before(text, parts[0].start))
        if number is None or before in (None, index):
            continue
        first = mended[before]
        asked = first.content[-1].of(text).rstrip(_MARKS).endswith("?")
        if not asked:
            halves = (*first.content, *parts[: number + 1])
            mended[before] = replace(first, content=halves)
            mended[index] = replace(attribution, content=tuple(parts[number + 1 :]))
    return mended


def _end_of_clause(attribution: Attribution) -> int:
    """Return where the reporting clause behind the words ends, -1 where it is before them."""
    clause = [*attribution.cue, *attribution.source]
    last = max((span.end for span in clause), default=-1)
    return last if last > attribution.content[-1].end else -1


def _clause_before(text: str, start: int) -> int:
    """Return where the sentence ends that stands right before quoted words, -2 for none."""
    stop = text.rfind(".", max(0, start - 4), start)
    return stop if stop >= 0 and _CLAUSE_END.fullmatch(text, stop, start) else -2


def _splits(text: str, one: Span, other: Span) -> bool:
    """Return whether a whole sentence of the narrative stands between two parts."""
    return _SENTENCE.fullmatch(text, one.end, other.start) is not None


def _alternating(
    document: Document, attributions: Sequence[Attribution], chains: Sequence[Chain]
) -> Iterator[Attribution]:
    """Yield an attribution for each turn that has none: to one or the other of two speakers."""
    text = document.text
    claimed = {part.trimmed(text, _EDGES): each for each in attributions for part in each.content}
    ends = sorted((max(part.end for part in each.content), each.source) for each in attributions)
    for chain in chains:
        last = claimed.get(chain[-1].outer) or claimed.get(chain[-1].inner)
        source = last.source if last else ()
        other = _source_before(document, ends, chain[0].outer.start) if source else ()
        other = () if other == source else other
        for place, quoted in enumerate(reversed(chain[:-1])):
            if quoted.outer in claimed or quoted.inner in claimed:
                continue
            spoke = source if place % 2 else other
            yield Attribution((quoted.outer,), (), spoke, _SURE if spoke else _UNSURE)


def _source_before(
    document: Document, ends: Sequence[tuple[int, tuple[Span, ...]]], start: int
) -> tuple[Span, ...]:
    """Return the source of the last words before an offset, in the same paragraph."""
    number = bisect_right(ends, start, key=lambda end: end[0]) - 1
    paragraph = bisect_right(document.paragraphs, start, key=lambda each: each.start) - 1
    if number < 0 or paragraph < 0 or ends[number][0] <= document.paragraphs[paragraph].start:
        return ()
    return ends[number][1]
