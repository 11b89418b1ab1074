"""Step 2 as a whole: find the quotations of a document, with any engine."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from service.extraction.quotation import Extraction, Quotation, QuotedSpan, Reader
from service.extraction.quoted_text.boilerplate import select_story
from service.extraction.quoted_text.datelines import without_dateline
from service.extraction.quoted_text.pair_marks import find_quoted_spans, group_by_paragraph
from service.extraction.quoted_text.transcripts import as_quoted_spans, attribute_turns, find_turns
from service.extraction.rules.clauses import correct_clauses
from service.extraction.rules.content.extents import correct_extents
from service.extraction.rules.content.joined_reports import split_joined_reports
from service.extraction.rules.content.no_reports import drop_no_reports
from service.extraction.rules.context import apply_context_rules
from service.extraction.rules.duplicates import drop_duplicates
from service.extraction.rules.gestures import detach_gestures
from service.extraction.rules.kinds import describe_quotations
from service.extraction.rules.nested import find_nested
from service.extraction.rules.polarity.denials import correct_denials
from service.extraction.rules.polarity.mark import mark_polarity
from service.extraction.rules.repair import repair_attributions
from service.extraction.rules.set_apart import find_set_apart
from service.extraction.rules.side_by_side import separate_turns
from service.extraction.statements.judge import (
    StatementModel,
    keep_statements,
    load_statement_model,
)
from service.guard import Guard
from service.text.document import Document
from service.text.span_index import SpanIndex
from service.text.spans import Span


class QuotationPipeline:
    """Step 2 with one engine, which is loaded once a process."""

    def __init__(self, *, reader: Reader, statements: StatementModel | None = None) -> None:
        self._reader = reader
        self._statements = statements or load_statement_model()

    def extract(self, document: Document) -> Extraction:
        """Return the quotations of a document. Never fails: what cannot be read is left out.

        Rules look at several paragraphs, so a failure does not show which one caused it. Then each
        paragraph is read alone, and those without a failure are read together once more.
        """
        with Guard("reading an article"):
            return self._extract(document)
        alone = [self._extract_alone(document, paragraph) for paragraph in document.paragraphs]
        broken = [each for each in alone if each.broken]
        if broken:
            sound = [p for each in alone if not each.broken for p in each.document.paragraphs]
            with Guard("reading an article without the paragraphs that failed"):
                rest = self._extract(Document(text=document.text, paragraphs=tuple(sound)))
                return _joined(document, [rest, *broken])
        return _joined(document, alone)

    def _extract_alone(self, document: Document, paragraph: Span) -> Extraction:
        alone = Document(text=document.text, paragraphs=(paragraph,))
        with Guard("reading a paragraph"):
            return self._extract(alone)
        return Extraction(document=alone, quotations=(), entities=(), broken=(paragraph,))

    def _extract(self, document: Document) -> Extraction:
        quoted_spans = find_quoted_spans(document)
        story = select_story(document, quoted_spans)
        paragraphs = without_dateline(document.text, story.paragraphs)
        body = Document(text=document.text, paragraphs=paragraphs)
        groups = group_by_paragraph(body.paragraphs, quoted_spans)
        reading = self._reader.read(body, tuple(chain.from_iterable(groups)))
        turns = find_turns(body) or find_set_apart(body, reading)
        found = repair_attributions(body, reading, quoted_spans)
        found = list(detach_gestures(document.text, found))
        found = separate_turns(body, found, quoted_spans)
        found = correct_clauses(body, found, quoted_spans)
        nested = find_nested(document.text, found, quoted_spans)
        found = apply_context_rules(body, [*found, *nested], reading.entities, quoted_spans)
        found = drop_duplicates(attribute_turns(found, turns))
        found = split_joined_reports(document.text, found, quoted_spans)
        found = correct_denials(document.text, found, quoted_spans)
        found = correct_extents(body, found, quoted_spans)
        found = drop_no_reports(document.text, found, quoted_spans)
        found = mark_polarity(body, found, quoted_spans)
        verbatim = sorted((*quoted_spans, *as_quoted_spans(turns)), key=_by_place)
        quotations = describe_quotations(document.text, found, verbatim)
        quotations = keep_statements(document.text, quotations, self._statements)
        return Extraction(
            document=document,
            quotations=tuple(_without_guarded(quotations, story.guarded)),
            entities=reading.entities,
            broken=reading.broken,
            quoted_spans=quoted_spans,
            vectors=reading.vectors,
        )


def _joined(document: Document, parts: Sequence[Extraction]) -> Extraction:
    """Return the extractions of parts of a document as one, in the order of the text."""
    return Extraction(
        document=document,
        quotations=tuple(
            sorted(
                (quotation for part in parts for quotation in part.quotations),
                key=lambda quotation: (quotation.content, quotation.source),
            )
        ),
        entities=tuple(
            sorted(
                (entity for part in parts for entity in part.entities),
                key=lambda entity: (entity.span, entity.label),
            )
        ),
        broken=tuple(sorted(span for part in parts for span in part.broken)),
        quoted_spans=tuple(
            sorted((span for part in parts for span in part.quoted_spans), key=_by_place)
        ),
    )


def _by_place(quoted_span: QuotedSpan) -> tuple[int, int]:
    return quoted_span.outer.start, quoted_span.depth


def _without_guarded(quotations: Sequence[Quotation], guarded: frozenset[Span]) -> list[Quotation]:
    """Return the quotations without those of a headline or caption that have no source."""
    spans = sorted(guarded)
    index = SpanIndex(spans)

    def is_guarded(words: Span) -> bool:
        return any(spans[number].contains(words) for number in index.overlapping(words))

    return [each for each in quotations if each.source or not is_guarded(each.content[0])]
