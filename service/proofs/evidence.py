"""PassageEvidence: the passage of a source that a verdict rests on."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace

from service.dedup.differences import Difference, differences
from service.proofs.cuts import SourceCut
from service.proofs.draft import DraftQuotation
from service.proofs.findings import Passage, ProofVerdict
from service.proofs.source_text import SourceText, Statement
from service.proofs.source_words import SourceWords
from service.text.spans import Span


@dataclass(frozen=True, slots=True)
class PassageEvidence:
    """A passage of a source, and how the draft's words differ from it."""

    source: SourceText
    span: Span
    """Where the passage stands in the source."""
    sentence: Span
    """The sentences around it."""
    draft_spans: tuple[Span, ...]
    """The words of the draft that it explains."""
    similarity: float
    """The share of these words that the passage has, by weight, 0 to 1."""
    alignment: tuple[Difference, ...]
    """`printed` points into the wording of the quotation, `full` into the passage."""
    cuts: tuple[SourceCut, ...]
    statement: Statement
    """Who says the passage, and how the source prints it."""
    clock: str | None
    """The last time that the transcript prints before the passage."""


def passage_evidence(
    quotation: DraftQuotation, passage: Passage, *, verdict: ProofVerdict, kept: float
) -> PassageEvidence:
    """Return the evidence of a passage that explains a quotation, or a part of it.

    Args:
        quotation: The quotation of the draft.
        passage: The place in the source.
        verdict: The verdict on the quotation. Of verbatim words nothing differs.
        kept: The share of the quotation that is in all its passages.
    """
    source = passage.source
    span = source.hull(passage.first, passage.last)
    whole = verdict is not ProofVerdict.SPLICED
    first, last = (
        (0, len(quotation.forms) - 1)
        if whole
        else (
            passage.draft_first,
            passage.draft_last,
        )
    )
    part = quotation.place_in_wording(first, last)
    found = (
        ()
        if verdict is ProofVerdict.VERBATIM
        else differences(part.of(quotation.wording), span.of(source.source.text))
    )
    return PassageEvidence(
        source=source.source,
        span=span,
        sentence=source.sentence_around(span),
        draft_spans=quotation.spans_of(first, last),
        similarity=round(kept, 4) if whole else 1.0,
        alignment=tuple(replace(each, printed=_moved(each.printed, part.start)) for each in found),
        cuts=passage.cuts,
        statement=source.statement(_owner(source, passage)),
        clock=clock_before(source.source, span),
    )


def clock_before(source: SourceText, span: Span) -> str | None:
    """Return the last time that a source prints before a span or at its beginning."""
    at = bisect_right(source.timestamps, span.start, key=lambda each: each.span.start)
    for stamp in reversed(source.timestamps[max(0, at - 3) : at]):
        if stamp.clock:
            return stamp.clock
    return None


def _owner(source: SourceWords, passage: Passage) -> int:
    owners = source.owners[passage.first : passage.last + 1]
    return max(set(owners), key=lambda number: (owners.count(number), -number))


def _moved(span: Span | None, by: int) -> Span | None:
    return Span(span.start + by, span.end + by) if span else None
