"""The query that the page on archives shows runs on the tables of an archive."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from service.ingest.article_in import ArticleInput
from tests.structure.modules import ROOT
from tests.support.annotated_reader import AnnotatedReader
from tests.support.backfilled import make_archive

PAGE = ROOT / "docs" / "backfill.md"


def test_the_query_of_the_page_reads_the_tables(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    articles = [
        ArticleInput(
            outlet_domain=f"outlet{number}.example",
            published_at=datetime(2022, 2, 21, tzinfo=UTC),
            text=f"Ann Lee | direct | We knew about the seawall since the storm of March\n{number}",
        )
        for number in range(2)
    ]
    archive = make_archive(AnnotatedReader(), articles, tmp_path / "archive")
    [query] = re.findall(r"^```sql\n(.*?)^```$", PAGE.read_text("utf-8"), re.M | re.S)
    query = query.replace("'archive/", f"'{archive.directory}/")
    [(text, outlets, name)] = duckdb.sql(query).fetchall()
    assert (outlets, name) == (2, "Ann Lee")
    assert text.startswith("We knew")
