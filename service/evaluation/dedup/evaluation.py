"""Evaluate deduplication end to end: ingest the articles, then report on the pairs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from service.evaluation.dedup.folds import fold_rows
from service.evaluation.dedup.labelled_pairs import Labelled, read_labelled
from service.evaluation.dedup.report import (
    DedupReport,
    report_json,
    report_on,
    report_text,
    rows_json,
    rows_text,
)
from service.evaluation.dedup.scores import MethodRow, gold_utterances
from service.evaluation.dedup.stored import (
    StoredArticles,
    ingest_articles,
    read_in_processes,
    read_stored,
)
from service.evaluation.predictions import show_progress
from service.settings import get_settings
from service.storage.store import Store


@dataclass(frozen=True, slots=True)
class DedupMeasurement:
    """The report, and by name the tables with thresholds chosen on other pairs."""

    report: DedupReport
    folds: dict[str, list[MethodRow]]


def measure_dedup(
    pairs: Sequence[Path],
    articles: Sequence[Path],
    speakers: Path | None,
    *,
    database_url: str | None,
    workers: int,
    folds: bool,
) -> DedupMeasurement:
    """Ingest the labelled articles, and score the pairs.

    Args:
        pairs: JSONL of labelled pairs, one file or several.
        articles: JSONL of the articles that hold them.
        speakers: JSONL of who spoke each gold attribution, or None.
        database_url: An empty database, or None for a temporary SQLite file.
        workers: How many processes read the texts.
        folds: Whether thresholds are also chosen on other pairs.
    """
    labelled = read_labelled(pairs, articles, speakers)
    with _database(database_url) as url:
        stored = _ingest(labelled, url, workers=workers)
    sets = {
        "gold words and speakers": gold_utterances(labelled),
        "end to end": stored.utterances(own_words=True, own_speakers=True),
    }
    chosen = sets.items() if folds else ()
    return DedupMeasurement(
        report_on(stored), {name: fold_rows(known, labelled.pairs) for name, known in chosen}
    )


def render_dedup(measured: DedupMeasurement, *, as_object: bool) -> str:
    """A measurement -> text for people, or JSON for programs."""
    if as_object:
        folds = {name: rows_json(rows) for name, rows in measured.folds.items()}
        return json.dumps({**report_json(measured.report), "folds": folds})
    folds_text = [f"{name}\n{rows_text(rows)}" for name, rows in measured.folds.items()]
    return "\n\n".join([report_text(measured.report), *folds_text])


def _ingest(labelled: Labelled, database_url: str, *, workers: int) -> StoredArticles:
    Store.migrate(database_url)
    store = Store.open(database_url)
    try:
        texts = [article.text for article in labelled.articles.values()]
        accounts = dict(
            show_progress(
                read_in_processes(texts, settings=get_settings(), workers=min(workers, len(texts))),
                "extract",
                len(texts),
            )
        )
        ids = dict(show_progress(ingest_articles(labelled, accounts, store), "store", len(texts)))
        return read_stored(labelled, ids, store)
    finally:
        store.close()


@contextmanager
def _database(url: str | None) -> Iterator[str]:
    if url is not None:
        yield url
        return
    with TemporaryDirectory() as folder:
        yield f"sqlite:///{folder}/evaluation.db"
