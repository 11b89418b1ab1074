"""Step 2 as a whole: a document to its quotations, whatever engine reads it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from service.extraction.quotation import (
    Extraction,
    Quotation,
    Reader,
)
from service.extraction.quoted_text.boilerplate import lay_out
from service.extraction.quoted_text.grouping import group_stretches
from service.extraction.quoted_text.pair_marks import find_stretches
from service.extraction.quoted_text.transcripts import as_stretches, find_turns, take_labelled
from service.extraction.rules.context import frame
from service.extraction.rules.duplicates import drop_twins
from service.extraction.rules.kinds import describe
from service.extraction.rules.nested import told_within
from service.extraction.rules.repair import mend
from service.guard import Guard
from service.text.document import Document
from service.text.spans import Span


class QuotationPipeline:
    """Finds the quotations of documents: one engine, loaded once a process."""

    def __init__(self, *, reader: Reader) -> None:
        self._reader = reader

    def extract(self, document: Document) -> Extraction:
        """Return the quotations of a document; never fails, what cannot be read is left out.

        Rules look at several paragraphs, so a failure does not tell which one caused it. Then each
        paragraph is read alone, and those that can be read are read together once more.
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
        stretches = find_stretches(document)
        layout = lay_out(document, stretches)
        story = Document(text=document.text, paragraphs=layout.read)
        groups = group_stretches(story.paragraphs, stretches)
        reading = self._reader.read(story, tuple(chain.from_iterable(groups)))
        turns = find_turns(story)
        mended = mend(story, reading, stretches)
        told = told_within(document.text, mended, stretches, reading.entities)
        framed = frame(story, [*mended, *told], reading.entities, stretches)
        attributions = drop_twins(take_labelled(framed, turns))
        verbatim = sorted(
            (*stretches, *as_stretches(turns)), key=lambda s: (s.outer.start, s.depth)
        )
        quotations = describe(document.text, attributions, verbatim)
        return Extraction(
            document=document,
            quotations=tuple(_unguarded(quotations, layout.guarded)),
            entities=reading.entities,
            broken=reading.broken,
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
    )


def _unguarded(quotations: Sequence[Quotation], guarded: frozenset[Span]) -> list[Quotation]:
    """Quotations -> those that are no mere quoted word of a headline or caption."""
    return [
        quotation
        for quotation in quotations
        if quotation.source or not any(span.contains(quotation.content[0]) for span in guarded)
    ]
