"""Tables of text with even columns, for a terminal or a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """A head and rows of cells; the first cell of a row is its name."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def as_text(table: Table) -> str:
    """A table -> lines of even columns."""
    lines = (table.head, *table.rows)
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(_line(cells, widths) for cells in lines)


def as_markdown(table: Table) -> str:
    """A table -> the same in Markdown, as `docs/benchmarks.md` holds it."""
    rule = "|---|" + "---:|" * (len(table.head) - 1)
    head, *rows = ("| " + " | ".join(cells) + " |" for cells in (table.head, *table.rows))
    return "\n".join([head, rule, *rows])


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = zip(cells, widths, strict=True)
    return first[0].ljust(first[1]) + "".join(f"  {cell.rjust(width)}" for cell, width in others)
