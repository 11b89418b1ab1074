"""Measure reading and storing many articles beside `onrecord extract` on the same texts.

Both use the same number of engines. `extract` reads the texts and writes their lines. The bulk path
is that of an ingest job: the engines of `serve` read, `Ingestor.ingest_many` stores in batches, and
two threads take turns, so that one reads while the other one stores. What counts is processor time:
of this process, its engines and, on PostgreSQL, the server. Start and end are included.
"""

from __future__ import annotations

import json
import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from service.commands.extract import extract_lines
from service.commands.inputs import InputLine
from service.errors import OnRecordError
from service.evaluation.scale.measure import database_url
from service.evaluation.scale.text_generator import learn_generator
from service.evaluation.speed.made_up_articles import make_up_articles
from service.evaluation.timing import Elapsed, Stopwatch
from service.gold.documents import read_gold
from service.ingest.article_in import ArticleInput
from service.ingest.ingest import Ingestor
from service.ingest.reader_queue import ReaderQueue
from service.interpreter import collect_seldom
from service.services import open_services
from service.settings import Settings
from service.speakers.article_reader import ReadArticle

_THREADS = 2
"""While one stores, the other one reads."""


@dataclass(frozen=True, slots=True)
class _BackgroundReader:
    queue: ReaderQueue

    def read(self, text: str) -> ReadArticle:
        """Read a text when no client waits."""
        return self.queue.read(text, background=True)


def compare_bulk(
    train: Path, *, articles: int, databases: Sequence[str], engines: int, batch: int
) -> Iterator[str]:
    """Yield the rows of a table: extracting, and ingesting into each database.

    Args:
        train: JSONL of annotated articles, whose words the articles are made of.
        articles: How many articles are made up.
        databases: "sqlite", "postgresql" or both.
        engines: How many processes read.
        batch: How many articles are stored in one transaction.
    """
    with train.open(encoding="utf-8") as lines:
        made = make_up_articles(learn_generator(read_gold(lines)), articles)
    words = sum(len(article.text.split()) for article in made) / len(made)
    yield f"{len(made)} articles of {words:.0f} words, {engines} engines, batches of {batch}\n"
    yield "| | articles/s | processor, s | ms an article | speed by processor time |"
    yield "|---|---:|---:|---:|---:|"
    extracted = _extract(made, engines)
    yield _row("`onrecord extract`", extracted, extracted, articles)
    for name in databases:
        with TemporaryDirectory() as folder:
            stored = _ingest(made, name, Path(folder), engines=engines, batch=batch)
        yield _row(f"read and stored, {name}", stored, extracted, articles)


def _row(name: str, taken: Elapsed, extracted: Elapsed, articles: int) -> str:
    share = extracted.processor / taken.processor
    return (
        f"| {name} | {articles / taken.wall:.1f} | {taken.processor:.1f} "
        f"| {taken.processor / articles * 1000:.1f} | {share:.2f} |"
    )


def _extract(made: Sequence[ArticleInput], engines: int) -> Elapsed:
    lines = [
        InputLine(place=str(number), text=json.dumps({"id": str(number), "text": article.text}))
        for number, article in enumerate(made)
    ]
    watch = Stopwatch()
    for done in extract_lines(iter(lines), settings=Settings(), workers=engines):
        if done.error is not None:
            raise OnRecordError(f"A text was not read: {done.error}")
    return watch.read()


def _ingest(
    made: Sequence[ArticleInput], database: str, folder: Path, *, engines: int, batch: int
) -> Elapsed:
    with database_url(database, folder) as url:
        settings = Settings(ONRECORD_DATABASE_URL=url, engines=engines)
        server = _server_seconds(folder)
        watch = Stopwatch()
        with closing(open_services(settings)) as services:
            collect_seldom()  # as a server does
            ingestor = Ingestor(_BackgroundReader(services.reader), services.store)
            batches = [made[start : start + batch] for start in range(0, len(made), batch)]
            with ThreadPoolExecutor(_THREADS) as threads:
                deque(threads.map(lambda some: _store(ingestor, some, engines), batches), maxlen=0)
        taken = watch.read()
        return taken + Elapsed(0.0, _server_seconds(folder) - server)


def _store(ingestor: Ingestor, batch: Sequence[ArticleInput], engines: int) -> None:
    for result in ingestor.ingest_many(batch, at_once=engines):
        if isinstance(result, Exception):
            raise result


def _server_seconds(folder: Path) -> float:
    """Return the processor time of a PostgreSQL server on Linux; 0.0 where none runs there.

    Its main process counts the sessions that ended. Those that run count for themselves.
    """
    running = folder / "postgresql" / "postmaster.pid"
    if not running.exists():
        return 0.0
    main = running.read_text("utf-8").split()[0]
    ticks = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            fields = (process / "stat").read_text("utf-8").rpartition(")")[2].split()
        except OSError:  # it ended meanwhile
            continue
        if process.name == main:
            ticks += sum(map(int, fields[11:15]))
        elif fields[1] == main:
            ticks += sum(map(int, fields[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")
