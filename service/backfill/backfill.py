"""`onrecord backfill`: read an archive, and make the tables of all that was read so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from service.backfill.archive import Archive
from service.backfill.files import write_tables
from service.backfill.local import LocalRunner
from service.backfill.parse_record import RecordOptions
from service.backfill.plan import all_tables
from service.backfill.read_chunks import Chunk, ReadingOptions, chunks_of, read_chunks
from service.backfill.read_file import ChunkReport, arrived_articles
from service.backfill.runner import Runner
from service.settings import Settings

_BYTES_OF_PARTITION = 2_000_000
"""How many bytes of files a partition is made of: its rows take some hundred times as much."""
_FEWEST_PARTITIONS, _MOST_PARTITIONS = 8, 512

StageReport = Callable[[str, int, int | None], None]
"""What is called with the name of a stage, what is done of it, and all of it if that is known."""


@dataclass(frozen=True, slots=True)
class BackfillOptions:
    """How an archive is read."""

    settings: Settings
    records: RecordOptions
    workers: int


def run_backfill(
    paths: Sequence[Path], directory: Path, options: BackfillOptions, *, report: StageReport
) -> list[ChunkReport]:
    """Read the files of an archive and make the tables; return what became of the records.

    A run that was killed goes on, and what was read is not read again.

    Args:
        paths: The files.
        directory: The directory of the archive.
        options: How it is read.
        report: Is called as it goes on.

    Raises:
        Conflict: Another run is working in the directory.
        NotReady: The model's files are missing or damaged.
    """
    archive = Archive(directory)
    with archive.locked():
        reading = ReadingOptions(options.settings, options.records, directory)
        done, came = 0, set[str]()

        def coming() -> Iterator[Chunk]:
            for chunk in chunks_of(paths, options.records):
                came.add(chunk.name)
                yield chunk

        for records in read_chunks(archive, coming(), reading, workers=options.workers):
            done += records
            report("read", done, None)
        if not archive.are_tables_current():
            with archive.making_tables() as tables:
                _make_tables(archive, tables, options.workers, report)
        return list(archive.reports(came))


def make_tables(runner: Runner, archive: Archive, files: Iterable[Path], tables: Path) -> None:
    """Run the plan over the articles that were read, and write all tables, on any engine.

    Args:
        runner: The engine.
        archive: The archive.
        files: The files of the articles that were read.
        tables: The directory of the tables.
    """
    read = partial(arrived_articles, numbers=archive.numbers())
    for rows in all_tables(runner, runner.load(list(files), read)):
        runner.save(rows, partial(write_tables, tables))


def _make_tables(archive: Archive, tables: Path, workers: int, report: StageReport) -> None:
    files = archive.files()
    size = sum(file.stat().st_size for file in files)
    partitions = min(max(size // _BYTES_OF_PARTITION, _FEWEST_PARTITIONS), _MOST_PARTITIONS)
    runner = LocalRunner(
        archive.rows,
        workers=workers,
        partitions=partitions,
        report=lambda done, known: report("tables", done, known),
    )
    with runner:
        make_tables(runner, archive, files, tables)
