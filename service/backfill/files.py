"""The Parquet files of a backfill: one folder for each table, with the columns of the store.

Ids are strings, spans and lists are JSON, and moments are in UTC. A moment that the archive does
not know, such as the date of an article without one, is null.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from service.backfill.core.tables import NamedRow, plain_value
from service.backfill.read_file import PARTIAL
from service.backfill.sources.raw_record import PURPOSE
from service.dedup.stored_form import VERSION as UTTERANCE_VERSION
from service.dedup.stories.sketch import SKETCH_VERSION
from service.extras import needs_extra

if TYPE_CHECKING:
    import pyarrow

_EXTRA = "parquet"
_BATCH = 5_000
"""Rows that are written at once: they bound the memory."""

_TYPES = {
    "ordinal": "int32",
    "position": "int32",
    "version": "int32",
    "shingles": "int32",
    "day": "int32",
    "days": "int32",
    "occurrence_count": "int32",
    "outlet_count": "int32",
    "origin_count": "int32",
    "relevance": "int32",
    "key:utterance_keys": "int64",
    "utterance_id": "int64",
    "group_id": "int64",
    "host_id": "int64",
    "id:utterances": "int64",
    "confidence": "double",
    "resolution_confidence": "double",
    "bits": "double",
    "shared": "double",
    "covered": "double",
    "alone": "bool",
    "disputed": "bool",
    "judged": "bool",
    "provisional": "bool",
    "undated": "bool",
    "least": "binary",
    "stems": "binary",
    "published_at": "moment",
    "first_seen": "moment",
}
"""The types of columns that are no strings, by their names, or by name and table."""

TABLES = {
    "outlets": "id key domain name name_key",
    "articles": "id outlet_id key url title published_at period text text_hash",
    "article_words": "article_id words",
    "article_sketches": "article_id story_id version shingles least agency",
    "speakers": "id name_key provisional name sort_key kind",
    "quotations": "id article_id ordinal kind stance polarity confidence content_text content_spans"
    " cue_text cue_spans source_text source_spans denied_spans resolution_step"
    " resolution_confidence mention_text mention_spans via_name via_kind",
    "quotation_speakers": "quotation_id position speaker_id name kind name_key surname alone title"
    " gender description_text description_spans",
    "quotes": "id anchor_id undated judged occurrence_count outlet_count origin_count relevance"
    " first_seen text words kind",
    "quote_speakers": "quote_id speaker_id disputed",
    "utterances": "id digest version words_hash form speakers source day place judged group_id"
    " quote_id",
    "utterance_prefilters": "utterance_id bits day stems",
    "utterance_keys": "key utterance_id",
    "fragment_hosts": "group_id host_id host fragment shared covered days",
    "occurrences": "id quote_id utterance_id quotation_id article_id ordinal text spans",
}
"""The columns of each table. Those that the tables refer to come first."""


def tables_form() -> str:
    """Return a hash of the columns, and of the versions of the rules that fill them."""
    form = (TABLES, _TYPES, UTTERANCE_VERSION, SKETCH_VERSION)
    return sha256(repr(form).encode()).hexdigest()


def table_schema(table: str) -> pyarrow.Schema:
    """Return the columns of a table with their types."""
    with needs_extra(_EXTRA, purpose=PURPOSE):
        import pyarrow as pa

    types = {
        "int32": pa.int32(),
        "int64": pa.int64(),
        "double": pa.float64(),
        "bool": pa.bool_(),
        "binary": pa.binary(),
        "moment": pa.timestamp("us", tz="UTC"),
    }
    named = {name: _TYPES.get(f"{name}:{table}") or _TYPES.get(name) for name in columns_of(table)}
    return pa.schema([(name, types.get(kind or "", pa.string())) for name, kind in named.items()])


def columns_of(table: str) -> list[str]:
    """Return the names of a table's columns."""
    return TABLES[table].split()


def write_tables(directory: Path, part: str, rows: Iterator[NamedRow]) -> None:
    """Write rows of any tables: a file named after the part in the folder of each table.

    The files are there at the end. A task that failed leaves none, and one that ran twice writes
    the same ones.
    """
    with needs_extra(_EXTRA, purpose=PURPOSE):
        import pyarrow as pa
        import pyarrow.parquet as pq
    writers: dict[str, Any] = {}
    partial: dict[str, Path] = {}
    waiting: dict[str, list[dict[str, Any]]] = {}

    def flush(table: str) -> None:
        schema = table_schema(table)
        if table not in writers:
            folder = directory / table
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / f"{part}.{token_hex(8)}{PARTIAL}"
            partial[table] = path
            writers[table] = pq.ParquetWriter(path, schema, compression="zstd")
        writers[table].write_table(pa.Table.from_pylist(waiting.pop(table), schema=schema))

    try:
        for table, row in rows:
            some = waiting.setdefault(table, [])
            some.append({name: plain_value(value) for name, value in row.items()})
            if len(some) == _BATCH:
                flush(table)
        for table in list(waiting):
            flush(table)
    finally:
        for writer in writers.values():
            writer.close()
    for path in partial.values():
        path.replace(path.with_name(f"{part}.parquet"))


def read_batches(
    directory: Path, table: str, *, change: Callable[[pyarrow.Table], pyarrow.Table]
) -> Iterator[pyarrow.Table]:
    """Yield the rows of a table, some at a time, as `change` returns them."""
    with needs_extra(_EXTRA, purpose=PURPOSE):
        import pyarrow as pa
        import pyarrow.parquet as pq
    for path in sorted((directory / table).glob("*.parquet")):
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=_BATCH):
                yield change(pa.Table.from_batches([batch]))


def count_rows(directory: Path, *tables: str) -> int:
    """Return how many rows the files of some tables hold, or of all tables."""
    with needs_extra(_EXTRA, purpose=PURPOSE):
        import pyarrow.parquet as pq
    files = (path for table in tables or TABLES for path in (directory / table).glob("*.parquet"))
    return sum(pq.read_metadata(path).num_rows for path in files)
