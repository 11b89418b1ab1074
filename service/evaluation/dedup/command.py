"""`onrecord evaluate dedup`: files in, the report out, with what takes long shown as it goes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol, TypeVar

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
from service.evaluation.dedup.scores import Row, as_labelled
from service.evaluation.dedup.stored import (
    Stored,
    ingest_articles,
    read_accounts,
    read_stored,
)
from service.settings import get_settings
from service.storage.db.migrate import upgrade
from service.storage.store import Store

Item = TypeVar("Item")


class Track(Protocol):
    """Whatever shows how far a long iteration is."""

    def __call__(self, done: Iterable[Item], what: str, total: int, /) -> Iterable[Item]:
        """Items, what is done to them and how many there are -> the same items."""
        ...


@dataclass(frozen=True, slots=True)
class Measured:
    """The report, and by name the tables of thresholds chosen on other pairs."""

    report: DedupReport
    folds: dict[str, list[Row]]


def measure(
    pairs: Path,
    articles: Sequence[Path],
    speakers: Path | None,
    *,
    database_url: str | None,
    workers: int,
    folds: bool,
    track: Track,
) -> Measured:
    """Files of pairs, articles and labelled speakers -> what was measured on them."""
    labelled = read_labelled(pairs, articles, speakers)
    with _database(database_url) as url:
        stored = _stored(labelled, url, workers=workers, track=track)
    told = {
        "gold words and speakers": as_labelled(labelled),
        "end to end": stored.told(own_words=True, own_speakers=True),
    }
    chosen = told.items() if folds else ()
    return Measured(
        report_on(stored), {name: fold_rows(each, labelled.pairs) for name, each in chosen}
    )


def printed(measured: Measured, *, as_object: bool) -> str:
    """What was measured -> text for people, or JSON for programs."""
    if as_object:
        folds = {name: rows_json(rows) for name, rows in measured.folds.items()}
        return json.dumps({**report_json(measured.report), "folds": folds})
    folds_text = [f"{name}\n{rows_text(rows)}" for name, rows in measured.folds.items()]
    return "\n\n".join([report_text(measured.report), *folds_text])


def _stored(labelled: Labelled, database_url: str, *, workers: int, track: Track) -> Stored:
    upgrade(database_url)
    store = Store.open(database_url)
    try:
        texts = [article.text for article in labelled.articles.values()]
        accounts = dict(
            track(
                read_accounts(texts, settings=get_settings(), workers=min(workers, len(texts))),
                "extract",
                len(texts),
            )
        )
        ids = dict(track(ingest_articles(labelled, accounts, store), "store", len(texts)))
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
