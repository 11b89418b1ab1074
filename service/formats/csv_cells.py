"""Rows of CSV (RFC 4180) that a spreadsheet opens without running a formula.

A spreadsheet runs a cell that begins with `=`, `+`, `-` or `@`, also behind white space, and
article texts are submitted by anyone. Such a cell gets an apostrophe in front. Cells that begin
with apostrophes before such a sign get one more, so that reading a row gives the same strings back.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

# The signs of full width are the same to spreadsheets. A tab or a line break alone may start one.
_FORMULA = re.compile(r"'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])")


def to_csv_row(cells: Iterable[str | None]) -> str:
    """Return one row with its line end. None is an empty cell."""
    row = io.StringIO()
    csv.writer(row).writerow([guard_cell(cell) for cell in cells])
    return row.getvalue()


def from_csv_row(cells: Sequence[str]) -> list[str | None]:
    """Return the strings that `to_csv_row` put into the cells. An empty cell is None."""
    return [unguard_cell(cell) for cell in cells]


def guard_cell(cell: str | None) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    if cell is None:
        return ""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguard_cell(cell: str) -> str | None:
    """Return the string that `guard_cell` was given."""
    if cell.startswith("'") and _FORMULA.match(cell):
        cell = cell[1:]
    return cell or None
