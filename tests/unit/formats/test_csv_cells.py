from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.formats.csv_cells import from_csv_row, guard_cell, to_csv_row, unguard_cell
from tests.support.article_records import storable_text


@pytest.mark.parametrize(
    ("cell", "guarded"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\rwords", "'\rwords"),
        ("  =1", "'  =1"),
        ("＝1", "'＝1"),
        ("'=1", "''=1"),
        ("'Tis said", "'Tis said"),
        ("1-1", "1-1"),
        (None, ""),
    ],
)
def test_a_formula_becomes_text_and_nothing_else_changes(cell, guarded):
    assert guard_cell(cell) == guarded
    assert unguard_cell(guarded) == cell


@given(st.lists(st.none() | storable_text(), min_size=1))
def test_a_row_gives_its_strings_back_and_holds_no_formula(cells):
    [row] = csv.reader(io.StringIO(to_csv_row(cells), newline=""))

    assert from_csv_row(row) == cells
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in row)
