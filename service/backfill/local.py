"""The runner `local`: the plan in the processes of one machine, with rows in files.

A shuffle writes the rows of each key to one of many files, by the hash of the key. Each file is
then sorted in memory and goes through the step. So memory holds one file a process, whatever the
size of the archive. One process does without files' rows being sent to another.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from heapq import merge
from itertools import count, groupby
from multiprocessing import get_context
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import IO, Any, TypeVar

from service.backfill.pickles import dump_rows
from service.backfill.runner import Rows
from service.dedup.clusters import DisjointSets
from service.interpreter import end_with_parent

Item = TypeVar("Item")
Result = TypeVar("Result")

_FLUSH = 1_000
"""The rows that are written at once."""

TaskReport = Callable[[int, int], None]
"""What is called with the tasks that are done, and those that are known."""


@dataclass(frozen=True, slots=True)
class SpilledRows(Rows[Item]):
    """Rows in files, as pickles."""

    files: tuple[Path, ...]


class LocalRunner:
    """Runs a plan on one machine. It is a context manager; its files go to `directory`."""

    def __init__(
        self,
        directory: Path,
        *,
        workers: int = 1,
        partitions: int = 16,
        report: TaskReport = lambda done, known: None,
    ) -> None:
        """Make a runner.

        Args:
            directory: An empty directory for the rows between two steps.
            workers: How many processes run the steps. One is this process.
            partitions: How many files a shuffle makes. Each must fit into memory.
            report: Is called after each task.
        """
        self._directory, self._partitions, self._report = directory, partitions, report
        self._names, self._done, self._known = count(), 0, 0
        self._pool = (
            ProcessPoolExecutor(
                workers, mp_context=get_context("spawn"), initializer=end_with_parent
            )
            if workers > 1
            else None
        )

    def __enter__(self) -> LocalRunner:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def load(
        self, sources: Sequence[Item], read: Callable[[Item], Iterable[Result]]
    ) -> Rows[Result]:
        """Return the rows that sources hold."""
        return self._each(sources, partial(_spill_source, read))

    def flat_map(self, rows: Rows[Item], step: Callable[[Item], Iterable[Result]]) -> Rows[Result]:
        """Return all that a step makes of each row."""
        return self._each(_files(rows), partial(_spill_map, step))

    def keep(self, rows: Rows[Item]) -> Rows[Item]:
        """Return rows that more than one step reads: they are in files as all rows are."""
        return rows

    def group(
        self,
        rows: Sequence[Rows[Any]],
        key: Callable[[Any], Any],
        step: Callable[[Iterator[Any]], Iterable[Result]],
    ) -> Rows[Result]:
        """Return all that a step makes of the rows of each key: see `runner.Runner`."""
        shuffled = self._new_directory()
        split = partial(_split, key, shuffled, self._partitions)
        inputs = [file for each in rows for file in _files(each)]
        self._run(inputs, split)
        parts = [shuffled / str(part) for part in range(self._partitions)]
        return self._each(
            [part for part in parts if part.exists()], partial(_spill_groups, key, step)
        )

    def components(self, edges: Rows[tuple[str, str]]) -> Rows[tuple[str, str]]:
        """Return each node with the least node of its connected component, found in memory."""
        nodes: dict[str, None] = {}
        found: list[tuple[str, str]] = []
        for file in _files(edges):
            for edge in spilled_rows(file):
                nodes.update(dict.fromkeys(edge))
                found.append(edge)
        sets = DisjointSets(nodes)
        for a, b in found:
            sets.union(a, b)
        return self._write(sorted(sets.representatives().items()))

    def number(self, rows: Rows[Item], order: Callable[[Item], Any]) -> Rows[tuple[int, Item]]:
        """Return rows with numbers from 1, in their order. Sorted files are merged."""
        files = _files(self._each(_files(rows), partial(_spill_sorted, order)))
        return self._write(enumerate(merge(*map(spilled_rows, files), key=order), start=1))

    def save(self, rows: Rows[Item], write: Callable[[str, Iterator[Item]], None]) -> None:
        """Write rows, in parts: `write` gets the name of a part and its rows."""
        directory = self._new_directory().name
        named = [(f"{directory}-{nth:05}", file) for nth, file in enumerate(_files(rows))]
        self._run(named, partial(_save, write))

    def _each(self, tasks: Sequence[Item], work: Callable[[Path, Item], None]) -> Rows[Any]:
        """Run a task that writes one file of rows for each of these, and return the rows."""
        directory = self._new_directory()
        outputs = tuple(directory / str(nth) for nth in range(len(tasks)))
        self._run(list(zip(outputs, tasks, strict=True)), partial(_call, work))
        return SpilledRows(outputs)

    def _run(self, tasks: Sequence[Item], work: Callable[[Item], None]) -> None:
        self._known += len(tasks)
        for _ in map(work, tasks) if self._pool is None else self._pool.map(work, tasks):
            self._done += 1
            self._report(self._done, self._known)

    def _write(self, rows: Iterable[Any]) -> Rows[Any]:
        file = self._new_directory() / "0"
        spill_rows(file, rows)
        return SpilledRows((file,))

    def _new_directory(self) -> Path:
        directory = self._directory / f"{next(self._names):03}"
        directory.mkdir()
        return directory


def spill_rows(path: Path, rows: Iterable[Any]) -> None:
    """Write rows to a file."""
    with path.open("wb") as file:
        some: list[Any] = []
        for row in rows:
            some.append(row)
            if len(some) == _FLUSH:
                dump_rows(some, file)
                some = []
        dump_rows(some, file)


def spilled_rows(path: Path) -> Iterator[Any]:
    """Yield the rows of a file that this runner wrote."""
    if path.is_dir():
        for each in sorted(path.iterdir()):
            yield from spilled_rows(each)
        return
    with path.open("rb") as file:
        while True:
            try:
                yield from pickle.load(file)  # noqa: S301 - our own file of a moment ago
            except EOFError:
                return


def _files(rows: Rows[Any]) -> tuple[Path, ...]:
    assert isinstance(rows, SpilledRows)
    return rows.files


def _call(work: Callable[[Path, Item], None], task: tuple[Path, Item]) -> None:
    work(*task)


def _spill_source(read: Callable[[Any], Iterable[Any]], output: Path, source: Any) -> None:
    spill_rows(output, read(source))


def _spill_map(step: Callable[[Any], Iterable[Any]], output: Path, file: Path) -> None:
    spill_rows(output, (made for row in spilled_rows(file) for made in step(row)))


def _spill_sorted(order: Callable[[Any], Any], output: Path, file: Path) -> None:
    spill_rows(output, sorted(spilled_rows(file), key=order))


def _spill_groups(
    key: Callable[[Any], Any],
    step: Callable[[Iterator[Any]], Iterable[Any]],
    output: Path,
    part: Path,
) -> None:
    keyed = sorted(((*key(row), row) for row in spilled_rows(part)), key=itemgetter(0, 1))
    groups = groupby(keyed, itemgetter(0))
    spill_rows(output, (made for _, rows in groups for made in step(row[2] for row in rows)))


def _split(key: Callable[[Any], Any], shuffled: Path, partitions: int, file: Path) -> None:
    """Write each row of a file to the part of its key. Each file has a file of its own there."""
    waiting: dict[int, list[Any]] = {}
    opened: dict[int, IO[bytes]] = {}
    try:
        for row in spilled_rows(file):
            part = _hash_key(key(row)[0]) % partitions
            rows = waiting.setdefault(part, [])
            rows.append(row)
            if len(rows) == _FLUSH:
                dump_rows(rows, _opened(opened, shuffled, part, file))
                rows.clear()
        for part, rows in waiting.items():
            dump_rows(rows, _opened(opened, shuffled, part, file))
    finally:
        for each in opened.values():
            each.close()


def _opened(opened: dict[int, IO[bytes]], shuffled: Path, part: int, file: Path) -> IO[bytes]:
    if part not in opened:
        directory = shuffled / str(part)
        directory.mkdir(exist_ok=True)
        opened[part] = (directory / f"{file.parent.name}-{file.name}").open("wb")
    return opened[part]


def _hash_key(key: Any) -> int:
    # The same in each process, unlike `hash`.
    return int.from_bytes(
        blake2b(repr(key).encode("utf-8", "surrogatepass"), digest_size=4).digest()
    )


def _save(write: Callable[[str, Iterator[Any]], None], named: tuple[str, Path]) -> None:
    name, file = named
    write(name, spilled_rows(file))
