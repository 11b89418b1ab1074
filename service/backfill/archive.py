"""The directory of a backfill: what was read, in which order, and the tables made of it.

read/<digest>.parquet   the articles of a chunk, and the records that were refused
chunks.txt              the digests of all chunks, in the order in which they came
tables/<table>/         the tables that `onrecord load` takes
"""

from __future__ import annotations

import fcntl
import json
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from service.backfill.read_file import ChunkReport, chunk_report
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
        with (self.directory / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Conflict(f"Another run is working in {self.directory}.") from None
            yield

    def require_tables(self) -> Path:
        """Return the directory of the tables.

        Raises:
            NotFound: No run has finished them.
        """
        if not self._mark.exists():
            raise NotFound(f"{self.directory} holds no finished tables. Run `onrecord backfill`.")
        return self.tables

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

    def reports(self) -> Iterator[ChunkReport]:
        """Yield what became of the records of each chunk."""
        yield from map(chunk_report, self.files())

    def are_tables_current(self) -> bool:
        """Return whether the tables were made of just these chunks."""
        if not self._mark.exists():
            return False
        made_of: Mapping[str, str] = json.loads(self._mark.read_text("ascii"))
        return made_of.get("chunks") == self._digest()

    @contextmanager
    def making_tables(self) -> Iterator[Path]:
        """Give an empty directory for new tables. They replace the old ones at the end."""
        for directory in (self._partial, self.rows):
            shutil.rmtree(directory, ignore_errors=True)
            directory.mkdir()
        yield self._partial
        mark = {"chunks": self._digest()}
        (self._partial / "made_of.json").write_text(json.dumps(mark), "ascii")
        shutil.rmtree(self.tables, ignore_errors=True)
        self._partial.rename(self.tables)
        shutil.rmtree(self.rows)

    @property
    def _mark(self) -> Path:
        return self.tables / "made_of.json"

    def _digest(self) -> str:
        return sha256("".join(file.stem for file in self.files()).encode()).hexdigest()
