from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest
from hypothesis import given

from service.errors import InvalidRequest
from service.formats.quote_row import QUOTE_COLUMNS, from_quote_csv, to_quote_csv
from service.formats.schema_org import from_linked_quote, to_linked_quote
from tests.support.article_records import QUOTE_ROWS


@given(QUOTE_ROWS)
def test_a_row_of_csv_holds_all_of_a_quote(row):
    [cells] = csv.reader(io.StringIO(to_quote_csv(row), newline=""))

    assert from_quote_csv(cells) == row


@given(QUOTE_ROWS)
def test_a_node_of_schema_org_holds_all_but_counts_and_disputed_speakers(row):
    node = json.loads(json.dumps(to_linked_quote(row)))

    counts = {"outlet_count": 1, "origin_count": 1, "occurrence_count": 1}
    assert from_linked_quote(node) == replace(row, disputed=(), **counts)


@pytest.mark.parametrize("column", ["kind", "speakers", "first_seen", "outlet_count"])
def test_a_row_with_a_broken_cell_is_refused_by_its_column(column):
    cells = [
        "1", "direct", "words", "", "", "[]", "[]", "2024-01-01T00:00:00Z", "1", "1", "1"
    ]  # fmt: skip
    assert from_quote_csv(cells).text == "words"
    cells[QUOTE_COLUMNS.index(column)] = "SECRET"
    with pytest.raises(InvalidRequest, match=column) as refused:
        from_quote_csv(cells)
    assert "SECRET" not in refused.value.detail
