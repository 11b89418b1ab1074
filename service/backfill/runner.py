"""What an engine does for a backfill: a few operations on rows, whatever the rows are.

The steps are functions of `service.backfill.core`, and rows are what they take and give: small
records that can be pickled. `service.backfill.plan` is written against this protocol alone, so each
engine computes the same tables. Functions are pickled as well: they are functions of a module, or
`functools.partial` of one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Generic, Protocol, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

Sorted = tuple[Any, Any]
"""The key of a row, and what the rows of one key are sorted by."""


class Rows(Generic[Item]):
    """Rows that an engine holds, somewhere. Each engine has a class of its own."""


class Runner(Protocol):
    """An engine."""

    def load(
        self, sources: Sequence[Item], read: Callable[[Item], Iterable[Result]]
    ) -> Rows[Result]:
        """Return the rows that sources hold, such as files."""
        ...

    def flat_map(self, rows: Rows[Item], step: Callable[[Item], Iterable[Result]]) -> Rows[Result]:
        """Return all that a step makes of each row."""
        ...

    def keep(self, rows: Rows[Item]) -> Rows[Item]:
        """Return rows that more than one step reads, so that they are computed once."""
        ...

    def group(
        self,
        rows: Sequence[Rows[Any]],
        key: Callable[[Any], Sorted],
        step: Callable[[Iterator[Any]], Iterable[Result]],
    ) -> Rows[Result]:
        """Return all that a step makes of the rows of each key.

        This is a shuffle. With several `rows` it is a join: a step gets the rows of all of them.

        Args:
            rows: One or more kinds of rows.
            key: Returns the key of a row, a string or a number, and its order within the key.
            step: Takes the rows of one key in order. It need not hold them all in memory.
        """
        ...

    def components(self, edges: Rows[tuple[str, str]]) -> Rows[tuple[str, str]]:
        """Return each node of a graph with the least node of its connected component."""
        ...

    def number(self, rows: Rows[Item], order: Callable[[Item], Any]) -> Rows[tuple[int, Item]]:
        """Return rows with numbers from 1, in their order."""
        ...

    def save(self, rows: Rows[Item], write: Callable[[str, Iterator[Item]], None]) -> None:
        """Write rows, in parts: `write` gets the name of a part and its rows."""
        ...
