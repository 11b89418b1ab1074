"""Measure what resolving speakers costs beside extraction, over the same texts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from service.commands.inputs import read_record
from service.evaluation.timing import Elapsed, Stopwatch
from service.extraction.model.model_reader import load_reader
from service.extraction.pipeline import QuotationPipeline
from service.speakers.resolver import resolve_speakers
from service.text.document import read_document


@dataclass(frozen=True, slots=True)
class ResolutionCost:
    """The time of both steps over the same texts."""

    texts: int
    quotations: int
    extraction: Elapsed
    resolution: Elapsed

    @property
    def share(self) -> float:
        """The processor time of resolution for each second of extraction; the goal is 15 %."""
        extraction = self.extraction.processor
        return self.resolution.processor / extraction if extraction else 0.0

    def __str__(self) -> str:
        return (
            f"{self.texts} texts, {self.quotations} quotations\n"
            f"extraction {self.extraction}\n"
            f"resolution {self.resolution}\n"
            f"resolution / extraction {self.share:.1%} of processor time"
        )


def measure_files(texts: Path, *, weights: Path) -> ResolutionCost:
    """Measure both steps over a JSONL file of texts, each text once.

    Args:
        texts: Lines of `{"id", "text"}`.
        weights: Folder of the engine's weights.
    """
    with texts.open(encoding="utf-8") as lines:
        records = [read_record(line) for line in lines]
    distinct = dict.fromkeys(record.text for record in records)
    pipeline = QuotationPipeline(reader=load_reader(weights))
    measure_resolution(pipeline, list(distinct)[:1])  # loading is no cost of the texts
    return measure_resolution(pipeline, distinct)


def measure_resolution(pipeline: QuotationPipeline, texts: Iterable[str]) -> ResolutionCost:
    """Extract and resolve texts, and measure both steps."""
    count = quotations = 0
    extraction = resolution = Elapsed(0.0, 0.0)
    for text in texts:
        document = read_document(text, max_characters=max(1, len(text)))
        watch = Stopwatch()
        found = pipeline.extract(document)
        extracted = watch.read()
        resolve_speakers(found)
        extraction += extracted
        resolution += watch.read() - extracted
        count += 1
        quotations += len(found.quotations)
    return ResolutionCost(count, quotations, extraction, resolution)
