"""Read the records of an archive on a cluster, a chunk at a time, as processes of one machine do.

Tasks parse the files into chunks, so that a file of any size is spread over the cluster. Then tasks
read the chunks that were not read before. Each worker loads the weights once.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from service.backfill.archive import Archive
from service.backfill.read_chunks import (
    ReadingOptions,
    chunks_of,
    load_worker_reader,
    read_apart,
    read_chunk,
)
from service.backfill.spark.batches import Batches, column_batches
from service.backfill.spark.frames import frame_of, stored_frame
from service.extraction.model.manifest import check_files
from service.extraction.model.model_reader import WEIGHTS
from service.ingest.article_rows import TextReader
from service.settings import Settings

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_FILE = "file int, path string"
_CHUNK = "file int, nth int, name string, records int, chunk binary"
_DONE = "records int"

_TASK_CHUNKS = 8
"""The chunks of a task: what the loss of an executor costs, for each of its cores."""


def read_on_spark(
    spark: SparkSession,
    archive: Archive,
    paths: Sequence[Path],
    options: ReadingOptions,
    *,
    came: Callable[[str], None],
) -> Iterator[int]:
    """Read the chunks of files, and yield how many records are done each time.

    Args:
        spark: The session. All of its workers see the files and the archive's directory.
        archive: The archive, locked.
        paths: The files.
        options: How they are read.
        came: Is called with the name of each chunk, those that were read before among them.
    """
    check_files(WEIGHTS)
    files = [(number, str(path.resolve())) for number, path in enumerate(paths)]
    # A task for each file, so that no worker waits for the largest one.
    found = frame_of(spark, _FILE, column_batches(_FILE, files)).repartition(max(1, len(files)))
    with archive.scratch() as directory:
        made = found.mapInArrow(lambda batches: _chunks_in(batches, options), _CHUNK)
        chunks = stored_frame(spark, made, directory / "chunks")
        new = 0
        listed = chunks.selectExpr("file", "nth", "name", "records", "chunk IS NULL AS was_read")
        for row in listed.sort("file", "nth").toLocalIterator():
            archive.begin(row["name"])
            came(row["name"])
            new += not row["was_read"]
            yield row["records"] if row["was_read"] else 0
        todo = chunks.where("chunk IS NOT NULL").select("chunk")
        tasks = todo.repartition(max(1, -(-new // _TASK_CHUNKS)))
        done = tasks.mapInArrow(lambda batches: _read_in(batches, options), _DONE)
        for row in done.toLocalIterator(prefetchPartitions=True):
            yield row["records"]


def _chunks_in(batches: Batches, options: ReadingOptions) -> Batches:
    """Parse files into chunks. What was read before is named, and not passed on."""
    archive = Archive(options.directory)
    for batch in batches:
        for file in batch.to_pylist():
            for nth, chunk in enumerate(chunks_of([Path(file["path"])], options.records)):
                was_read = archive.file_of(chunk.name).exists()
                written = None if was_read else pickle.dumps(chunk, pickle.HIGHEST_PROTOCOL)
                row = file["file"], nth, chunk.name, len(chunk.records), written
                yield from column_batches(_CHUNK, [row])


def _read_in(batches: Batches, options: ReadingOptions) -> Batches:
    from pyspark import TaskContext

    task = TaskContext.get()
    assert task is not None
    archive = Archive(options.directory)
    for batch in batches:
        for written in batch.column("chunk").to_pylist():
            chunk = pickle.loads(written)  # noqa: S301 - written by a task of this run
            if not archive.file_of(chunk.name).exists():
                if task.attemptNumber():
                    # A worker may have died of one of these records.
                    read_apart(chunk, options)
                else:
                    read_chunk(chunk, _reader(options.settings), options)
            yield from column_batches(_DONE, [(len(chunk.records),)])


_readers: dict[str, TextReader] = {}


def _reader(settings: Settings) -> TextReader:
    """Return the reader of this worker. It is loaded once, and serves all tasks."""
    name = repr((settings.threads, settings.max_characters))
    if name not in _readers:
        _readers[name] = load_worker_reader(settings)
    return _readers[name]
