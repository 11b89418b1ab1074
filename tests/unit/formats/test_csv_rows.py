from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given

from service.errors import InvalidRequest
from service.formats.csv_rows import CSV_COLUMNS, from_csv_rows, to_csv_rows
from tests.support.article_records import article_records


@given(article_records())
def test_rows_hold_all_of_a_record_but_its_text(record):
    rows = list(csv.reader(io.StringIO("".join(to_csv_rows(record)), newline="")))

    assert len(rows) == len(record.quotations)
    if rows:
        assert from_csv_rows(rows, text=record.text) == record


@pytest.mark.parametrize("column", ["spans", "confidence", "kind", "published_at"])
def test_a_broken_cell_is_named(column):
    row = [""] * len(CSV_COLUMNS)
    row[CSV_COLUMNS.index(column)] = "SECRET"
    with pytest.raises(InvalidRequest, match=column) as refused:
        from_csv_rows([row], text="")
    assert "SECRET" not in refused.value.detail


def test_no_rows_are_no_record():
    with pytest.raises(InvalidRequest, match="There is no row"):
        from_csv_rows([], text="")
