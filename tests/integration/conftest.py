from __future__ import annotations

from collections.abc import Iterator

import pytest

from service.ingest.article_in import ArticleInput
from service.ingest.ingest import Ingestor
from service.storage.store import Store
from service.storage.views import StoredArticle
from tests.support.annotated_reader import AnnotatedReader
from tests.support.databases import MakeUrl
from tests.support.store_contents import Ingest


@pytest.fixture
def store(make_url: MakeUrl) -> Iterator[Store]:
    store = Store.open(make_url())
    yield store
    store.close()


@pytest.fixture
def reader() -> AnnotatedReader:
    return AnnotatedReader()


@pytest.fixture
def ingest(store: Store, reader: AnnotatedReader) -> Ingest:
    """A text, and by keyword whatever else an article has -> what ingesting it came to."""
    ingestor = Ingestor(reader, store)

    def ingest(text: str, *, domain: str = "first.example", **fields: object) -> StoredArticle:
        return ingestor.ingest(ArticleInput(outlet_domain=domain, text=text, **fields))

    return ingest
