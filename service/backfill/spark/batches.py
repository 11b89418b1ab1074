"""Rows of the plan in the batches of Arrow that Spark and its Python workers exchange.

A row is a pickle. Where rows are shuffled, their keys and orders stand beside them as bytes.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from service.backfill.pickles import dump_row
from service.backfill.runner import Sorted
from service.backfill.spark.sort_bytes import sort_bytes

if TYPE_CHECKING:
    import pyarrow

Batches = Iterator["pyarrow.RecordBatch"]
Rest = Callable[[Batches], Iterator[Any]]
"""What makes rows of the batches of a partition."""

ROW = "row binary"
KEYED = "key binary, place binary, row binary"
EDGE = "a string, b string"
BUCKET = "bucket int, rows bigint"

_ROWS = 2_000
_BYTES = 8_000_000
"""A batch ends at the first of the two, so that articles do not fill the memory."""


def rows_in(batches: Batches) -> Iterator[Any]:
    """Yield the rows of batches of `ROW`."""
    for batch in batches:
        for written in batch.column("row").to_pylist():
            yield pickle.loads(written)  # noqa: S301 - a row of this run


def edges_in(batches: Batches) -> Iterator[tuple[str, str]]:
    """Yield the edges of batches of `EDGE`."""
    for batch in batches:
        yield from zip(batch.column("a").to_pylist(), batch.column("b").to_pylist(), strict=True)


def grouped_rows(batches: Batches, step: Callable[[Iterator[Any]], Iterable[Any]]) -> Iterator[Any]:
    """Yield what a step makes of the rows of each key. They come sorted by key and order."""
    for _, rows in groupby(_keys_and_rows(batches), itemgetter(0)):
        yield from step(pickle.loads(written) for _, written in rows)  # noqa: S301 - as above


def row_batches(rows: Iterable[Any]) -> Batches:
    """Write rows as batches of `ROW`."""
    return _batches(ROW, ((dump_row(row),) for row in rows))


def keyed_batches(rows: Iterable[Any], key: Callable[[Any], Sorted]) -> Batches:
    """Write rows as batches of `KEYED`."""

    def keyed() -> Iterator[tuple[bytes, bytes, bytes]]:
        for row in rows:
            name, place = key(row)
            yield sort_bytes(name), sort_bytes(place), dump_row(row)

    return _batches(KEYED, keyed())


def column_batches(schema: str, rows: Iterable[tuple[Any, ...]]) -> Batches:
    """Write tuples as batches of a schema."""
    return _batches(schema, rows)


def _keys_and_rows(batches: Batches) -> Iterator[tuple[bytes, bytes]]:
    for batch in batches:
        yield from zip(
            batch.column("key").to_pylist(), batch.column("row").to_pylist(), strict=True
        )


def _batches(schema: str, rows: Iterable[tuple[Any, ...]]) -> Batches:
    import pyarrow as pa

    types = {
        "binary": pa.binary(),
        "string": pa.string(),
        "int": pa.int32(),
        "bigint": pa.int64(),
    }
    columns = [column.split() for column in schema.split(", ")]
    written = pa.schema([(name, types[kind]) for name, kind in columns])

    def batch(some: list[tuple[Any, ...]]) -> pyarrow.RecordBatch:
        arrays = [
            pa.array(values, field.type)
            for values, field in zip(zip(*some, strict=True), written, strict=True)
        ]
        return pa.RecordBatch.from_arrays(arrays, schema=written)

    some: list[tuple[Any, ...]] = []
    size = 0
    for row in rows:
        some.append(row)
        size += len(row[-1]) if isinstance(row[-1], bytes) else 0
        if len(some) == _ROWS or size > _BYTES:
            yield batch(some)
            some, size = [], 0
    if some:
        yield batch(some)
