"""The runner `spark`: the plan on Apache Spark, with rows as pickles beside their keys.

A shuffle is a repartition by key, sorted by key and order within each partition. Spark sorts on
disk what memory does not hold, and a Python worker gets the rows as a stream: a key of a million
rows takes time, and no memory. Steps that follow each other run in one worker, without a way back
to Spark between them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial, reduce
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from zlib import crc32

from service.backfill.runner import Rows, Sorted
from service.backfill.spark.batches import (
    BUCKET,
    EDGE,
    KEYED,
    ROW,
    Batches,
    Rest,
    column_batches,
    edges_in,
    grouped_rows,
    keyed_batches,
    row_batches,
    rows_in,
)
from service.backfill.spark.components import connected_nodes
from service.backfill.spark.frames import frame_of, stored_frame
from service.backfill.spark.sort_bytes import sort_bytes

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

Item = TypeVar("Item")
Result = TypeVar("Result")

_SAMPLES = 64
"""Rows a bucket that are looked at, to make buckets of about the same size."""


@dataclass(frozen=True, slots=True)
class SparkRows(Rows[Item]):
    """Rows that a data frame's batches hold, after some steps that are still to run."""

    frame: DataFrame
    rest: Rest


class SparkRunner:
    """Runs a plan on a cluster."""

    def __init__(
        self,
        spark: SparkSession,
        directory: Path,
        *,
        partitions: int,
        report: Callable[[int], None] = lambda done: None,
    ) -> None:
        """Make a runner.

        Args:
            spark: The session. All of its workers have this package.
            directory: An empty directory for rows between two steps. All workers see it.
            partitions: How many parts a shuffle makes.
            report: Is called with the number of sets of rows that are computed.
        """
        self._spark, self._directory = spark, directory
        self._partitions, self._report = partitions, report
        self._names, self._done = count(), 0
        spark.conf.set("spark.sql.shuffle.partitions", partitions)

    def load(
        self, sources: Sequence[Item], read: Callable[[Item], Iterable[Result]]
    ) -> Rows[Result]:
        """Return the rows that sources hold."""
        frame = frame_of(self._spark, ROW, row_batches(sources)).repartition(self._partitions)
        return self.flat_map(SparkRows(frame, rows_in), read)

    def flat_map(self, rows: Rows[Item], step: Callable[[Item], Iterable[Result]]) -> Rows[Result]:
        """Return all that a step makes of each row."""
        frame, rest = _opened(rows)

        def mapped(batches: Batches) -> Iterator[Result]:
            for row in rest(batches):
                yield from step(row)

        return SparkRows(frame, mapped)

    def keep(self, rows: Rows[Item]) -> Rows[Item]:
        """Return rows that more than one step reads: they are computed once."""
        frame, rest = _opened(rows)
        made = frame.mapInArrow(lambda batches: row_batches(rest(batches)), ROW)
        return SparkRows(self._stored(made), rows_in)

    def group(
        self,
        rows: Sequence[Rows[Any]],
        key: Callable[[Any], Sorted],
        step: Callable[[Iterator[Any]], Iterable[Result]],
    ) -> Rows[Result]:
        """Return all that a step makes of the rows of each key: see `runner.Runner`."""
        keyed = reduce(_union, (_keyed(*_opened(each), key) for each in rows))
        shuffled = keyed.repartition(self._partitions, "key").sortWithinPartitions("key", "place")
        return SparkRows(shuffled.select("key", "row"), partial(grouped_rows, step=step))

    def components(self, edges: Rows[tuple[str, str]]) -> Rows[tuple[str, str]]:
        """Return each node of a graph with the least node of its connected component."""
        frame, rest = _opened(edges)
        written = frame.mapInArrow(lambda batches: column_batches(EDGE, rest(batches)), EDGE)
        return SparkRows(connected_nodes(written, self._stored), edges_in)

    def number(self, rows: Rows[Item], order: Callable[[Item], Any]) -> Rows[tuple[int, Item]]:
        """Return rows with numbers from 1, in their order.

        The driver chooses the bounds of buckets from a sample and counts the rows of each. So a
        part that is computed again, after an executor was lost, gets the same numbers.
        """
        kept = self.keep(rows)
        bounds = self._bounds(kept, order)
        frame, rest = _opened(kept)

        def counted(batches: Batches) -> Batches:
            found = Counter(bisect_right(bounds, sort_bytes(order(row))) for row in rest(batches))
            return column_batches(BUCKET, found.items())

        counts = Counter[int]()
        for row in frame.mapInArrow(counted, BUCKET).collect():
            counts[row["bucket"]] += row["rows"]
        starts = [1]
        for bucket in range(len(bounds)):
            starts.append(starts[-1] + counts[bucket])

        def key(row: Item) -> Sorted:
            place = order(row)
            return bisect_right(bounds, sort_bytes(place)), place

        def numbered(bucket: Iterator[Item]) -> Iterator[tuple[int, Item]]:
            first = next(bucket)
            yield starts[key(first)[0]], first
            yield from enumerate(bucket, start=starts[key(first)[0]] + 1)

        return self.group([kept], key, numbered)

    def save(self, rows: Rows[Item], write: Callable[[str, Iterator[Item]], None]) -> None:
        """Write rows, in parts: `write` gets the name of a part and its rows."""
        from pyspark import TaskContext

        frame, rest = _opened(rows)
        name = f"{next(self._names):03}"

        def saved(batches: Batches) -> Batches:
            task = TaskContext.get()
            assert task is not None
            write(f"{name}-{task.partitionId():05}", rest(batches))
            return column_batches(BUCKET, ())

        frame.mapInArrow(saved, BUCKET).collect()
        self._count()

    def _stored(self, frame: DataFrame) -> DataFrame:
        stored = stored_frame(self._spark, frame, self._directory / f"{next(self._names):03}")
        self._count()
        return stored

    def _count(self) -> None:
        self._done += 1
        self._report(self._done)

    def _bounds(self, rows: Rows[Item], order: Callable[[Item], Any]) -> list[bytes]:
        """Return orders that divide rows into buckets of about the same size."""
        frame, rest = _opened(rows)

        def sampled(batches: Batches) -> Batches:
            for row in rest(batches):
                written = sort_bytes(order(row))
                if crc32(written) % every == 0:
                    yield from column_batches(ROW, [(written,)])

        every = max(1, frame.count() // (self._partitions * _SAMPLES))
        found = sorted(each["row"] for each in frame.mapInArrow(sampled, ROW).collect())
        step = max(1, len(found) // self._partitions)
        return [bytes(each) for each in found[step::step]]


def _opened(rows: Rows[Any]) -> tuple[DataFrame, Rest]:
    assert isinstance(rows, SparkRows)
    return rows.frame, rows.rest


def _keyed(frame: DataFrame, rest: Rest, key: Callable[[Any], Sorted]) -> DataFrame:
    return frame.mapInArrow(lambda batches: keyed_batches(rest(batches), key), KEYED)


def _union(one: DataFrame, other: DataFrame) -> DataFrame:
    return one.union(other)
