"""What has to be true of a database after a fault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from uuid import UUID

from service.ingest.ingest import Ingestor
from service.speakers.article_reader import ArticleReader, load_article_reader
from service.storage.filters import QuoteFilter
from service.storage.job_views import JobView
from service.storage.store import Store
from tests.faults.numbered import article_input
from tests.support.databases import MakeUrl
from tests.support.store_contents import contents, everything


@cache
def _reader() -> ArticleReader:
    return load_article_reader()


def check_stored(
    url: str, make_url: MakeUrl, acknowledged: Mapping[int, str], jobs: Iterable[tuple[str, range]]
) -> int:
    """Check that what was acknowledged is stored once and that all counts are right.

    Args:
        url: The database.
        make_url: Makes an empty SQLite database, in which the same articles are stored alone.
        acknowledged: The ids of articles by their numbers.
        jobs: The ids of jobs, and the numbers of their articles. They are finished.

    Returns:
        How many articles are stored.
    """
    store = Store.open(url)
    try:
        stored = _check_articles(store, acknowledged)
        for job_id, numbers in jobs:
            job = store.jobs.get(UUID(job_id))
            check_finished(job, len(numbers))
            assert set(numbers) <= set(stored)
            items = everything(lambda cursor: store.jobs.list_items(job.id, cursor=cursor))  # noqa: B023
            assert {item.article_id for item in items} == {stored[number] for number in numbers}
        _check_counts(store)
        alone = Store.open(make_url())
        results = Ingestor(_reader(), alone).ingest_many([article_input(n) for n in sorted(stored)])
        assert not [result for result in results if isinstance(result, Exception)]
        assert contents(store) == contents(alone)
        alone.close()
    finally:
        store.close()
    return len(stored)


def check_finished(job: JobView, number: int) -> None:
    """Check that every article of a job is stored."""
    assert job.state == "done"
    assert job.items.created + job.items.known == number, job.items


def _check_articles(store: Store, acknowledged: Mapping[int, str]) -> dict[int, UUID]:
    articles = everything(lambda cursor: store.list_articles(cursor=cursor))
    times = Counter(article.title for article in articles)
    assert not [title for title, number in times.items() if number > 1]
    stored = {int(article.title): article.id for article in articles}
    assert not set(acknowledged) - set(stored)
    assert {n: str(stored[n]) for n in acknowledged} == dict(acknowledged)
    return stored


def _check_counts(store: Store) -> None:
    quotes = everything(lambda cursor: store.list_quotes(QuoteFilter(stance=None), cursor=cursor))
    speakers: Counter[object] = Counter()
    for quote in quotes:
        found = store.get_quote(quote.id).occurrences
        assert quote.occurrence_count == len(found)
        assert quote.outlet_count == len({each.article.outlet.id for each in found})
        # The majority's speakers, and others whom an outlet names.
        named = [*quote.speakers, *(each for one in found for each in one.speakers)]
        speakers.update({speaker.id for speaker in named})
    for speaker in everything(lambda cursor: store.list_speakers(cursor=cursor)):
        assert speaker.quote_count == speakers[speaker.id]
    articles = everything(lambda cursor: store.list_articles(cursor=cursor))
    outlets = Counter(article.outlet.id for article in articles)
    for outlet in everything(lambda cursor: store.list_outlets(cursor=cursor)):
        assert outlet.article_count == outlets[outlet.id]
