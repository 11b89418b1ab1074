"""Build the answer of `POST /v1/proofs`, with offsets in the unit that the client asked for."""

from __future__ import annotations

from collections.abc import Callable

from service.api.schemas.proof import (
    DraftProof,
    ProofCut,
    ProofEvidence,
    ProofNote,
    ProofQuotation,
)
from service.api.schemas.quotation import ExtractedAttribution
from service.api.schemas.span import (
    Convert,
    Excerpt,
    OffsetUnit,
    Span,
    converter,
    to_alignment,
    to_spans,
    to_unstored_span_text,
)
from service.api.schemas.speaker import SpeakerRef
from service.ingest.proofreader import ProofedDraft
from service.proofs.evidence import PassageEvidence
from service.proofs.proof import ProofedQuotation
from service.proofs.source_text import SourceText

_ConverterOf = Callable[[SourceText], Convert]


def to_draft_proof(proofed: ProofedDraft, *, unit: OffsetUnit) -> DraftProof:
    """Return the answer for a draft that was proofed."""
    draft = proofed.draft.extraction
    convert = converter(draft.document.text, unit)
    known: dict[int, Convert] = {}

    def in_source(source: SourceText) -> Convert:
        return known.setdefault(id(source), converter(source.text, unit))

    return DraftProof(
        quotations=[
            _to_quotation(each, convert=convert, in_source=in_source, unit=unit)
            for each in proofed.proof.quotations
        ],
        notes=[
            ProofNote(
                kind=note.kind,
                span=Span.model_validate(convert(note.span)),
                related=Span.model_validate(convert(note.related)) if note.related else None,
            )
            for note in proofed.proof.notes
        ],
        unread=to_spans(draft.broken, convert),
    )


def _to_quotation(
    proofed: ProofedQuotation, *, convert: Convert, in_source: _ConverterOf, unit: OffsetUnit
) -> ProofQuotation:
    given = proofed.quotation
    read = given.quotation
    speakers = [
        SpeakerRef(id=None, name=speaker.name, kind=speaker.kind)
        for speaker in given.resolution.speakers
    ]
    return ProofQuotation(
        kind=given.kind,
        text=given.wording,
        spans=to_spans(given.spans, convert),
        attribution=ExtractedAttribution(
            id=None,
            content=to_unstored_span_text(read.content, given.text, convert),
            cue=to_unstored_span_text(read.cue, given.text, convert) if read.cue else None,
            source=to_unstored_span_text(read.source, given.text, convert) if read.source else None,
            stance=read.stance,
            polarity=read.polarity,
            confidence=read.confidence,
            statement=read.statement,
        ),
        speaker=speakers[0] if speakers else None,
        speakers=speakers,
        verdict=proofed.verdict,
        evidence=[
            _to_evidence(
                each,
                wording=given.wording,
                convert=convert,
                in_source=in_source(each.source),
                unit=unit,
            )
            for each in proofed.evidence
        ],
    )


def _to_evidence(
    evidence: PassageEvidence,
    *,
    wording: str,
    convert: Convert,
    in_source: Convert,
    unit: OffsetUnit,
) -> ProofEvidence:
    source = evidence.source
    passage = evidence.span.of(source.text)
    speakers = [SpeakerRef.model_validate(each) for each in evidence.statement.speakers]
    sentence = in_source(evidence.sentence)
    return ProofEvidence(
        source=source.number,
        article_id=source.article_id,
        text=passage,
        span=Span.model_validate(in_source(evidence.span)),
        sentence=Excerpt(
            start=sentence.start, end=sentence.end, text=evidence.sentence.of(source.text)
        ),
        draft_spans=to_spans(evidence.draft_spans, convert),
        similarity=evidence.similarity,
        alignment=to_alignment(evidence.alignment, printed=wording, full=passage, unit=unit),
        cuts=[
            ProofCut(
                start=in_source(cut.span).start,
                end=in_source(cut.span).end,
                text=cut.span.of(source.text),
                place=cut.place,
                drops=list(cut.lost),
            )
            for cut in evidence.cuts
        ],
        voice=evidence.statement.voice,
        speaker=speakers[0] if speakers else None,
        speakers=speakers,
        time=evidence.clock,
    )
