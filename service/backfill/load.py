"""`onrecord load`: the tables of a backfill -> a store.

An empty store takes whole tables. A living one takes the articles one batch after another, as it
takes those of a job: its judgements, lists and ids decide, and no text is read again.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from service.backfill.archive import Archive
from service.backfill.files import TABLES, count_rows, read_batches
from service.backfill.read_file import article_keys, articles_in_chunk
from service.backfill.sources.raw_record import PURPOSE
from service.dedup.stories.sketch import KEYS
from service.extras import needs_extra
from service.settings import Settings
from service.storage.bulk_store import TableWriter
from service.storage.inputs import ArticleToStore
from service.storage.store import Store

if TYPE_CHECKING:
    import pyarrow

RowReport = Callable[[str, int], None]
"""What is called with the name of a table and the number of rows that were written."""

_ADDED: Mapping[str, Mapping[str, Any]] = {
    "speakers": {
        "successor_id": None,
        "curated": False,
        "listed_name": None,
        "listed_kind": None,
        "listed_wikidata_id": None,
        "wikidata_id": None,
        "notes": None,
    },
    "quotes": {"successor_id": None},
}
"""The columns that are the same in all rows of an archive."""

_SKETCH_KEYS = "sketch_keys"
_BATCH = 50
"""Articles of one transaction in a living store: as many as a job's (decision 0045)."""


@dataclass(frozen=True, slots=True)
class LoadedArchive:
    """What a load came to."""

    stored: int
    """Articles that are new, or have another text now."""
    known: int = 0
    """Articles that were stored with the same text."""


def load_archive(
    directory: Path, settings: Settings, *, report: Callable[[int, int], None]
) -> LoadedArchive:
    """Put an archive into the database of the settings.

    Args:
        directory: What `onrecord backfill` wrote.
        settings: They name the database.
        report: Is called with what is done and with all of it: rows, or articles.

    Raises:
        NotFound: The directory holds no finished tables.
        Conflict: Another version made them, or a run is in the directory.
        NotReady: The database does not answer.
    """
    archive = Archive(directory)
    with archive.reading_tables() as tables:
        return _load(archive, tables, settings, report)


def _load(
    archive: Archive, tables: Path, settings: Settings, report: Callable[[int, int], None]
) -> LoadedArchive:
    Store.migrate(settings.database_url)
    with closing(Store.open(settings.database_url)) as store:
        total, written = count_rows(tables), Counter[str]()

        def count_written(table: str, rows: int) -> None:
            written[table] += rows
            report(written.total(), total)

        fill = partial(fill_tables, directory=tables, report=count_written)
        if store.bulk.is_empty() and store.bulk.fill(fill):
            return LoadedArchive(stored=count_rows(tables, "articles"))
        return add_articles(store, archive, report=report)


def add_articles(
    store: Store, archive: Archive, *, report: Callable[[int, int], None]
) -> LoadedArchive:
    """Add the articles of an archive to a living store, as a job would, without reading a text."""
    stored = known = 0
    last = _last_texts(archive)
    for batch in _batches(archive, last):
        keys = [one.natural_key for one in batch]
        found = store.batches.find_stored_texts(keys)
        new = [one for one, key in zip(batch, keys, strict=True) if key not in found]
        if new:
            store.batches.put_articles(new)
        stored, known = stored + len(new), known + len(batch) - len(new)
        report(stored + known, len(last))
    return LoadedArchive(stored, known)


def fill_tables(writer: TableWriter, directory: Path, *, report: RowReport) -> None:
    """Write all tables of a directory to an empty store."""
    prepare = partial(_prepared, now=datetime.now(UTC))
    with writer.without_indexes([*TABLES, _SKETCH_KEYS]):
        for table in TABLES:
            batches = read_batches(directory, table, change=partial(prepare, table=table))
            if table == "article_sketches":
                _write_sketches(writer, batches, report)
            else:
                _write(writer, table, batches, report)


def _last_texts(archive: Archive) -> dict[bytes, tuple[str, int, str]]:
    """Return where the text of each article lies that stays: its chunk, its place, its hash."""
    last: dict[bytes, tuple[str, int, str]] = {}
    for file in archive.files():
        for place, outlet_key, key, text_hash in article_keys(file):
            name = sha256(f"{outlet_key}\x1e{key}".encode("utf-8", "surrogatepass")).digest()
            if name not in last or last[name][2] != text_hash:
                last[name] = file.stem, place, text_hash
    return last


def _batches(
    archive: Archive, last: Mapping[bytes, tuple[str, int, str]]
) -> Iterator[list[ArticleToStore]]:
    wanted = {(chunk, place) for chunk, place, _ in last.values()}
    for file in archive.files():
        articles = (one for place, one in articles_in_chunk(file) if (file.stem, place) in wanted)
        while batch := list(islice(articles, _BATCH)):
            yield batch


def _write(
    writer: TableWriter, table: str, batches: Iterator[pyarrow.Table], report: RowReport
) -> None:
    first = next(batches, None)
    if first is None:
        return

    def counted() -> Iterator[pyarrow.Table]:
        yield first
        yield from batches

    columns = first.column_names
    if writer.dialect == "postgresql":

        def parts() -> Iterator[bytes]:
            for batch in counted():
                yield _as_csv(batch)
                report(table, batch.num_rows)

        writer.copy_csv(table, columns, parts())
        return
    for batch in counted():
        values = [column.to_pylist() for column in _for_sqlite(batch).columns]
        writer.insert(table, columns, zip(*values, strict=True))
        report(table, batch.num_rows)


def _write_sketches(
    writer: TableWriter, batches: Iterator[pyarrow.Table], report: RowReport
) -> None:
    """Number the sketches of articles, and write them and their blocking keys."""
    import numpy as np
    import pyarrow as pa

    keys: list[pyarrow.Table] = []

    def numbered() -> Iterator[pyarrow.Table]:
        last = 0
        for batch in batches:
            numbers = range(last + 1, last + batch.num_rows + 1)
            last += batch.num_rows
            pairs = [
                (key, number)
                for number, least in zip(numbers, batch["least"].to_pylist(), strict=True)
                for key in np.frombuffer(least, np.int64)[:KEYS].tolist()
            ]
            both = np.array(pairs, np.int64).reshape(-1, 2)
            keys.append(pa.table({"key": both[:, 0], "number": both[:, 1]}))
            yield batch.append_column("number", pa.array(numbers, pa.int64()))

    _write(writer, "article_sketches", numbered(), report)
    _write(writer, _SKETCH_KEYS, iter(keys), lambda table, rows: None)


def _prepared(batch: pyarrow.Table, *, table: str, now: datetime) -> pyarrow.Table:
    """Add what an archive does not know: the time of storing, and what editors would say."""
    import pyarrow as pa
    import pyarrow.compute as pc

    moment = pa.scalar(now, pa.timestamp("us", tz="UTC"))
    for name, value in _ADDED.get(table, {}).items():
        kind = pa.bool_() if isinstance(value, bool) else pa.string()
        batch = batch.append_column(name, pa.array([value] * batch.num_rows, kind))
    if table == "articles":
        dated = pc.coalesce(batch["published_at"], moment)
        batch = batch.append_column("dated_at", dated)
        for name in ("created_at", "updated_at"):
            batch = batch.append_column(name, pa.array([now] * batch.num_rows, moment.type))
    if table == "quotes":
        seen = pc.coalesce(batch["first_seen"], moment)
        stored_first = pc.and_(batch["undated"], pc.greater(seen, moment))
        seen = pc.if_else(stored_first, moment, seen)
        batch = batch.set_column(batch.column_names.index("first_seen"), "first_seen", seen)
        batch = batch.drop_columns(["undated"])
    return batch


def _as_csv(batch: pyarrow.Table) -> bytes:
    with needs_extra("parquet", purpose=PURPOSE):
        import pyarrow as pa
        from pyarrow import csv

    for place, field in enumerate(batch.schema):
        if pa.types.is_binary(field.type):
            texts = [
                None if each is None else f"\\x{each.hex()}" for each in batch[place].to_pylist()
            ]
            batch = batch.set_column(place, field.name, pa.array(texts, pa.string()))
    out = io.BytesIO()
    csv.write_csv(batch, out, csv.WriteOptions(include_header=False, quoting_style="needed"))
    return out.getvalue()


def _for_sqlite(batch: pyarrow.Table) -> pyarrow.Table:
    """Write ids without hyphens and moments as text, as SQLAlchemy does on SQLite."""
    import pyarrow as pa
    import pyarrow.compute as pc

    for place, field in enumerate(batch.schema):
        column = batch[place]
        if pa.types.is_timestamp(field.type):
            column = pc.strftime(column, format="%Y-%m-%d %H:%M:%S")
        elif pa.types.is_string(field.type) and field.name.split("_")[-1] == "id":
            column = pc.replace_substring(column, "-", "")
        batch = batch.set_column(place, field.name, column)
    return batch
