"""Stories as laws: they are the components of near copies, whatever the order of the articles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.dedup.stories.near_copies import group_copies
from service.dedup.stories.sketch import sketch_article
from service.ingest.article_in import ArticleInput
from service.ingest.ingest import Ingestor
from service.storage.filters import ArticleFilter, QuoteFilter
from service.storage.store import Store
from tests.support.annotated_reader import AnnotatedReader
from tests.support.databases import BACKENDS, MakeUrl
from tests.support.laws import MONDAY, check_in_any_order, on_new_databases
from tests.support.store_contents import contents, everything

# Lines of some twenty words. Texts of a few such lines share all, most, some or none of them.
PASSAGES = [
    f"{who} | {kind} | {words}"
    for who, kind, words in [
        (
            "Ann Lee",
            "direct",
            "The harbour board knew about the crumbling seawall since the storm of March and it"
            " warned neither the fishermen nor the town",
        ),
        (
            "Ann Lee",
            "indirect",
            "repairs will begin before the winter gales and cost the county eleven million crowns"
            " over the next four years at least",
        ),
        (
            "Bo Ek",
            "direct",
            "We asked for new pumps nine times in writing, and each time the letter came back with"
            " a stamp and no answer at all",
        ),
        (
            "Bo Ek",
            "indirect",
            "the ferry to the islands stays in dock until divers have looked at every pile of the"
            " northern pier once more",
        ),
        (
            "Ida Moe",
            "direct",
            "Our school has taken in sixty families since the flood, and the gymnasium smells of"
            " soup and of wet dogs day and night",
        ),
        (
            "Ida Moe",
            "indirect",
            "lessons go on in two shifts from Thursday because half of the classrooms are needed"
            " for beds until the end of the month",
        ),
    ]
]
CREDITS = ["WEXCOMBE (AP) — Report", "By Reuters", ""]
TEXTS = st.builds(
    lambda lines, credit: "\n".join([credit, *lines]).strip(),
    st.lists(st.sampled_from(PASSAGES), max_size=5, unique=True),
    st.sampled_from(CREDITS),
).filter(bool)
MANY = st.lists(TEXTS, min_size=1, max_size=7)

FEW = on_new_databases(8)


def articles_of(texts: Sequence[str]) -> dict[str, ArticleInput]:
    return {
        f"https://example.org/{number}": ArticleInput(
            outlet_domain=f"outlet{number % 3}.example",
            url=f"https://example.org/{number}",
            published_at=MONDAY + timedelta(days=number),
            text=text,
        )
        for number, text in enumerate(texts)
    }


def expected_stories(articles: Mapping[str, ArticleInput]) -> set[frozenset[str]]:
    """Articles -> their origins as the pure rule gives them, all pairs compared."""
    sketches = {url: sketch_article(article.text) for url, article in articles.items()}
    return set(map(frozenset, group_copies(sketches)))


def check(store: Store, articles: Mapping[str, ArticleInput]) -> None:
    """Stories are those of the pure rule, and quotes count as many origins as they have."""
    origins: dict[UUID, set[str]] = {}
    for ref in everything(lambda cursor: store.list_articles(cursor=cursor)):
        origins.setdefault(ref.story_id or ref.id, set()).add(ref.url)
    assert set(map(frozenset, origins.values())) == expected_stories(articles)
    for origin, urls in origins.items():
        listed = store.list_articles(ArticleFilter(story_id=origin)).items
        assert {ref.url for ref in listed} == (urls if len(urls) > 1 else set())
        for ref in listed:
            story = store.get_article(ref.id).story
            assert story is not None
            assert (story.id, story.article_count) == (origin, len(urls))
            others = {other.url for other in story.articles}
            assert others <= urls - {ref.url}
            assert len(others) == min(len(urls) - 1, 20)
    for quote in everything(lambda c: store.list_quotes(QuoteFilter(stance=None), cursor=c)):
        printed = store.get_quote(quote.id).occurrences
        assert quote.origin_count == len({o.article.story_id or o.article.id for o in printed})
        assert {o.origin_count for o in printed} == {quote.origin_count}


@pytest.mark.parametrize("backend", BACKENDS)
@FEW
@given(texts=MANY, later=MANY, data=st.data())
def test_stories_are_those_of_the_pure_rule_in_any_order_with_changes_and_removals(
    request: pytest.FixtureRequest,
    backend: str,
    texts: list[str],
    later: list[str],
    data: st.DataObject,
) -> None:
    make_url: MakeUrl = request.getfixturevalue(backend)
    with closing(Store.open(make_url())) as store:
        before, after = articles_of(texts), articles_of(later)
        check_in_any_order(store, data, before, after, partial(check, store))


@pytest.mark.parametrize("backend", BACKENDS)
@FEW
@given(texts=MANY, later=MANY, data=st.data())
def test_a_batch_ends_as_one_article_after_another(
    request: pytest.FixtureRequest,
    backend: str,
    texts: list[str],
    later: list[str],
    data: st.DataObject,
) -> None:
    make_url: MakeUrl = request.getfixturevalue(backend)
    before, after = articles_of(texts), articles_of(later)
    with closing(Store.open(make_url())) as store:
        ingestor = Ingestor(AnnotatedReader(), store)
        for articles in (before, after):
            ingestor.ingest_many(
                [articles[url] for url in data.draw(st.permutations(sorted(articles)))]
            )
        check(store, before | after)


def test_16_writers_end_as_one_writer_does(make_url: MakeUrl) -> None:
    texts = ["\n".join(PASSAGES[2 * (n % 3) :][: 1 + n % 2]) for n in range(30)]
    texts[14] = "\n".join(PASSAGES[:4])  # Until it is deleted, it joins two stories.
    articles = articles_of(texts)

    def ingested(workers: int) -> dict[str, object]:
        with closing(Store.open(make_url())) as store:
            ingestor = Ingestor(AnnotatedReader(), store)
            with ThreadPoolExecutor(workers) as threads:
                ids = [r.view.ref.id for r in threads.map(ingestor.ingest, articles.values())]
            check(store, articles)
            with ThreadPoolExecutor(workers) as threads:
                list(threads.map(store.delete_article, ids[::2]))
            check(store, dict(list(articles.items())[1::2]))
            return contents(store)

    assert ingested(1) == ingested(16)
