from __future__ import annotations

from collections.abc import Iterator

import pytest

from service.ingest.article_in import ArticleInput
from service.ingest.ingest import Ingestor
from service.storage.store import Store
from service.storage.views import StoredArticle
from tests.support.annotated_reader import AnnotatedReader
from tests.support.databases import BACKENDS, MakeUrl, postgresql_urls, sqlite_urls
from tests.support.store_contents import Ingest


@pytest.fixture(scope="session")
def postgresql() -> Iterator[MakeUrl]:
    with postgresql_urls() as make:
        yield make


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MakeUrl]:
    with sqlite_urls(tmp_path_factory.mktemp("sqlite")) as make:
        yield make


@pytest.fixture(params=BACKENDS)
def make_url(request: pytest.FixtureRequest) -> MakeUrl:
    """Each test that asks for it runs on both databases."""
    return request.getfixturevalue(request.param)


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
