"""Quotes as laws: clusters are a function of what is stored and decided, whatever the order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from datetime import timedelta
from itertools import combinations
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from models import StopKey
from service.commands.recluster import recluster
from service.dedup.clusters import LinkedPair, quote_clusters
from service.dedup.index_keys import index_keys_of, share_enough
from service.dedup.link_rules import link
from service.dedup.reach import days_apart
from service.dedup.stored_form import new_utterance
from service.dedup.utterance import Utterance, utterance_of
from service.errors import Conflict, Superseded
from service.ingest.article_in import ArticleInput
from service.ingest.ingest import Ingestor
from service.settings import Settings
from service.storage.batch_views import ArticleReceipt
from service.storage.db.engine import open_engine
from service.storage.filters import QuoteFilter
from service.storage.inputs import EditedBy
from service.storage.store import Store
from service.storage.views import JudgementView
from tests.support.annotated_reader import AnnotatedReader
from tests.support.databases import BACKENDS, MakeUrl
from tests.support.laws import MONDAY, check_in_any_order, on_new_databases
from tests.support.store_contents import Ingest, contents, everything

EDITOR = EditedBy(editor="desk")

WORDS = [
    "The harbour board knew about the crumbling seawall since the storm of March",
    "The harbour board knew about the crumbling seawall",
    "the crumbling seawall",
    "crumbling seawall since the storm",
    "The harbor board knew of the crumbling seawall since the storm in March",
    "The harbour board never knew about the crumbling seawall since the storm of March",
    "Nobody warned the fishermen, and the crumbling seawall gave way on Tuesday",
    "Nobody warned the fishermen",
    "crumbling",
    "yes",
    "...",
]
ONCE_EACH = "Ann Lee | direct | yes\nBo Ek | direct | yes"
LINES = st.builds(
    "{} | {} | {}".format,
    # "Ann Rosa Lee" may be Ann Lee: names need not be the same for a link.
    st.sampled_from(["Ann Lee", "Ann Rosa Lee", "Bo Ek", "Bo Ek & Ann Lee", "?"]),
    st.sampled_from(["direct", "direct", "direct", "indirect"]),
    st.sampled_from(WORDS),
)
TEXTS = st.lists(st.lists(LINES, max_size=4).map("\n".join), min_size=1, max_size=7)

FEW = on_new_databases(8)


def articles_of(texts: Sequence[str]) -> list[ArticleInput]:
    return [
        ArticleInput(
            outlet_domain=f"outlet{number % 3}.example",
            url=f"https://example.org/{number}",
            published_at=MONDAY + timedelta(days=number * 11 % 37),
            text=text,
        )
        for number, text in enumerate(texts)
    ]


def by_url(texts: Sequence[str]) -> dict[str, ArticleInput]:
    return {article.url or "": article for article in articles_of(texts)}


def splits(articles: Sequence[ArticleInput]) -> st.SearchStrategy[list[list[ArticleInput]]]:
    """All ways to cut articles into batches, their order kept."""

    def cut(marks: list[bool]) -> list[list[ArticleInput]]:
        batches: list[list[ArticleInput]] = [[]]
        for article, mark in zip(articles, marks, strict=True):
            batches[-1].append(article)
            if mark:
                batches.append([])
        return batches

    size = len(articles)
    return st.lists(st.booleans(), min_size=size, max_size=size).map(cut)


Place = tuple[str | None, int]
"""An article's URL and where in it: which occurrence, whatever its id."""


def clusters(store: Store) -> set[frozenset[Place]]:
    found = set()
    for quote in everything(lambda c: store.list_quotes(QuoteFilter(stance=None), cursor=c)):
        occurrences = store.get_quote(quote.id).occurrences
        found.add(frozenset((one.article.url, one.spans[0].start) for one in occurrences))
    return found


def expected_clusters(articles: Sequence[ArticleInput]) -> set[frozenset[Place]]:
    """Articles -> their clusters as pure functions give them, all pairs compared."""
    said: dict[Place, Utterance] = {}
    alone: list[Place] = []
    for article in articles:
        account = AnnotatedReader().read(article.text)
        found = zip(account.extraction.quotations, account.resolutions, strict=True)
        for quotation, resolution in found:
            [spans] = quotation.utterances
            place = (article.url, spans[0].start)
            assert article.published_at is not None
            words = " ".join(span.of(article.text) for span in spans)
            speakers = [who.name.casefold() for who in resolution.speakers if who.name]
            day = article.published_at.date()
            # Of two links that are equally good the ids decide, so the ids begin as in the store.
            content = new_utterance(
                words,
                speakers=speakers,
                source="",
                day=day.toordinal(),
                verbatim=True,
                place="",
                judged=None,
            )
            one = utterance_of(f"{content.digest} {place}", words, speakers=speakers, published=day)
            if quotation.kind.value == "indirect" or not one.words or not link(one, one):
                alone.append(place)
            else:
                said[place] = one
    keys = {one.id: index_keys_of(one) for one in said.values()}
    links = [
        LinkedPair(a.id, b.id, linked, days=days_apart(a, b))
        for a, b in combinations(said.values(), 2)
        if share_enough(keys[a.id], keys[b.id]) and (linked := link(a, b))
    ]
    return _grouped(quote_clusters([one.id for one in said.values()], links), said, alone)


def _grouped(
    quotes: Mapping[str, str], said: Mapping[Place, Utterance], alone: Sequence[Place]
) -> set[frozenset[Place]]:
    members: dict[str, set[Place]] = {}
    for place, one in said.items():
        members.setdefault(quotes[one.id], set()).add(place)
    return {frozenset(its) for its in members.values()} | {frozenset([one]) for one in alone}


@pytest.mark.parametrize("backend", BACKENDS)
@FEW
@given(texts=TEXTS, later=TEXTS, data=st.data())
def test_clusters_are_those_of_the_pure_rule_in_any_order_with_changes_and_removals(
    request: pytest.FixtureRequest,
    backend: str,
    texts: list[str],
    later: list[str],
    data: st.DataObject,
) -> None:
    make_url: MakeUrl = request.getfixturevalue(backend)
    with closing(Store.open(make_url())) as store:

        def check(kept: Mapping[str, ArticleInput]) -> None:
            assert clusters(store) == expected_clusters(list(kept.values()))

        ids = check_in_any_order(store, data, by_url(texts), by_url(later), check)
        for article_id in ids.values():
            store.delete_article(article_id)
        assert store.list_quotes(QuoteFilter(stance=None)).items == ()


@pytest.mark.parametrize("backend", BACKENDS)
@FEW
@given(texts=TEXTS, later=TEXTS, data=st.data())
def test_any_batches_in_any_order_end_as_one_article_after_another(
    request: pytest.FixtureRequest,
    backend: str,
    texts: list[str],
    later: list[str],
    data: st.DataObject,
) -> None:
    make_url: MakeUrl = request.getfixturevalue(backend)
    before, after = articles_of(texts), articles_of([*later, ONCE_EACH])
    kept = {article.url: article for article in [*before, *after]}
    with closing(Store.open(make_url())) as store:
        ingestor = Ingestor(AnnotatedReader(), store)
        for article in [*before, *after]:
            ingestor.ingest(article)
        expected = contents(store)
    with closing(Store.open(make_url())) as store:
        ingestor = Ingestor(AnnotatedReader(), store)
        orders = data.draw(st.permutations(before)), data.draw(st.permutations(after))
        for batch in data.draw(splits([*orders[0], *orders[1]])):
            results = ingestor.ingest_many(batch)
            assert [r for r in results if not isinstance(r, ArticleReceipt)] == []
        assert clusters(store) == expected_clusters(list(kept.values()))
        assert contents(store) == expected
        again = ingestor.ingest_many(list(kept.values()))
        assert not any(isinstance(r, Exception) or r.changed for r in again)


@pytest.mark.parametrize("backend", BACKENDS)
@FEW
@given(texts=TEXTS, later=TEXTS, data=st.data())
def test_batches_keep_to_what_was_decided_as_single_articles_do(
    request: pytest.FixtureRequest,
    backend: str,
    texts: list[str],
    later: list[str],
    data: st.DataObject,
) -> None:
    make_url: MakeUrl = request.getfixturevalue(backend)
    with closing(Store.open(make_url())) as store:
        ingestor = Ingestor(AnnotatedReader(), store)
        for article in articles_of([*texts, ONCE_EACH]):
            ingestor.ingest(article)
        _decide_some(store, data)
        for article in articles_of([*later, *texts]):
            ingestor.ingest(article)
        expected = contents(store)
        ids = {ref.url: ref.id for ref in everything(lambda c: store.list_articles(cursor=c))}
        for article_id in ids.values():
            store.delete_article(article_id)
        for batch in data.draw(splits(articles_of([*later, *texts]))):
            ingestor.ingest_many(batch)
        last = {a.url: a for a in articles_of([*texts, ONCE_EACH])}
        last |= {a.url: a for a in articles_of([*later, *texts])}
        ingestor.ingest_many(list(last.values()))
        assert contents(store) == expected


def stop_keys(url: str) -> int | None:
    engine = open_engine(url)
    with engine.connect() as connection:
        number = connection.scalar(select(func.count()).select_from(StopKey))
    engine.dispose()
    return number


def test_32_writers_of_overlapping_articles_end_as_one_writer_does(make_url: MakeUrl) -> None:
    # With ten articles more, 105 utterances had one blocking key, which was a stop key then. What
    # is compared with the last of them depends on the order (docs/decisions/0024).
    pool = [f"{who} | direct | {words}" for who in ("Ann Lee", "Bo Ek", "?") for words in WORDS]
    texts = ["\n".join(pool[n % 7 :: 3 + n % 4]) for n in range(30)]
    articles = articles_of(texts)

    def ingested(workers: int) -> tuple[set[frozenset[Place]], dict[str, object]]:
        url = make_url()
        with closing(Store.open(url)) as store:
            ingestor = Ingestor(AnnotatedReader(), store)
            with ThreadPoolExecutor(workers) as threads:
                list(threads.map(ingestor.ingest, articles))
            assert stop_keys(url) == 0
            return clusters(store), contents(store)

    serial = ingested(1)
    assert serial[0] == expected_clusters(articles)
    assert ingested(32) == serial


@pytest.mark.parametrize("backend", BACKENDS)
@FEW
@given(texts=TEXTS, data=st.data())
def test_deciding_and_undoing_restores_quotes_and_their_ids(
    request: pytest.FixtureRequest, backend: str, texts: list[str], data: st.DataObject
) -> None:
    with closing(Store.open(request.getfixturevalue(backend)())) as store:
        ingestor = Ingestor(AnnotatedReader(), store)
        for article in articles_of([*texts, ONCE_EACH]):
            ingestor.ingest(article)
        before, ids = contents(store), _ids(store)
        made = _decide_some(store, data)
        for judgement_id in data.draw(st.permutations(made)):
            store.undo_judgement(judgement_id, EDITOR)
        assert contents(store) == before
        assert _ids(store) == ids


@pytest.mark.parametrize("backend", BACKENDS)
@FEW
@given(texts=TEXTS, data=st.data())
def test_what_was_decided_outlives_the_articles(
    request: pytest.FixtureRequest, backend: str, texts: list[str], data: st.DataObject
) -> None:
    with closing(Store.open(request.getfixturevalue(backend)())) as store:
        ingestor = Ingestor(AnnotatedReader(), store)
        articles = articles_of([*texts, ONCE_EACH])
        ids = {article.url: ingestor.ingest(article).view.ref.id for article in articles}
        before = contents(store)
        made = _decide_some(store, data)
        decided, clustered = contents(store), clusters(store)
        again = data.draw(st.permutations(articles))
        for article in again:
            store.delete_article(ids[article.url])
        for article in reversed(again):
            ingestor.ingest(article)
        assert clusters(store) == clustered
        assert contents(store) == decided
        for judgement_id in data.draw(st.permutations(made)):
            store.undo_judgement(judgement_id, EDITOR)
        assert contents(store) == before


def _decide_some(store: Store, data: st.DataObject) -> list[UUID]:
    made = []
    for _ in range(data.draw(st.integers(1, 4))):
        quotes = store.list_quotes(QuoteFilter(stance=None)).items
        one, other = (data.draw(st.sampled_from(quotes)).id for _ in "12")
        kind = data.draw(st.sampled_from(["merge", "split", "pin"]))
        with suppress(Conflict, Superseded):
            made.append(_decide(store, kind, one, other).id)
    return made


def _decide(store: Store, kind: str, one: UUID, other: UUID) -> JudgementView:
    if kind == "merge":
        return store.merge_quotes(one, other, EDITOR)
    if kind == "pin":
        return store.pin_quote(one, EDITOR)
    occurrences = store.get_quote(one).occurrences
    return store.split_quote(one, [found.id for found in occurrences[:1]], EDITOR)


def _ids(store: Store) -> dict[Place, UUID]:
    found = {}
    for quote in everything(lambda c: store.list_quotes(QuoteFilter(stance=None), cursor=c)):
        for one in store.get_quote(quote.id).occurrences:
            found[one.article.url, one.spans[0].start] = quote.id
    return found


KNEW = "The harbour board knew about the crumbling seawall since the storm of March"
TOLD = f"{KNEW} and told nobody in the town of Wexcombe"
TWICE = f"Bo Ek & Ann Lee | direct | {TOLD}. {TOLD}"


def test_a_host_in_another_quote_stays_when_this_quote_is_rebuilt(
    store: Store, ingest: Ingest
) -> None:
    ingest(
        f"{TWICE}\nAnn Lee | direct | {KNEW}\nAnn Lee | direct | crumbling",
        domain="one.example",
        published_at=MONDAY,
    )
    ingest(
        f"@Harbour Board | direct | {TOLD} Nobody warned the fishermen, and the seawall gave way on"
        " Tuesday. Every ferry we ever ran to the islands carried potatoes first",
        domain="two.example",
    )
    before = contents(store)
    passing = ingest(TWICE, domain="two.example", published_at=MONDAY + timedelta(days=11))
    store.delete_article(passing.view.ref.id)
    assert contents(store) == before


@pytest.mark.parametrize("backend", BACKENDS)
@on_new_databases(5)
@given(texts=TEXTS)
def test_reclustering_a_few_at_a_time_changes_no_cluster(
    request: pytest.FixtureRequest, backend: str, texts: list[str]
) -> None:
    make_url: MakeUrl = request.getfixturevalue(backend)
    url = make_url()
    with closing(Store.open(url)) as store:
        ingestor = Ingestor(AnnotatedReader(), store)
        for article in articles_of(texts):
            ingestor.ingest(article)
        before = clusters(store)
        for _ in recluster(Settings(database_url=url), everything=True, batch=1):
            assert clusters(store) == before
