"""The directory of a backfill: what was read, in which order, and the tables made of it.

read/<digest>.parquet   the articles of a chunk, and the records that were refused
chunks.txt              the digests of all chunks, in the order in which they came
tables/<table>/         the tables that `onrecord load` takes
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import IO

from service.backfill.files import tables_form
from service.backfill.read_file import PARTIAL, ChunkReport, chunk_report
from service.errors import Conflict, NotFound

_DIGEST = re.compile("[0-9a-f]{64}")


class Archive:
    """One directory. A run that is killed leaves files that the next run goes on with."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._read, self._order = directory / "read", directory / "chunks.txt"
        self.tables, self._partial = directory / "tables", directory / "tables.partial"
        self.rows = directory / "rows.partial"
        self._numbers: dict[str, int] | None = None

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Make the directory, and keep other runs out of it.

        Raises:
            Conflict: Another run is in it.
        """
        self._read.mkdir(parents=True, exist_ok=True)
        with self._lock.open("w") as lock:
            self._take(lock, fcntl.LOCK_EX)
            for left in self._read.glob(f"*{PARTIAL}"):
                left.unlink()
            yield

    @contextmanager
    def reading_tables(self) -> Iterator[Path]:
        """Give the directory of the tables, and keep runs that would replace them out of it.

        Raises:
            NotFound: No run has finished them.
            Conflict: Another version made them, or a run is in the directory.
        """
        self._require_tables()
        if not self._lock.exists():
            self._lock.touch()  # A copy of the directory may be without it.
        with self._lock.open() as lock:
            self._take(lock, fcntl.LOCK_SH)
            self._require_tables()
            yield self.tables

    def file_of(self, chunk: str) -> Path:
        """Return the file of a chunk's articles, which may not be there yet."""
        return self._read / f"{chunk}.parquet"

    def begin(self, chunk: str) -> None:
        """Note that a chunk has come, before it is read, unless it came before."""
        numbers = self.numbers()
        if chunk not in numbers:
            numbers[chunk] = len(numbers)
            with self._order.open("a", encoding="ascii") as file:
                file.write(f"\n{chunk}")  # a torn line before it stays by itself

    def numbers(self) -> dict[str, int]:
        """Return the chunks that have come, with their numbers in the order of coming."""
        if self._numbers is None:
            lines = self._order.read_text("ascii").split("\n") if self._order.exists() else []
            chunks = dict.fromkeys(line for line in lines if _DIGEST.fullmatch(line))
            self._numbers = {chunk: number for number, chunk in enumerate(chunks)}
        return self._numbers

    def files(self) -> list[Path]:
        """Return the files of all chunks that were read, in their order."""
        return [file for chunk in self.numbers() if (file := self.file_of(chunk)).exists()]

    def reports(self, came: Collection[str]) -> Iterator[ChunkReport]:
        """Yield what became of the records of each chunk.

        Args:
            came: The chunks of this run. Records that other runs refused are left out: they may
                be the same records, read with other options.
        """
        for file in self.files():
            report = chunk_report(file)
            yield report if file.stem in came else replace(report, rejected=())

    def are_tables_current(self) -> bool:
        """Return whether the tables were made of just these chunks."""
        if not self._mark.exists():
            return False
        return self._made_of() == {"chunks": self._digest(), "form": tables_form()}

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        """Give an empty directory for what one run holds. It is deleted at the end."""
        shutil.rmtree(self.rows, ignore_errors=True)
        self.rows.mkdir()
        yield self.rows
        shutil.rmtree(self.rows)

    @contextmanager
    def making_tables(self) -> Iterator[Path]:
        """Give an empty directory for new tables. They replace the old ones at the end."""
        shutil.rmtree(self._partial, ignore_errors=True)
        self._partial.mkdir()
        with self.scratch():
            yield self._partial
        os.sync()  # The mark says that all is there, also after a power cut.
        mark = {"chunks": self._digest(), "form": tables_form()}
        (self._partial / self._mark.name).write_text(json.dumps(mark), "ascii")
        self._mark.unlink(missing_ok=True)  # What a killed run leaves of old tables is no archive.
        shutil.rmtree(self.tables, ignore_errors=True)
        self._partial.rename(self.tables)

    @property
    def _mark(self) -> Path:
        return self.tables / "made_of.json"

    @property
    def _lock(self) -> Path:
        return self.directory / "lock"

    def _take(self, lock: IO[str], how: int) -> None:
        try:
            fcntl.flock(lock, how | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Conflict(f"Another run is working in {self.directory}.") from None

    def _require_tables(self) -> None:
        if not self._mark.exists():
            raise NotFound(f"{self.directory} holds no finished tables. Run `onrecord backfill`.")
        if self._made_of().get("form") != tables_form():
            raise Conflict(
                f"The tables in {self.directory} were made by another version of OnRecord. Run"
                " `onrecord backfill` with the same archive again: what was read stays."
            )

    def _made_of(self) -> Mapping[str, str]:
        made_of: Mapping[str, str] = json.loads(self._mark.read_text("ascii"))
        return made_of

    def _digest(self) -> str:
        return sha256("".join(file.stem for file in self.files()).encode()).hexdigest()
