"""`python -m service.evaluation.speakers.gold_spans GOLD.jsonl -o OUT.jsonl`.

Resolves the speakers of the gold attributions, with the engine's names, and writes what `onrecord
extract` would have written had it found them all: what the resolver alone gets wrong.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from service.commands.extract_report import article_line
from service.extraction.model.model_reader import WEIGHTS, load_reader
from service.extraction.pipeline import QuotationPipeline
from service.speakers.article_reader import ReadArticle
from service.speakers.resolver import resolve_speakers
from service.training.corpus import Article, load_articles
from service.training.occasions import extraction_of


def resolve_gold(pipeline: QuotationPipeline, article: Article) -> ReadArticle:
    """A pipeline and an annotated article -> its first annotator's attributions, resolved."""
    gold = extraction_of(article.readings[0])
    extraction = replace(gold, entities=pipeline.extract(gold.document).entities)
    return ReadArticle(extraction=extraction, resolutions=resolve_speakers(extraction))


def main() -> None:
    """The command line -> one line an article."""
    parser = argparse.ArgumentParser(prog="python -m service.evaluation.speakers.gold_spans")
    parser.add_argument("gold", type=Path, help="JSONL of annotated articles")
    parser.add_argument("-o", "--output", type=Path, required=True, help="the JSONL to write")
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="folder of the engine")
    options = parser.parse_args()
    pipeline = QuotationPipeline(reader=load_reader(options.weights))
    with options.output.open("w", encoding="utf-8") as out:
        for article in load_articles(options.gold):
            out.write(article_line(article.id, resolve_gold(pipeline, article)))


if __name__ == "__main__":
    main()
