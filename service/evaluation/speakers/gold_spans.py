"""Resolve the speakers of gold attributions: the errors of the resolver alone.

The output is what `onrecord extract` would have written if it had found all gold attributions. The
names in the text are those that the engine finds.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from service.commands.extract_report import article_line
from service.extraction.model.model_reader import load_reader
from service.extraction.pipeline import QuotationPipeline
from service.gold.articles import AnnotatedArticle, load_annotated
from service.gold.gold_extraction import gold_extraction
from service.speakers.article_reader import ReadArticle
from service.speakers.resolver import resolve_speakers


def resolve_gold(pipeline: QuotationPipeline, article: AnnotatedArticle) -> ReadArticle:
    """Resolve the speakers of the first annotator's attributions, with the engine's names."""
    gold = gold_extraction(article.readings[0])
    found = pipeline.extract(gold.document)
    extraction = replace(gold, entities=found.entities, vectors=found.vectors)
    return ReadArticle(extraction=extraction, resolutions=resolve_speakers(extraction))


def write_gold_spans(gold: Path, output: Path, *, weights: Path) -> None:
    """Write one line for each annotated article, its gold attributions resolved.

    Args:
        gold: JSONL of annotated articles.
        output: The JSONL to write.
        weights: Folder of the engine's weights.
    """
    pipeline = QuotationPipeline(reader=load_reader(weights))
    with output.open("w", encoding="utf-8") as out:
        for article in load_annotated(gold):
            out.write(article_line(article.id, resolve_gold(pipeline, article)))
