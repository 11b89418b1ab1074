"""`python -m service.evaluation.speed.resolution_cost IN.jsonl`.

Reads `{"id", "text"}` lines, each text once, and prints the processor time of both steps and the
share of resolution in that of extraction; the goal is at most 15 %. `--weights` takes another
folder of the trained engine's weights.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from service.commands.inputs import read_record
from service.extraction.model.model_reader import WEIGHTS, load_reader
from service.extraction.pipeline import QuotationPipeline
from service.speakers.resolver import resolve_speakers
from service.text.document import read_document


@dataclass(frozen=True, slots=True)
class Cost:
    """Processor seconds of both steps over the same texts."""

    texts: int
    quotations: int
    extraction: float
    resolution: float

    @property
    def share(self) -> float:
        """The time of resolution for each second of extraction."""
        return self.resolution / self.extraction if self.extraction else 0.0


def measure_cost(pipeline: QuotationPipeline, texts: Iterable[str]) -> Cost:
    """A pipeline and texts -> what extracting and resolving them costs."""
    count = quotations = 0
    extraction = resolution = 0.0
    for text in texts:
        document = read_document(text, max_characters=max(1, len(text)))
        begun = time.process_time()
        found = pipeline.extract(document)
        extracted = time.process_time()
        resolve_speakers(found)
        resolution += time.process_time() - extracted
        extraction += extracted - begun
        count += 1
        quotations += len(found.quotations)
    return Cost(count, quotations, extraction, resolution)


def main() -> None:
    """The command line -> one line a step, and the share."""
    parser = argparse.ArgumentParser(prog="python -m service.evaluation.speed.resolution_cost")
    parser.add_argument("texts", type=Path, help="JSONL of texts")
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="folder of the engine")
    options = parser.parse_args()
    with options.texts.open(encoding="utf-8") as lines:
        records = [read_record(line) for line in lines]
    texts = dict.fromkeys(record.text for record in records)
    pipeline = QuotationPipeline(reader=load_reader(options.weights))
    measure_cost(pipeline, list(texts)[:1])  # what is loaded once is no cost of the texts
    cost = measure_cost(pipeline, texts)
    print(f"{cost.texts} texts, {cost.quotations} quotations")
    print(f"extraction {cost.extraction:.2f} s, resolution {cost.resolution:.2f} s")
    print(f"resolution / extraction {cost.share:.1%}")


if __name__ == "__main__":
    main()
