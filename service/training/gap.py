"""Read GAP: pronouns of Wikipedia with two names each, at most one of which is meant.

Webster, Recasens, Axelrod and Baldridge, "Mind the GAP", TACL 2018; Apache-2.0.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from service.extraction.model.model_reader import ModelReader
from service.extraction.pipeline import QuotationPipeline
from service.extraction.quotation import Extraction
from service.speakers.coreference.entities import Entities
from service.speakers.coreference.entity import Entity
from service.speakers.coreference.ranker import FeatureRanker, Ranker
from service.speakers.mentions.detect import find_mentions
from service.speakers.names.layout import read_layout
from service.text.document import read_document
from service.text.spans import Span
from service.training.occasions import Occasion, Origin, find_rivals, make_occasion


def find_gap_occasions(path: Path, engine: ModelReader) -> Iterator[Occasion]:
    """Yield the snippets in which one of the two names is meant, and another person may be.

    Args:
        path: A tab-separated file of GAP.
        engine: Finds the names, and its encoder gives the vectors.
    """
    pipeline = QuotationPipeline(reader=engine)
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield from _read_row(row, pipeline.extract(read_document(row["Text"])))


def _read_row(row: dict[str, str], extraction: Extraction) -> Iterator[Occasion]:
    entities = _read_entities(extraction)
    rivals = find_rivals(
        entities,
        row["Pronoun"].lower(),
        int(row["Pronoun-offset"]),
        content=(),
        vectors=extraction.vectors,
    )
    starts = {name: int(row[f"{name}-offset"]) for name in ("A", "B")}
    meant = [
        _named(entities, Span(start, start + len(row[name])))
        for name, start in starts.items()
        if row[f"{name}-coref"] == "TRUE"
    ]
    right = [rival.entity in meant for rival in rivals]
    yield from make_occasion(row["ID"], Origin.GAP, rivals, right)


def _read_entities(extraction: Extraction) -> Entities:
    layout = read_layout(extraction.document, extraction.quoted_spans)
    entities = Entities(layout, ranker=Ranker(FeatureRanker({})))
    mentions = find_mentions(layout, extraction.entities)
    for mention in sorted(mentions, key=lambda mention: mention.known_from):
        entities.add(mention)
    return entities


def _named(entities: Entities, name: Span) -> Entity | None:
    """Return the entity whose name shares a character with a span."""
    return next((e for mention, e in entities.mentions if mention.span.overlaps(name)), None)
