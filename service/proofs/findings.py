"""Findings: what a draft's words are made of in one source, and the verdict on that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from math import log2

from service.dedup.align import SharedRun
from service.dedup.words.normalise import total_bits
from service.proofs.chain import SourcePlace
from service.proofs.cuts import SourceCut, cut_after, cut_before
from service.proofs.draft import DraftQuotation
from service.proofs.gaps import WordGap
from service.proofs.source_words import SourceWords
from service.proofs.speakers import CreditCheck, credit

# A changed quotation still has this share of its words, after the price of gaps between them.
_LEAST_ALTERED = 0.45
_LEAST_ALTERED_SHORT = 0.6
_SHORT_BITS = 36.0
# Two places or another speaker explain the words only if they explain nearly all.
_LEAST_EXPLAINED = 0.75
_GAP = 1.0
_MOST_REPLACED = 3
"""As many words at an end of a quotation may replace others. More are words of another place."""
_BACK = 8


class ProofVerdict(StrEnum):
    """What the sources say about a quotation of a draft."""

    VERBATIM = "verbatim"
    TRIMMED = "trimmed"
    ALTERED = "altered"
    SPLICED = "spliced"
    PARAPHRASED = "paraphrased"
    OTHER_SPEAKER = "other_speaker"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class Passage:
    """One place of a source that a part of the draft's words stands in."""

    source: SourceWords
    first: int
    last: int
    """The first and the last word of the source."""
    draft_first: int
    draft_last: int
    """The first and the last word of the draft that it explains."""
    cuts: tuple[SourceCut, ...]
    credit: CreditCheck


@dataclass(frozen=True, slots=True)
class Finding:
    """The best explanation of a quotation that one source or two give."""

    verdict: ProofVerdict
    passages: tuple[Passage, ...]
    kept: float
    """The share of the draft's words that the passages have, by weight, 0 to 1."""

    @property
    def credit(self) -> CreditCheck:
        """The worst credit of the passages."""
        return max((passage.credit for passage in self.passages), default=CreditCheck.UNKNOWN)


def judge(quotation: DraftQuotation, places: Sequence[SourcePlace], source: SourceWords) -> Finding:
    """Return the verdict on a quotation that was found at these places of one source."""
    parts = [part for place in places for part in _split_at_splices(quotation, place, source)]
    parts = _end_at_stops(quotation, parts, source)
    kept = gaps = 0.0
    missing = len(quotation.forms)
    passages = []
    for number, part in enumerate(parts):
        cuts = list(_outer_cuts(quotation, part, source, number, len(parts)))
        for run in part.runs:
            missing -= run.length
            kept += total_bits(quotation.forms[run.a : run.a + run.length])
        for run, following in pairwise(part.runs):
            gap = WordGap(quotation, source, run, following)
            if gap.is_loosely_same:
                missing -= len(gap.draft)
                kept += total_bits(quotation.forms[i] for i in gap.draft)
                continue
            gaps += log2(1 + len(gap.source)) + log2(1 + len(gap.draft))
            cut = gap.cut()
            if cut:
                cuts.append(cut)
        passages.append(_passage(quotation, part, source, cuts))
    share = min(1.0, kept / quotation.bits) if quotation.bits else 0.0
    if len(parts) > 1 and share < _LEAST_EXPLAINED:
        # Words that are scattered over a text explain nothing: only those of one place may.
        return judge(quotation, [max(parts, key=lambda part: _weight(quotation, part))], source)
    evidence = (kept - _GAP * gaps) / quotation.bits if quotation.bits else 0.0
    verdict = _verdict(quotation, passages, share, evidence, missing=missing)
    if verdict is ProofVerdict.ALTERED:
        passages[0] = _with_replaced_start(passages[0])
        passages[-1] = _with_replaced_end(passages[-1], len(quotation.forms))
    return Finding(verdict, tuple(passages), share)


def _weight(quotation: DraftQuotation, place: SourcePlace) -> float:
    return sum(total_bits(quotation.forms[run.a : run.a + run.length]) for run in place.runs)


def _split_at_splices(
    quotation: DraftQuotation, place: SourcePlace, source: SourceWords
) -> list[SourcePlace]:
    """Return the passages of a place: words that were said as one."""
    runs = [piece for run in place.runs for piece in _split_by_owner(run, source)]
    parts = [[runs[0]]]
    for run, following in pairwise(runs):
        if WordGap(quotation, source, run, following).is_splice():
            parts.append([])
        parts[-1].append(following)
    return [SourcePlace(tuple(runs)) for runs in parts]


def _end_at_stops(
    quotation: DraftQuotation, parts: Sequence[SourcePlace], source: SourceWords
) -> list[SourcePlace]:
    """Return the parts so that a word that fits both sides of a splice is in its own sentence.

    "The board knew. I will not resign" may be found as "The board knew. I" and "will not resign".
    """
    moved = list(parts)
    for number in range(1, len(moved)):
        before, after = moved[number - 1].runs[-1], moved[number].runs[0]
        if before.a + before.length != after.a:
            continue
        for back in range(1, min(_BACK, before.length - 1, after.b) + 1):
            if quotation.forms[after.a - back] != source.forms[after.b - back]:
                break
            if quotation.has_stop_before(after.a - back):
                shorter = SharedRun(before.a, before.b, before.length - back)
                longer = SharedRun(after.a - back, after.b - back, after.length + back)
                moved[number - 1] = SourcePlace((*moved[number - 1].runs[:-1], shorter))
                moved[number] = SourcePlace((longer, *moved[number].runs[1:]))
                break
    return moved


def _split_by_owner(run: SharedRun, source: SourceWords) -> Iterator[SharedRun]:
    """Yield the pieces of a run that one statement each has."""
    start = 0
    for at in range(1, run.length + 1):
        if at == run.length or source.owners[run.b + at] != source.owners[run.b + start]:
            yield SharedRun(run.a + start, run.b + start, at - start)
            start = at


def _verdict(
    quotation: DraftQuotation,
    passages: Sequence[Passage],
    share: float,
    evidence: float,
    *,
    missing: int,
) -> ProofVerdict:
    least = _LEAST_ALTERED if quotation.bits > _SHORT_BITS else _LEAST_ALTERED_SHORT
    if not passages or evidence < least:
        return ProofVerdict.NOT_FOUND
    explained = share >= _LEAST_EXPLAINED
    if all(passage.credit is CreditCheck.DIFFERENT for passage in passages):
        return ProofVerdict.OTHER_SPEAKER if explained or not missing else ProofVerdict.NOT_FOUND
    if len(passages) > 1 and explained:
        return ProofVerdict.SPLICED
    if missing:
        return ProofVerdict.ALTERED
    return (
        ProofVerdict.TRIMMED if any(passage.cuts for passage in passages) else ProofVerdict.VERBATIM
    )


def _passage(
    quotation: DraftQuotation, place: SourcePlace, source: SourceWords, cuts: Sequence[SourceCut]
) -> Passage:
    weights: dict[int, int] = {}
    for run in place.runs:
        for number in range(run.b, run.b + run.length):
            owner = source.owners[number]
            weights[owner] = weights.get(owner, 0) + 1
    owner = max(weights, key=lambda number: (weights[number], -number))
    found = credit(quotation.speaker, source.statement(owner), source.source)
    last = place.runs[-1]
    return Passage(
        source=source,
        first=place.first,
        last=place.last,
        draft_first=place.runs[0].a,
        draft_last=last.a + last.length - 1,
        cuts=tuple(sorted(cuts, key=lambda cut: cut.span)),
        credit=found,
    )


def _with_replaced_start(passage: Passage) -> Passage:
    """Return a passage with the words of its sentence that the draft's first words replace."""
    replaced = passage.draft_first
    first = passage.first - replaced
    if not 0 < replaced <= _MOST_REPLACED or not _is_one_sentence(passage, first):
        return passage
    return replace(passage, first=first, draft_first=0)


def _with_replaced_end(passage: Passage, words: int) -> Passage:
    """Return a passage with the words of its sentence that the draft's last words replace."""
    replaced = words - 1 - passage.draft_last
    last = passage.last + replaced
    if not 0 < replaced <= _MOST_REPLACED or not _is_one_sentence(passage, last):
        return passage
    return replace(passage, last=last, draft_last=words - 1)


def _is_one_sentence(passage: Passage, word: int) -> bool:
    """Return whether a word stands in a sentence of the passage, by the same speaker."""
    source, near = passage.source, passage.first if word < passage.first else passage.last
    return (
        0 <= word < len(source.forms)
        and source.sentence_of[word] == source.sentence_of[near]
        and source.owners[word] == source.owners[near]
    )


def _outer_cuts(
    quotation: DraftQuotation, place: SourcePlace, source: SourceWords, number: int, count: int
) -> Iterator[SourceCut]:
    """Yield what the draft leaves out of the sentences that it begins and ends in."""
    first, last = place.runs[0], place.runs[-1]
    unclear = not source.has_stops
    if number == 0 and first.a == 0:
        is_piece = unclear or quotation.begins_within
        cut = cut_before(source, first.b, is_piece=is_piece, is_denied=quotation.is_denied)
        if cut:
            yield cut
    if number == count - 1 and last.a + last.length == len(quotation.forms):
        cut = cut_after(source, place.last, is_piece=unclear or quotation.ends_within)
        if cut:
            yield cut
