"""What an engine is for a whole backfill: it reads chunks of records and runs the plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from service.backfill.archive import Archive
from service.backfill.local import LocalRunner
from service.backfill.read_chunks import Chunk, ReadingOptions, chunks_of, read_chunks
from service.backfill.runner import Runner

StepReport = Callable[[int, int | None], None]
"""What is called with the parts of the plan that are done, and all of them if that is known."""


class Engine(Protocol):
    """Where a backfill runs."""

    def read(
        self,
        archive: Archive,
        paths: Sequence[Path],
        options: ReadingOptions,
        *,
        came: Callable[[str], None],
    ) -> Iterator[int]:
        """Read the chunks of files that were not read before.

        Args:
            archive: The archive, locked.
            paths: The files.
            options: How they are read.
            came: Is called with the name of each chunk, those that were read before among them.

        Yields:
            How many records are done each time.
        """
        ...

    def runner(
        self, directory: Path, *, partitions: int, report: StepReport
    ) -> AbstractContextManager[Runner]:
        """Give a runner for one plan.

        Args:
            directory: An empty directory for rows between two steps.
            partitions: How many parts a shuffle makes.
            report: Is called as it goes on.
        """
        ...


@dataclass(frozen=True, slots=True)
class LocalEngine:
    """The processes of this machine."""

    workers: int

    def read(
        self,
        archive: Archive,
        paths: Sequence[Path],
        options: ReadingOptions,
        *,
        came: Callable[[str], None],
    ) -> Iterator[int]:
        """Read the chunks of files that were not read before.

        Args:
            archive: The archive, locked.
            paths: The files.
            options: How they are read.
            came: Is called with the name of each chunk.
        """

        def coming() -> Iterator[Chunk]:
            for chunk in chunks_of(paths, options.records):
                came(chunk.name)
                yield chunk

        return read_chunks(archive, coming(), options, workers=self.workers)

    def runner(
        self, directory: Path, *, partitions: int, report: StepReport
    ) -> AbstractContextManager[Runner]:
        """Give a runner for one plan: see `Engine`."""
        return LocalRunner(directory, workers=self.workers, partitions=partitions, report=report)
