"""Read the records of an archive in processes, a chunk at a time, each with the model loaded once.

A chunk is named by the hash of its records. So a chunk that was read is known again, in another run
and in another file.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from service.backfill.archive import Archive
from service.backfill.parse_record import RecordOptions, parse_record
from service.backfill.read_file import ChunkReport, Rejected, chunk_report, write_read_file
from service.backfill.sources.files import raw_records
from service.backfill.sources.raw_record import RawRecord, digest_of_records
from service.commands.extract import reason_of
from service.errors import NotReady
from service.extraction.model.manifest import check_files
from service.extraction.model.model_reader import WEIGHTS
from service.ingest.article_in import ArticleInput
from service.ingest.article_rows import TextReader, article_rows, read_rows
from service.interpreter import collect_seldom, end_with_parent
from service.settings import Settings
from service.speakers.article_reader import load_article_reader
from service.storage.inputs import ArticleToStore

CHUNK_RECORDS = 100
"""The records of a chunk: what a kill can cost, for each process."""
_AHEAD = 2
"""Chunks that may wait for each process."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some records in a row."""

    name: str
    records: tuple[RawRecord, ...]


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """What a process needs to read chunks."""

    settings: Settings
    records: RecordOptions
    directory: Path


def chunks_of(
    paths: Iterable[Path], options: RecordOptions, *, size: int = CHUNK_RECORDS
) -> Iterator[Chunk]:
    """Yield the records of files in chunks. No chunk holds records of two files."""
    for path in paths:
        records = raw_records(path)
        while some := tuple(islice(records, size)):
            yield Chunk(digest_of_records(some, repr(options)), some)


def read_chunks(
    archive: Archive, chunks: Iterable[Chunk], options: ReadingOptions, *, workers: int
) -> Iterator[int]:
    """Read the chunks that were not read before, and yield how many records are done each time.

    Args:
        archive: The archive, locked.
        chunks: All chunks, those that were read before among them.
        options: What a process needs.
        workers: How many processes read.
    """
    check_files(WEIGHTS)
    waiting: deque[tuple[Chunk, Future[ChunkReport]]] = deque()
    pool = _open_pool(options, workers)
    try:
        for chunk in chunks:
            archive.begin(chunk.name)
            if archive.file_of(chunk.name).exists():
                yield len(chunk.records)
                continue
            waiting.append((chunk, _submit(pool, chunk)))
            if len(waiting) >= workers * _AHEAD:
                known = _count_records(waiting)
                pool = _finish(waiting, pool, options, workers)
                yield known - _count_records(waiting)
        while waiting:
            known = _count_records(waiting)
            pool = _finish(waiting, pool, options, workers)
            yield known - _count_records(waiting)
    finally:
        pool.shutdown(cancel_futures=True)


def read_chunk(
    chunk: Chunk, reader: TextReader, options: ReadingOptions, *, died: Sequence[Rejected] = ()
) -> ChunkReport:
    """Read the records of a chunk and write its file. A bad record costs itself alone.

    Args:
        chunk: The records.
        reader: Reads their texts.
        options: How records are parsed, and where the file goes.
        died: Other records of the chunk, of which a process died.
    """
    read: list[tuple[int, ArticleToStore]] = []
    rejected = list(died)
    for place, record in enumerate(chunk.records):
        try:
            read.append((place, read_article(reader, parse_record(record, options.records))))
        except Exception as error:
            rejected.append(Rejected(record.place, reason_of(error)))
    path = Archive(options.directory).file_of(chunk.name)
    write_read_file(path, read, rejected)
    return chunk_report(path)


def read_apart(chunk: Chunk, options: ReadingOptions) -> None:
    """Read the records of a chunk one by one in a process, with a new one where it dies of one."""
    died: list[Rejected] = []
    alive: list[RawRecord] = []
    pool = _open_tried_pool(options)
    try:
        for record in chunk.records:
            try:
                pool.submit(_try_in_worker, record).result()
                alive.append(record)
            except BrokenProcessPool:
                died.append(Rejected(record.place, "The process that read this text died."))
                pool.shutdown()
                pool = _open_tried_pool(options)
        pool.submit(_read_in_worker, Chunk(chunk.name, tuple(alive)), died).result()
    finally:
        pool.shutdown()


def read_article(reader: TextReader, article: ArticleInput) -> ArticleToStore:
    """Read an article as `Ingestor` does, and return what storing it takes.

    Raises:
        InvalidRequest: A field cannot be stored; `InvalidText` for the text.
        TextTooLong: The text is longer than the reader accepts.
    """
    outlet, row = article_rows(article)
    return read_rows(reader, outlet, row)


def load_worker_reader(settings: Settings) -> TextReader:
    """Return the reader of a process that reads chunks up to its end.

    Raises:
        NotReady: The model's files are missing or damaged.
    """
    reader = load_article_reader(threads=settings.threads, max_characters=settings.max_characters)
    collect_seldom()
    return reader


def _submit(pool: ProcessPoolExecutor, chunk: Chunk) -> Future[ChunkReport]:
    """Let a process read a chunk. Where one has died since, the chunk is lost as others are."""
    try:
        return pool.submit(_read_in_worker, chunk)
    except BrokenProcessPool as broken:
        lost: Future[ChunkReport] = Future()
        lost.set_exception(broken)
        return lost


def _finish(
    waiting: deque[tuple[Chunk, Future[ChunkReport]]],
    pool: ProcessPoolExecutor,
    options: ReadingOptions,
    workers: int,
) -> ProcessPoolExecutor:
    """Wait for the first chunk, and return the pool that goes on, a new one where one died."""
    chunk, future = waiting.popleft()
    try:
        future.result()
        return pool
    except BrokenProcessPool:
        lost = [chunk, *(each for each, _ in waiting)]
        waiting.clear()
        pool.shutdown(cancel_futures=True)
        for each in lost:
            if not (Archive(options.directory).file_of(each.name)).exists():
                read_apart(each, options)
        return _open_pool(options, workers)


def _count_records(waiting: Iterable[tuple[Chunk, Future[ChunkReport]]]) -> int:
    return sum(len(chunk.records) for chunk, _ in waiting)


def _open_tried_pool(options: ReadingOptions) -> ProcessPoolExecutor:
    """Return a pool of one process that has loaded the model: no record is to blame where it dies.

    Raises:
        NotReady: It died.
    """
    pool = _open_pool(options, 1)
    try:
        pool.submit(_do_nothing).result()
    except BrokenProcessPool:
        raise NotReady("A process died while it loaded the model. Try fewer workers.") from None
    return pool


def _open_pool(options: ReadingOptions, workers: int) -> ProcessPoolExecutor:
    # A fresh process (spawn) shares no threads or locks with this one, unlike a forked one.
    return ProcessPoolExecutor(
        max_workers=workers,
        mp_context=get_context("spawn"),
        initializer=_start_worker,
        initargs=(options,),
    )


_worker: tuple[TextReader, ReadingOptions] | None = None


def _start_worker(options: ReadingOptions) -> None:
    global _worker  # noqa: PLW0603 - a pool hands a worker its state in no other way
    end_with_parent()
    _worker = load_worker_reader(options.settings), options


def _read_in_worker(chunk: Chunk, died: Sequence[Rejected] = ()) -> ChunkReport:
    assert _worker is not None
    return read_chunk(chunk, *_worker, died=died)


def _do_nothing() -> None:
    """Show that the process is there."""


def _try_in_worker(record: RawRecord) -> None:
    assert _worker is not None
    reader, options = _worker
    try:
        read_article(reader, parse_record(record, options.records))
    except Exception:
        return  # It is refused with its reason later. Here it only matters that the process lives.
