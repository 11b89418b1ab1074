"""An engine that finds what a test says, in words of the text, and the pipeline around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from service.extraction.pipeline import QuotationPipeline
from service.extraction.quotation import Attribution, Extraction, QuotedSpan, Reading
from service.text.document import Document, read_document
from service.text.spans import Span


@dataclass
class ScriptedEngine:
    """Finds the given content, cue and source; raises on a text that holds `breaks_on`."""

    answers: list[tuple[list[str], str, str]]
    breaks_on: str = "\0"

    def read(self, document: Document, quoted_spans: Sequence[QuotedSpan]) -> Reading:
        story = "\n".join(span.of(document.text) for span in document.paragraphs)
        if self.breaks_on in story:
            raise RuntimeError("the engine fails")
        found = [
            Attribution(
                tuple(place(document.text, part) for part in content),
                (place(document.text, cue),) if cue else (),
                (place(document.text, source),) if source else (),
                0.9,
            )
            for content, cue, source in self.answers
            if content[0] in story
        ]
        return Reading(attributions=tuple(found), entities=())


def place(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def extract(text: str, *answers: tuple[list[str], str, str]) -> Extraction:
    return QuotationPipeline(reader=ScriptedEngine(list(answers))).extract(read_document(text))


def utterances(extraction: Extraction) -> list[list[list[str]]]:
    text = extraction.document.text
    return [
        [[span.of(text) for span in utterance] for utterance in quotation.utterances]
        for quotation in extraction.quotations
    ]
