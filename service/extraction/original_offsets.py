"""Give an extraction of joined lines the offsets of the text as submitted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from service.extraction.quotation import Extraction, NamedEntity, Quotation, QuotedSpan
from service.text.document import Document
from service.text.spans import Span
from service.text.wrapped_lines import UnwrappedText


def with_original_offsets(
    extraction: Extraction, unwrapped: UnwrappedText, *, text: str
) -> Extraction:
    """Return the extraction of a joined text with its spans in the text as submitted.

    Args:
        extraction: What was found in the joined text.
        unwrapped: The joined text.
        text: The text as submitted.
    """

    def moved(spans: Sequence[Span]) -> tuple[Span, ...]:
        return tuple(unwrapped.original(span) for span in spans)

    def moved_quotation(quotation: Quotation) -> Quotation:
        return replace(
            quotation,
            content=moved(quotation.content),
            cue=moved(quotation.cue),
            source=moved(quotation.source),
            utterances=tuple(moved(utterance) for utterance in quotation.utterances),
        )

    def moved_mark(quoted: QuotedSpan) -> QuotedSpan:
        inner, outer = unwrapped.original(quoted.inner), unwrapped.original(quoted.outer)
        return replace(quoted, inner=inner, outer=outer)

    return Extraction(
        document=Document(text=text, paragraphs=moved(extraction.document.paragraphs)),
        quotations=tuple(moved_quotation(each) for each in extraction.quotations),
        entities=tuple(
            NamedEntity(unwrapped.original(entity.span), entity.label)
            for entity in extraction.entities
        ),
        broken=moved(extraction.broken),
        quoted_spans=tuple(moved_mark(each) for each in extraction.quoted_spans),
    )
