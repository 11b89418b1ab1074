from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.errors import InvalidRequest, OnRecordError
from service.formats.jsonl import from_json_article
from service.formats.parquet import ParquetFileWriter, read_parquet_rows
from service.formats.record import ArticleRecord
from tests.support.article_records import article_records


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(article_records(), max_size=4))
def test_a_file_holds_all_of_its_records(tmp_path, records):
    path = tmp_path / "records.parquet"
    with ParquetFileWriter(path) as writer:
        for record in records:
            writer.write(record)

    assert [from_json_article(row) for row in read_parquet_rows(path)] == records


def test_columns_that_are_not_there_are_empty(tmp_path):
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"id": ["a"], "text": ["Words."]}), tmp_path / "a.parquet")
    [row] = read_parquet_rows(tmp_path / "a.parquet")

    assert from_json_article(row) == ArticleRecord(id="a", text="Words.")


def test_a_file_of_another_form_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    path.write_text("SECRET")
    with pytest.raises(InvalidRequest, match="not Parquet"):
        list(read_parquet_rows(path))


def test_without_pyarrow_the_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [each for each in sys.modules if each.partition(".")[0] == "pyarrow"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(OnRecordError, match=r"need pyarrow: pip install -e '\.\[parquet\]'"):
        ParquetFileWriter(tmp_path / "a.parquet")
