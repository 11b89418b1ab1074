"""Many writers at once, writers that fail, and the laws of ingestion as properties."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import NotFound
from service.ingest.article_in import ArticleInput
from service.ingest.ingest import Ingestor
from service.storage.store import Store
from service.storage.tables import quotes
from tests.support.annotated_reader import AnnotatedReader
from tests.support.databases import BACKENDS, MakeUrl
from tests.support.laws import on_new_databases
from tests.support.store_contents import Ingest, contents

START = datetime(2022, 3, 1, tzinfo=UTC)

LINES = st.builds(
    "{} | {} | {}".format,
    st.sampled_from(
        ["Ann Lee", "ann  lee", "@Ann Lee", "Bo & Ann Lee", "Ann Lee & Bo", "~a guard", "?"]
    ),
    st.sampled_from(["direct", "mixed", "indirect"]),
    st.sampled_from(
        ["no", "No!", "“no”", "...", "we will not be moved", "We will  not be moved. // no"]
    ),
)
TEXTS = st.lists(st.lists(LINES, max_size=4).map("\n".join), min_size=1, max_size=5)


def articles_of(texts: list[str]) -> list[ArticleInput]:
    return [
        ArticleInput(
            outlet_domain=f"outlet{number % 2}.example",
            outlet_name=["One", "The One"][number % 3 % 2],
            url=f"https://example.org/{number}",
            published_at=START + timedelta(days=number * 7 % 5),
            text=text,
        )
        for number, text in enumerate(texts)
    ]


@pytest.mark.parametrize("backend", BACKENDS)
@on_new_databases(6)
@given(texts=TEXTS, data=st.data())
def test_any_order_alone_or_in_parallel_gives_the_same(
    request: pytest.FixtureRequest, backend: str, texts: list[str], data: st.DataObject
) -> None:
    make_url: MakeUrl = request.getfixturevalue(backend)
    articles = articles_of(texts)
    shuffled = data.draw(st.permutations(articles))

    def ingested(order: list[ArticleInput], workers: int) -> dict[str, object]:
        store = Store.open(make_url())
        ingestor = Ingestor(AnnotatedReader(), store)
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(ingestor.ingest, order))
        stored = contents(store)
        again = [ingestor.ingest(article) for article in order]  # law 4: changes nothing
        assert not any(result.changed for result in again)
        assert contents(store) == stored
        store.close()
        return stored

    expected = ingested(articles, workers=1)
    assert ingested(shuffled, workers=1) == expected
    assert ingested(shuffled, workers=4) == expected


def test_batches_beside_single_writers_end_as_one_writer_does(make_url: MakeUrl) -> None:
    who = ["Ann Lee", "Minister Lee", "Lee", "Bo Ek", "Ek", "?", "@Harbour Board"]
    lines = [f"{who[n % 7]} | direct | we will not be moved by {n % 5}" for n in range(35)]
    texts = ["\n".join(lines[n % 11 :: 3 + n % 4]) for n in range(60)]
    articles = articles_of(texts)

    def ingested(*, together: bool) -> dict[str, object]:
        store = Store.open(make_url())
        ingestor = Ingestor(AnnotatedReader(), store)
        if not together:
            for article in articles:
                ingestor.ingest(article)
        else:
            # Neighbouring batches share articles, outlets and names, each in another order.
            batches = [articles[n : n + 15][:: 1 if n % 2 else -1] for n in range(0, 60, 9)]
            with ThreadPoolExecutor(16) as pool:
                many = [pool.submit(ingestor.ingest_many, batch) for batch in batches]
                one = [pool.submit(ingestor.ingest, article) for article in articles[::4]]
                results = [result for future in many for result in future.result()]
                results += [future.result() for future in one]
            assert not any(isinstance(result, Exception) for result in results)
            assert sum(result.created for result in results) == len(articles)
        stored = contents(store)
        store.close()
        return stored

    assert ingested(together=True) == ingested(together=False)


def test_32_writers_of_one_quote_make_one_row(store: Store) -> None:
    ingestor = Ingestor(AnnotatedReader(), store)
    text = "Joe Biden | direct | It is over\nAnn Lee | direct | so it is\n? | direct | a b c d e"

    def write(number: int) -> None:
        lines = text.splitlines()
        shuffled = "\n".join(lines if number % 2 else reversed(lines))
        ingestor.ingest(ArticleInput(outlet_domain=f"o{number}.example", text=shuffled))

    with ThreadPoolExecutor(32) as pool:
        list(pool.map(write, range(32)))
    counts = [(q.outlet_count, q.occurrence_count) for q in store.list_quotes().items]
    assert counts == [(32, 32)] * 3
    assert len(store.list_speakers().items) == 2


def test_16_writers_of_one_article_make_one(store: Store) -> None:
    ingestor = Ingestor(AnnotatedReader(), store)
    article = ArticleInput(outlet_domain="o.example", text="Joe Biden | direct | It is over")
    with ThreadPoolExecutor(16) as pool:
        results = list(pool.map(ingestor.ingest, [article] * 16))
    assert sum(result.created for result in results) == 1
    assert len({result.view.ref.id for result in results}) == 1
    [quote] = store.list_quotes().items
    assert quote.occurrence_count == 1


def test_writers_that_replace_and_delete_each_others_quotes(store: Store) -> None:
    ingestor = Ingestor(AnnotatedReader(), store)
    lines = [f"Speaker {n} | direct | words number {n}" for n in range(6)]

    def work(number: int) -> None:
        url = f"https://example.org/{number % 3}"
        shuffled = "\n".join(lines[number % 4 :] if number % 2 else lines[::-1][number % 4 :])
        result = ingestor.ingest(ArticleInput(outlet_domain="o.example", url=url, text=shuffled))
        if number % 5 == 4:
            with suppress(NotFound):  # another writer was first
                store.delete_article(result.view.ref.id)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(40)))
    for article in store.list_articles().items:
        store.delete_article(article.id)
    assert store.list_quotes().items == ()
    assert store.list_speakers().items == ()


def test_what_fails_changes_nothing(
    ingest: Ingest, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = "https://first.example/a"
    ingest("Ann Lee | direct | before", url=url)
    stored = contents(store)

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("injected")

    with monkeypatch.context() as patched:
        patched.setattr(quotes, "refresh", fail)
        with pytest.raises(RuntimeError, match="injected"):
            ingest("Bo | direct | after", url=url)
        with pytest.raises(RuntimeError, match="injected"):
            ingest("Cy | direct | new", domain="third.example")
        with pytest.raises(RuntimeError, match="injected"):
            store.delete_article(store.list_articles().items[0].id)
    assert contents(store) == stored
    assert ingest("Bo | direct | after", url=url).changed
