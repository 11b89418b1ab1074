"""Step 2 as a whole: a document to its quotations, whatever engine reads it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from service.extraction.boilerplate import lay_out
from service.extraction.framing import frame
from service.extraction.grouping import group_stretches
from service.extraction.marks import find_stretches
from service.extraction.mending import mend
from service.extraction.nested import told_within
from service.extraction.quotation import (
    Extraction,
    Quotation,
    Reader,
    Reading,
    Stretch,
)
from service.extraction.transcripts import as_stretches, find_turns, take_labelled
from service.extraction.twins import drop_twins
from service.extraction.wording import describe
from service.text.document import Document
from service.text.spans import Span


class QuotationPipeline:
    """Finds the quotations of documents: one engine, loaded once a process."""

    def __init__(self, *, reader: Reader) -> None:
        self._reader = reader

    def extract(self, document: Document) -> Extraction:
        """A document -> its quotations; never raises, a paragraph that breaks is left out."""
        stretches = find_stretches(document)
        layout = lay_out(document, stretches)
        story = Document(text=document.text, paragraphs=layout.read)
        reading = self._read(story, group_stretches(story.paragraphs, stretches))
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

    def _read(self, story: Document, groups: Sequence[tuple[Stretch, ...]]) -> Reading:
        """Reads at once; where the engine fails as a whole, paragraph by paragraph."""
        try:
            return self._reader.read(story, tuple(chain.from_iterable(groups)))
        except Exception:
            return self._read_one_by_one(story, groups)

    def _read_one_by_one(self, story: Document, groups: Sequence[tuple[Stretch, ...]]) -> Reading:
        readings: list[Reading] = []
        for paragraph, stretches in zip(story.paragraphs, groups, strict=True):
            alone = Document(text=story.text, paragraphs=(paragraph,))
            try:
                readings.append(self._reader.read(alone, stretches))
            except Exception:
                readings.append(Reading(attributions=(), entities=(), broken=(paragraph,)))
        return Reading(
            attributions=tuple(found for reading in readings for found in reading.attributions),
            entities=tuple(entity for reading in readings for entity in reading.entities),
            broken=tuple(span for reading in readings for span in reading.broken),
        )


def _unguarded(quotations: Sequence[Quotation], guarded: frozenset[Span]) -> list[Quotation]:
    """Quotations -> those that are no mere quoted word of a headline or caption."""
    return [
        quotation
        for quotation in quotations
        if quotation.source or not any(span.contains(quotation.content[0]) for span in guarded)
    ]
