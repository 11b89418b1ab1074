"""Proof a draft: a verdict for each quotation, with its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from service.dedup.align import SharedRun
from service.extraction.quotation import Kind
from service.proofs.chain import SourcePlace, best_chain, refine
from service.proofs.draft import DraftQuotation, draft_quotations
from service.proofs.evidence import PassageEvidence, passage_evidence
from service.proofs.findings import Finding, ProofVerdict, judge
from service.proofs.notes import Note, find_notes
from service.proofs.paraphrases import ParaphraseIndex
from service.proofs.source_text import SourceText, Voice
from service.proofs.source_words import SourceWords, find_whole, index_source, shared_runs
from service.proofs.speakers import CreditCheck, credit
from service.speakers.article_reader import ReadArticle

_MOST_WHOLE = 50
_BONUS = {CreditCheck.SAME: 6.0, CreditCheck.UNKNOWN: 0.0, CreditCheck.DIFFERENT: -8.0}
_VOICES = list(Voice)
# A passage with fewer of the words is no help to an editor.
_LEAST_SHOWN = 0.3
# How much the right speaker is worth beside the share of words.
_SPEAKER = {CreditCheck.SAME: 0.25, CreditCheck.UNKNOWN: 0.1, CreditCheck.DIFFERENT: 0.0}
_SPLICE = 0.1
_FOUND = (ProofVerdict.VERBATIM, ProofVerdict.TRIMMED)


@dataclass(frozen=True, slots=True)
class ProofedQuotation:
    """A quotation of the draft, and what the sources say about it."""

    quotation: DraftQuotation
    verdict: ProofVerdict
    evidence: tuple[PassageEvidence, ...]
    """The passages, in the order of the draft's words; the nearest one of a paraphrase."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A draft with a verdict for each quotation, and notes for the copy desk."""

    quotations: tuple[ProofedQuotation, ...]
    notes: tuple[Note, ...]


def proof_draft(draft: ReadArticle, sources: Iterable[SourceText]) -> Proof:
    """Return the verdicts on a draft's quotations. The order of the sources changes none."""
    quotations = draft_quotations(draft)
    indexed = [index_source(source) for source in sources]
    paraphrases = ParaphraseIndex(indexed)
    return Proof(
        quotations=tuple(_proof(each, indexed, paraphrases) for each in quotations),
        notes=tuple(find_notes(draft, quotations)),
    )


def _proof(
    quotation: DraftQuotation, sources: Sequence[SourceWords], paraphrases: ParaphraseIndex
) -> ProofedQuotation:
    if quotation.kind is Kind.INDIRECT:
        nearest = paraphrases.nearest(quotation)
        verdict = ProofVerdict.PARAPHRASED if nearest else ProofVerdict.NOT_FOUND
        return ProofedQuotation(quotation, verdict, (nearest,) if nearest else ())
    findings = [finding for source in sources for finding in _findings(quotation, source)]
    if not findings:
        return ProofedQuotation(quotation, ProofVerdict.NOT_FOUND, ())
    best = min(findings, key=_order)
    if best.verdict not in (*_FOUND, ProofVerdict.SPLICED):
        best = _joined_from_two(quotation, best, sources) or best
    shown = (
        best.passages
        if best.verdict is not ProofVerdict.NOT_FOUND or (best.kept >= _LEAST_SHOWN)
        else ()
    )
    evidence = tuple(
        passage_evidence(quotation, passage, verdict=best.verdict, kept=best.kept)
        for passage in shown
    )
    return ProofedQuotation(quotation, best.verdict, evidence)


def _order(finding: Finding) -> tuple[float, float, int, str]:
    """Return how good an explanation is. The least value is the best."""
    rank = _FOUND.index(finding.verdict) if finding.verdict in _FOUND else len(_FOUND)
    rank += finding.verdict is ProofVerdict.NOT_FOUND
    splice = _SPLICE if finding.verdict is ProofVerdict.SPLICED else 0.0
    passage = finding.passages[0] if finding.passages else None
    voice = 0
    if passage:
        owner = passage.source.owners[passage.first]
        voice = _VOICES.index(passage.source.statement(owner).voice)
    good = finding.kept + _SPEAKER[finding.credit] - splice
    return rank, -round(good, 6), voice, finding.verdict


def _findings(quotation: DraftQuotation, source: SourceWords) -> list[Finding]:
    """Return the best explanations in one source."""
    words = quotation.forms
    whole = find_whole(words, source, most=_MOST_WHOLE)
    found = [
        judge(quotation, [SourcePlace((SharedRun(0, start, len(words)),))], source)
        for start in whole
    ]
    if any(each.verdict is ProofVerdict.VERBATIM for each in found):
        return found
    runs = shared_runs(words, source)
    credited = {run: _credit_of(quotation, run, source) for run in runs}
    ours = [run for run in runs if credited[run] is not CreditCheck.DIFFERENT]
    for chosen in (runs, ours) if len(ours) < len(runs) else (runs,):
        chain = best_chain(words, chosen, bonus=lambda run: _BONUS[credited[run]])
        if chain:
            found.append(judge(quotation, refine(words, chain, source), source))
    return found


def _credit_of(quotation: DraftQuotation, run: SharedRun, source: SourceWords) -> CreditCheck:
    owner = source.owners[run.b + run.length // 2]
    return credit(quotation.speaker, source.statement(owner), source.source)


def _joined_from_two(
    quotation: DraftQuotation, best: Finding, sources: Sequence[SourceWords]
) -> Finding | None:
    """Return the finding of words that are whole in two sources, a part in each, or None."""
    words = quotation.forms
    for passage in best.passages[:1]:
        rest = (
            (0, passage.draft_first)
            if passage.draft_first
            else (passage.draft_last + 1, len(words))
        )
        part = words[slice(*rest)]
        if len(part) < 4:
            return None
        for source in sources:
            for start in find_whole(part, source, most=1):
                run = SharedRun(rest[0], start, len(part))
                other = judge(quotation, [SourcePlace((run,))], source)
                both = sorted((*best.passages[:1], *other.passages), key=lambda p: p.draft_first)
                return Finding(ProofVerdict.SPLICED, tuple(both), min(1.0, best.kept + other.kept))
    return None
