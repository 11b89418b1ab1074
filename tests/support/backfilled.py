"""Put articles into a store by the way of archives: files, chunks, the plan and `load`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from service.backfill.archive import Archive
from service.backfill.backfill import make_tables
from service.backfill.load import fill_tables
from service.backfill.local import LocalRunner
from service.backfill.parse_record import RecordOptions
from service.backfill.read_chunks import ReadingOptions, chunks_of, read_chunk
from service.backfill.read_file import ChunkReport
from service.ingest.article_in import ArticleInput
from service.ingest.article_rows import TextReader
from service.settings import Settings
from service.storage.store import Store


def write_lines(path: Path, articles: Sequence[ArticleInput]) -> Path:
    path.write_text("".join(f"{json.dumps(_record(each))}\n" for each in articles), "utf-8")
    return path


def read_archive(
    reader: TextReader,
    paths: Sequence[Path],
    directory: Path,
    *,
    records: RecordOptions | None = None,
    size: int = 2,
) -> list[ChunkReport]:
    """Read files in this process, with any reader; return what became of the new chunks."""
    archive = Archive(directory)
    options = ReadingOptions(Settings(), records or RecordOptions(), directory)
    reports = []
    with archive.locked():
        for chunk in chunks_of(paths, options.records, size=size):
            archive.begin(chunk.name)
            if not archive.file_of(chunk.name).exists():
                reports.append(read_chunk(chunk, reader, options))
    return reports


def finish_archive(directory: Path, *, workers: int = 1) -> Archive:
    """Make the tables of an archive whose articles are read."""
    archive = Archive(directory)
    with (
        archive.making_tables() as tables,
        LocalRunner(archive.rows, workers=workers, partitions=3) as runner,
    ):
        make_tables(runner, archive, tables)
    return archive


def make_archive(
    reader: TextReader, articles: Sequence[ArticleInput], directory: Path, *, workers: int = 1
) -> Archive:
    directory.mkdir(parents=True, exist_ok=True)
    lines = write_lines(directory / "articles.jsonl", articles)
    read_archive(reader, [lines], directory)
    return finish_archive(directory, workers=workers)


def fill_store(url: str, archive: Archive) -> Store:
    store = Store.open(url)
    assert store.bulk.fill(
        partial(fill_tables, directory=archive.tables, report=lambda table, rows: None)
    )
    return store


def _record(article: ArticleInput) -> dict[str, object]:
    published = article.published_at
    return {
        "outlet": {"domain": article.outlet_domain, "name": article.outlet_name},
        "url": article.url,
        "title": article.title,
        "published_at": published.isoformat() if published else None,
        "text": article.text,
    }
