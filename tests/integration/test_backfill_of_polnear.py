"""Annotated news of 2016 ends in the same by HTTP's way, in processes and on Spark."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from service.ingest.article_in import ArticleInput
from service.ingest.ingest import Ingestor
from service.speakers.article_reader import ArticleReader, ReadArticle
from service.storage.store import Store
from tests.integration.test_backfill import held
from tests.integration.test_backfill_on_spark import make_on_spark, tables_of
from tests.support.backfilled import fill_store, make_archive
from tests.support.spark import skip_without_spark, small_session

FILES = [
    Path(__file__).parents[3] / "shared" / "polnear" / f"{name}.jsonl" for name in ("train", "dev")
]


class RememberingReader:
    """Reads each text once."""

    def __init__(self, reader: ArticleReader) -> None:
        self._reader = reader
        self._read: dict[str, ReadArticle] = {}

    def read(self, text: str) -> ReadArticle:
        if text not in self._read:
            self._read[text] = self._reader.read(text)
        return self._read[text]


def articles() -> Iterator[ArticleInput]:
    """The articles of both files, with dates and outlets. Some come several times."""
    for file in FILES:
        for line in file.read_text("utf-8").splitlines():
            document: dict[str, Any] = json.loads(line)
            day = datetime.fromisoformat(document["date"]).replace(tzinfo=UTC)
            yield ArticleInput(
                outlet_name=document["outlet"],
                url=f"https://example.org/{document['id']}",
                published_at=day,
                text=document["text"],
            )


@pytest.mark.slow
def test_news_of_2016_is_the_same_on_each_way(
    tmp_path: Path, article_reader: ArticleReader
) -> None:
    if not all(file.exists() for file in FILES):
        pytest.skip("the annotated articles are not in ../shared")
    skip_without_spark()
    reader = RememberingReader(article_reader)
    news = list(articles())
    archive = make_archive(reader, news, tmp_path / "archive", workers=2)
    by_processes = tables_of(archive)
    with small_session("local[2]") as spark:
        make_on_spark(spark, archive)
    assert tables_of(archive) == by_processes
    assert len(by_processes["articles"]) > 900
    sent, loaded = (f"sqlite:///{tmp_path / name}.db" for name in ("sent", "loaded"))
    for url in (sent, loaded):
        Store.migrate(url)
    with closing(Store.open(sent)) as one, closing(fill_store(loaded, archive)) as other:
        ingestor = Ingestor(reader, one)
        for article in news:
            ingestor.ingest(article)
        assert held(other) == held(one)
