"""What tests of several rooms share."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from service.extraction.model.model_reader import load_reader
from service.extraction.pipeline import QuotationPipeline
from service.speakers.article_reader import ArticleReader
from service.speakers.resolver import resolve_speakers
from tests.support.databases import BACKENDS, MakeUrl, postgresql_urls, sqlite_urls

GUARDS = logging.getLogger("onrecord.reading")

# A law is about answers. How long one example takes is the machine's business, and a machine that
# also does other work would fail it.
settings.register_profile("laws", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("laws")


@pytest.fixture(scope="session")
def quotation_pipeline() -> QuotationPipeline:
    return QuotationPipeline(reader=load_reader())


@pytest.fixture(scope="session")
def article_reader(quotation_pipeline: QuotationPipeline) -> ArticleReader:
    return ArticleReader(pipeline=quotation_pipeline, resolve=resolve_speakers)


@pytest.fixture(scope="session", autouse=True)
def guards_off() -> Iterator[list[bool]]:
    """A guard that contains a failure fails the test, so that no bug hides behind one."""
    off = [True]

    def refuse(record: logging.LogRecord) -> bool:
        assert not off[0], record.getMessage()
        return True

    GUARDS.addFilter(refuse)
    yield off
    GUARDS.removeFilter(refuse)


@pytest.fixture
def guards_on(
    guards_off: list[bool], caplog: pytest.LogCaptureFixture
) -> Iterator[pytest.LogCaptureFixture]:
    """For a test that plants a failure: guards contain it, and what they log can be looked at."""
    guards_off[0] = False
    yield caplog
    guards_off[0] = True


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
