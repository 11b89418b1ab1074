"""Filters, orders and pages, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, event

from service.errors import InvalidCursor, NotFound, NotReady
from service.storage.filters import ArticleFilter, QuoteFilter, SpeakerFilter
from service.storage.store import Store
from tests.support.store_contents import Ingest, everything


def day(number: int) -> datetime:
    return datetime(2022, 3, number, tzinfo=UTC)


@pytest.fixture
def stocked(ingest: Ingest, store: Store) -> Store:
    ingest(
        "Ann Lee | direct | The 100% fire_works, she said\nBo Ek | mixed | no way",
        published_at=day(1),
        outlet_name="First",
    )
    ingest(
        "Ann Lee | direct | Nobody said that fire_works are 100% safe\n"
        "Bo Ek & Ann Lee | direct | Never, ever!",
        domain="second.example",
        published_at=day(5),
    )
    ingest("~a guard | indirect | that all was lost", domain="third.example")
    return store


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ({}, 5),
        ({"q": "FIRE_WORKS said"}, 2),
        ({"q": "fire works"}, 0),
        ({"q": "100"}, 2),
        ({"q": "wor"}, 0),
        ({"q": "%"}, 2),  # "per cent" in signs
        ({"q": "ever never"}, 1),
        ({"speaker": "ann lee"}, 3),
        ({"speaker": "nobody"}, 0),
        ({"outlet": "www.Second.example"}, 2),
        ({"outlet": "FIRST"}, 2),
        ({"kind": "direct"}, 3),
        ({"kind": "indirect"}, 1),
        ({"stance": "belief"}, 0),
        ({"stance": None}, 5),
        ({"published_from": day(5)}, 2),
        ({"published_to": day(5)}, 2),
        ({"published_from": day(2), "outlet": "first.example"}, 0),
        ({"min_outlets": 2}, 0),
        ({"speaker_id": UUID(int=1)}, 0),
    ],
)
def test_quotes_are_filtered(stocked: Store, where: dict[str, object], expected: int) -> None:
    assert len(stocked.list_quotes(QuoteFilter(**where)).items) == expected


def test_articles_are_filtered(stocked: Store) -> None:
    def domains(**where: object) -> list[str | None]:
        return [a.outlet.domain for a in stocked.list_articles(ArticleFilter(**where)).items]

    assert domains() == ["third.example", "second.example", "first.example"]
    assert domains(published_from=day(1)) == ["second.example", "first.example"]
    assert domains(published_to=day(5)) == ["first.example"]
    assert domains(outlet="first") == ["first.example"]


def test_speakers_are_found_by_the_beginning_of_a_name(stocked: Store) -> None:
    assert [
        (s.name, s.quote_count) for s in stocked.list_speakers(SpeakerFilter(q="ANN")).items
    ] == [("Ann Lee", 3)]
    assert stocked.list_speakers(SpeakerFilter(q="_")).items == ()
    [bo] = stocked.list_speakers(SpeakerFilter(q="bo")).items
    assert stocked.get_speaker(bo.id) == bo
    quotes = stocked.list_quotes(QuoteFilter(speaker_id=bo.id)).items
    assert sorted(q.text for q in quotes) == ["Never, ever!", "no way"]
    joint = next(q for q in quotes if q.text == "Never, ever!")
    assert [s.name for s in joint.speakers] == ["Ann Lee", "Bo Ek"]


def test_an_unnamed_speaker_keeps_its_description(stocked: Store) -> None:
    [quote] = stocked.list_quotes(QuoteFilter(q="lost")).items
    assert [(s.id, s.name, s.kind) for s in quote.speakers] == [(None, "a guard", "anonymous")]


def test_pages_follow_each_other_in_every_order(ingest: Ingest, store: Store) -> None:
    for number in range(1, 8):
        lines = [f"Ann Lee | direct | word{n}" for n in range(number, 8)]
        ingest("\n".join(lines), domain=f"o{number}.example", published_at=day(9 - number // 2))
    for sort in ("newest", "oldest", "outlets"):
        whole = store.list_quotes(sort=sort, limit=100).items
        paged = everything(lambda c, s=sort: store.list_quotes(sort=s, limit=2, cursor=c))
        assert tuple(paged) == whole
        assert len({quote.id for quote in whole}) == 7
    counts = [q.outlet_count for q in store.list_quotes(sort="outlets").items]
    assert counts == [7, 6, 5, 4, 3, 2, 1]
    dates = [q.first_seen for q in store.list_quotes(sort="oldest").items]
    assert dates == sorted(dates)
    for list_page in (store.list_articles, store.list_speakers, store.list_outlets):
        paged = everything(lambda c, f=list_page: f(limit=3, cursor=c))
        assert tuple(paged) == list_page(limit=100).items


def test_a_cursor_fits_its_own_list_filter_and_order_only(stocked: Store) -> None:
    cursor = stocked.list_quotes(limit=1).next_cursor
    assert cursor is not None
    for wrong in (
        partial(stocked.list_articles, cursor=cursor),
        partial(stocked.list_quotes, sort="oldest", cursor=cursor),
        partial(stocked.list_quotes, QuoteFilter(kind="direct"), cursor=cursor),
        partial(stocked.list_quotes, cursor=cursor[:-1]),
        partial(stocked.list_quotes, cursor=""),
        partial(stocked.list_quotes, cursor="é"),
        partial(stocked.list_quotes, cursor="W10"),
    ):
        with pytest.raises(InvalidCursor):
            wrong()


def test_the_number_of_queries_does_not_grow(ingest: Ingest, store: Store) -> None:
    counts = []
    for size in (1, 30):
        lines = [f"S{size} {n} | direct | size {size} number {n}" for n in range(size)]
        article = ingest("\n".join(lines), domain=f"o{size}.example").view.ref.id
        seen: list[str] = []

        def count(_c: object, _cur: object, statement: str, *_: object, to: list[str] = seen):
            to.append(statement)

        event.listen(Engine, "before_cursor_execute", count)
        store.get_article(article)
        store.list_quotes()
        store.list_speakers()
        event.remove(Engine, "before_cursor_execute", count)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_what_is_not_there_is_not_found(store: Store) -> None:
    for get in (store.get_article, store.get_quote, store.get_speaker):
        with pytest.raises(NotFound):
            get(uuid4())


def test_a_database_without_tables_is_not_ready(store: Store, tmp_path) -> None:
    store.ping()
    empty = Store.open(f"sqlite:///{tmp_path / 'empty.db'}")
    with pytest.raises(NotReady, match="migrate") as refused:
        empty.ping()
    assert refused.value.part == "tables"
    empty.close()
    absent = Store.open("postgresql://nobody@127.0.0.1:9/none")
    with pytest.raises(NotReady) as refused:
        absent.ping()
    assert refused.value.part == "database"
    absent.close()
