"""Lay out the answer of a proof for its page: verdicts, passages side by side, and both panes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from service.api.schemas.proof import DraftProof, ProofEvidence, ProofNote, ProofQuotation
from service.dedup.differences import AlignedPart, side_by_side
from service.proofs.findings import ProofVerdict
from service.proofs.notes import NoteKind
from service.web.proof_panes import PaneMark, PanePiece, cut_pane

_TONES = {
    ProofVerdict.VERBATIM: "good",
    ProofVerdict.TRIMMED: "warn",
    ProofVerdict.PARAPHRASED: "soft",
}
LABELS = {
    ProofVerdict.VERBATIM: "verbatim",
    ProofVerdict.TRIMMED: "trimmed",
    ProofVerdict.ALTERED: "altered",
    ProofVerdict.SPLICED: "spliced",
    ProofVerdict.PARAPHRASED: "paraphrased",
    ProofVerdict.OTHER_SPEAKER: "said by somebody else",
    ProofVerdict.NOT_FOUND: "not found",
}
"""What a reader is shown for each verdict, the best first."""

NOTES = {
    NoteKind.UNATTRIBUTED: "Words in quotation marks without a speaker.",
    NoteKind.ANONYMOUS_WITHOUT_REASON: "A source without a name, and no reason why.",
    NoteKind.SURNAME_ONLY: "A surname alone: the draft never names this speaker in full.",
    NoteKind.TWO_SPEAKERS: "The same words are credited to two speakers.",
    NoteKind.REPEATED: "The same words come twice.",
}


@dataclass(frozen=True, slots=True)
class NamedSource:
    """A source of a proof as its page names it."""

    name: str
    text: str | None = None
    """None for a source that only its passages are shown of."""
    article_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ShownPassage:
    """A passage of a source beside the words of the draft that it explains."""

    evidence: ProofEvidence
    source: NamedSource
    anchor: str | None
    """Where the page shows it in its source; None where the source is not shown."""
    parts: tuple[AlignedPart, ...]
    """The draft's words as `printed` and the passage as `full`; none for a paraphrase."""


@dataclass(frozen=True, slots=True)
class ShownVerdict:
    """A quotation of the draft with its verdict."""

    number: int
    quotation: ProofQuotation
    label: str
    tone: str
    """`good`, `warn`, `bad` or `soft`."""
    drops: tuple[str, ...]
    """What the draft leaves out that may change what was said."""
    passages: tuple[ShownPassage, ...]


@dataclass(frozen=True, slots=True)
class ShownNote:
    """A question of the copy desk."""

    text: str
    words: str
    anchor: str


@dataclass(frozen=True, slots=True)
class ProofReport:
    """All that the page of a proof shows."""

    verdicts: tuple[ShownVerdict, ...]
    counts: tuple[tuple[str, str, int], ...]
    """Each verdict that occurs: its name, its label, how often."""
    notes: tuple[ShownNote, ...]
    draft: Sequence[PanePiece]
    sources: tuple[tuple[NamedSource, Sequence[PanePiece]], ...]
    """The sources that were given, with what is shown of them."""
    unread: int
    """Paragraphs that could not be read."""


def lay_out_proof(
    proof: DraftProof,
    draft: str,
    sources: Sequence[NamedSource],
    found: Mapping[UUID, NamedSource],
) -> ProofReport:
    """Return what the page of a proof shows.

    Args:
        proof: The answer of the API, with offsets in code points.
        draft: The draft's text.
        sources: The sources that were given, in their order.
        found: The articles that the store found, by id.
    """
    verdicts = tuple(
        _shown(number, each, draft, sources, found)
        for number, each in enumerate(proof.quotations, start=1)
    )
    counted = Counter(each.verdict for each in proof.quotations)
    notes = [(f"n{place}", note) for place, note in enumerate(proof.notes, start=1)]
    return ProofReport(
        verdicts=verdicts,
        counts=tuple(
            (verdict.value, label, counted[verdict])
            for verdict, label in LABELS.items()
            if counted[verdict]
        ),
        notes=tuple(_shown_note(anchor, note, draft) for anchor, note in notes),
        draft=cut_draft(draft, verdicts, notes),
        sources=tuple(
            (source, cut_pane(source.text or "", _source_marks(verdicts, place)))
            for place, source in enumerate(sources)
        ),
        unread=len(proof.unread),
    )


def cut_draft(
    draft: str, verdicts: Sequence[ShownVerdict], notes: Sequence[tuple[str, ProofNote]]
) -> list[PanePiece]:
    """Return the pieces of the draft: its quotations marked, and where notes point to."""
    marks = [
        PaneMark(span.start, span.end, f"d{each.number}", each.number, each.quotation.verdict.value)
        for each in verdicts
        for span in each.quotation.spans
    ]
    marks += [PaneMark(note.span.start, note.span.end, anchor, 0, "note") for anchor, note in notes]
    return cut_pane(draft, marks)


def _shown(
    number: int,
    quotation: ProofQuotation,
    draft: str,
    sources: Sequence[NamedSource],
    found: Mapping[UUID, NamedSource],
) -> ShownVerdict:
    drops = tuple(
        dict.fromkeys(
            lost.value for each in quotation.evidence for cut in each.cuts for lost in cut.drops
        )
    )
    is_spliced = quotation.verdict is ProofVerdict.SPLICED
    passages = []
    for place, evidence in enumerate(quotation.evidence, start=1):
        source = _source_of(evidence, sources, found)
        words = quotation.text
        if is_spliced:
            words = " ".join(draft[span.start : span.end] for span in evidence.draft_spans)
        is_paraphrase = quotation.verdict is ProofVerdict.PARAPHRASED
        passages.append(
            ShownPassage(
                evidence=evidence,
                source=source,
                anchor=f"s{number}-{place}" if evidence.source is not None else None,
                parts=() if is_paraphrase else side_by_side(words, evidence.text),
            )
        )
    return ShownVerdict(
        number=number,
        quotation=quotation,
        label=LABELS[quotation.verdict],
        tone="bad" if drops else _TONES.get(quotation.verdict, "bad"),
        drops=drops,
        passages=tuple(passages),
    )


def is_nearest(quotation: ProofQuotation) -> bool:
    """Return whether the passages are only the nearest that the sources have, and no evidence."""
    return quotation.verdict in (ProofVerdict.NOT_FOUND, ProofVerdict.PARAPHRASED)


def _source_of(
    evidence: ProofEvidence, sources: Sequence[NamedSource], found: Mapping[UUID, NamedSource]
) -> NamedSource:
    if evidence.source is not None:
        return sources[evidence.source]
    assert evidence.article_id is not None
    return found[evidence.article_id]


def _source_marks(verdicts: Sequence[ShownVerdict], place: int) -> list[PaneMark]:
    return [
        PaneMark(
            passage.evidence.span.start,
            passage.evidence.span.end,
            passage.anchor,
            each.number,
            "nearest" if is_nearest(each.quotation) else each.quotation.verdict.value,
        )
        for each in verdicts
        for passage in each.passages
        if passage.anchor is not None and passage.evidence.source == place
    ]


def _shown_note(anchor: str, note: ProofNote, draft: str) -> ShownNote:
    return ShownNote(NOTES[note.kind], draft[note.span.start : note.span.end], anchor)
