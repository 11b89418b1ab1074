"""`onrecord backfill`: read an archive, and make the tables of all that was read so far."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from service.backfill.archive import Archive
from service.backfill.engine import Engine
from service.backfill.files import write_tables
from service.backfill.parse_record import RecordOptions
from service.backfill.plan import all_tables
from service.backfill.read_chunks import ReadingOptions
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


def run_backfill(
    paths: Sequence[Path],
    directory: Path,
    options: BackfillOptions,
    engine: Engine,
    *,
    report: StageReport,
) -> list[ChunkReport]:
    """Read the files of an archive and make the tables; return what became of the records.

    A run that was killed goes on, and what was read is not read again.

    Args:
        paths: The files.
        directory: The directory of the archive.
        options: How it is read.
        engine: Where it runs.
        report: Is called as it goes on.

    Raises:
        Conflict: Another run is working in the directory.
        NotReady: The model's files are missing or damaged.
    """
    archive = Archive(directory)
    with archive.locked():
        reading = ReadingOptions(options.settings, options.records, directory.resolve())
        done, came = 0, set[str]()
        for records in engine.read(archive, paths, reading, came=came.add):
            done += records
            report("read", done, None)
        if not archive.are_tables_current():
            with archive.making_tables() as tables:
                _make_tables(archive, tables, engine, report)
        return list(archive.reports(came))


def make_tables(runner: Runner, archive: Archive, tables: Path) -> None:
    """Run the plan over the articles that were read, and write all tables, on any engine."""
    numbers = archive.numbers()
    chunks = [(numbers[file.stem], file.resolve()) for file in archive.files()]
    for rows in all_tables(runner, runner.load(chunks, arrived_articles)):
        runner.save(rows, partial(write_tables, tables.resolve()))


def count_partitions(archive: Archive) -> int:
    """Return how many parts a shuffle of the archive's rows makes."""
    size = sum(file.stat().st_size for file in archive.files())
    return min(max(size // _BYTES_OF_PARTITION, _FEWEST_PARTITIONS), _MOST_PARTITIONS)


def _make_tables(archive: Archive, tables: Path, engine: Engine, report: StageReport) -> None:
    partitions = count_partitions(archive)
    with engine.runner(
        archive.rows, partitions=partitions, report=partial(report, "tables")
    ) as runner:
        make_tables(runner, archive, tables)
