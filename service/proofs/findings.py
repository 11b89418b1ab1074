"""Findings: what a draft's words are made of in one source, and the verdict on that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import log2

from service.dedup.align import SharedRun
from service.dedup.words.normalise import total_bits
from service.proofs.chain import SourcePlace
from service.proofs.cuts import SourceCut, cut_after, cut_before, cut_between
from service.proofs.draft import DraftQuotation
from service.proofs.patterns import LEADING_WORDS, SHORT_VERBS
from service.proofs.source_text import Voice
from service.proofs.source_words import SourceWords
from service.proofs.speakers import CreditCheck, credit

# A changed quotation still has this share of its words, after the price of gaps between them.
_LEAST_ALTERED = 0.45
_LEAST_ALTERED_SHORT = 0.6
_SHORT_BITS = 36.0
# Two places or another speaker explain the words only if they explain nearly all.
_LEAST_EXPLAINED = 0.75
_GAP = 1.0
# More words between two parts, over the end of a sentence, and the two are not one passage.
_DISTANT_WORDS = 40
_DISTANT_SENTENCES = 2
_DISTANT_NARRATION = 30
_INTERJECTION = 5
_FEWEST_FUSED = 5
_LONGEST_LOOSE = 4
_BACK = 8
# Fewer words of the source for each word of the draft are changed, and not left out.
_REPLACED = 3


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
            gap = _Gap(quotation, source, run, following)
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
        if _Gap(quotation, source, run, following).is_splice():
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


def _outer_cuts(
    quotation: DraftQuotation, place: SourcePlace, source: SourceWords, number: int, count: int
) -> Iterator[SourceCut]:
    """Yield what the draft leaves out of the sentences that it begins and ends in."""
    first, last = place.runs[0], place.runs[-1]
    if number == 0 and first.a == 0:
        cut = cut_before(
            source, first.b, is_piece=quotation.begins_within, is_denied=quotation.is_denied
        )
        if cut:
            yield cut
    if number == count - 1 and last.a + last.length == len(quotation.forms):
        cut = cut_after(source, place.last, is_piece=quotation.ends_within)
        if cut:
            yield cut


class _Gap:
    """The words between two runs of one place, on both sides."""

    def __init__(
        self, quotation: DraftQuotation, source: SourceWords, run: SharedRun, following: SharedRun
    ) -> None:
        self._quotation, self._words = quotation, source
        self.draft = range(run.a + run.length, following.a)
        self.source = range(run.b + run.length, following.b)

    @property
    def is_loosely_same(self) -> bool:
        """Whether both sides print the same words in another way: "web site", "the ferry's"."""
        if not 0 < max(len(self.draft), len(self.source)) <= _LONGEST_LOOSE:
            return False
        ours = [self._quotation.forms[i] for i in self.draft]
        theirs = [self._words.forms[i] for i in self.source]
        return (
            "".join(ours) == "".join(theirs)
            or _is_shortened(ours, theirs)
            or (_is_shortened(theirs, ours))
        )

    def cut(self) -> SourceCut | None:
        """Return what the draft leaves out here. Words that others replace are a change, no cut."""
        if not self.source or len(self.source) <= _REPLACED * len(self.draft):
            return None
        return cut_between(self._words, self.source.start, self.source.stop)

    def is_splice(self) -> bool:
        """Return whether the words on both sides of the gap were not said as one."""
        if not self.source:
            return self._changes_speaker()
        words, quotation = self._words, self._quotation
        before, after = self.source.start - 1, self.source.stop
        if self._changes_speaker():
            return True
        own = {words.owners[before], words.owners[after]}
        others = [n for n in self.source if words.owners[n] not in own]
        spoken = [
            n
            for n in others
            if words.statement(words.owners[n]).voice in (Voice.TURN, Voice.QUOTED)
        ]
        if len(spoken) > _INTERJECTION or len(others) - len(spoken) > _DISTANT_NARRATION:
            return True
        cut = [n for n in self.source if words.owners[n] in own]
        crossed = words.sentence_of[after] - words.sentence_of[before]
        if not crossed or not cut:
            return False
        marked = quotation.has_omission_before(self.draft.stop)
        if len(cut) > _DISTANT_WORDS and not marked:
            return True
        shown = (
            marked
            or quotation.is_interrupted_before(self.draft.stop)
            or quotation.has_stop_before(self.draft.stop)
        )
        if shown:
            return crossed - 1 > _DISTANT_SENTENCES and not marked
        return sum(words.forms[n] not in LEADING_WORDS for n in cut) >= _FEWEST_FUSED

    def _changes_speaker(self) -> bool:
        before, after = self.source.start - 1, self.source.stop
        one, other = (self._words.statement(self._words.owners[n]) for n in (before, after))
        return one.voice is other.voice and one.speakers != other.speakers


def _is_shortened(short: Sequence[str], full: Sequence[str]) -> bool:
    return (
        len(short) == 1
        and len(full) == 2
        and full[1] in SHORT_VERBS
        and (short[0] == f"{full[0]}s")
    )
