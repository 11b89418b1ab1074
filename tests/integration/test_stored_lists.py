"""Filters, orders and pages, on both databases."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, event

from service.errors import InvalidCursor, NotFound, NotReady
from service.storage.filters import (
    ArticleFilter,
    ArticleSort,
    QuoteFilter,
    SpeakerFilter,
    SpeakerSort,
)
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
    assert asdict(bo).items() <= asdict(stocked.get_speaker(bo.id)).items()
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


def test_disputed_quotes_are_listed_apart(ingest: Ingest, store: Store) -> None:
    words = "The board has known about the crumbling wall since the storm of last March"
    for number, name in enumerate(["Ann Lee", "Ann Lee", "Bo Ek"]):
        ingest(f"{name} | direct | {words}", domain=f"o{number}.example")
    ingest("Ann Lee | direct | We sail at dawn")

    def texts(*, disputed: bool | None) -> list[str]:
        return [q.text for q in store.list_quotes(QuoteFilter(disputed=disputed)).items]

    assert texts(disputed=True) == [words]
    assert texts(disputed=False) == ["We sail at dawn"]
    assert len(texts(disputed=None)) == 2


def test_relevance_prefers_short_quotes_and_many_outlets(ingest: Ingest, store: Store) -> None:
    long = "The harbour, and I cannot say it often enough to this council, must never be sold"
    for number in range(4):
        ingest("Ann Lee | direct | Sell no harbour here", domain=f"o{number}.example")
    ingest(f"Bo Ek | direct | A harbour is no toy\nCy Po | direct | {long}")

    page = store.list_quotes(QuoteFilter(q="harbour"), sort="relevance").items
    assert [q.text for q in page] == ["Sell no harbour here", "A harbour is no toy", long]


def test_articles_are_found_by_words_and_speakers(ingest: Ingest, store: Store) -> None:
    first = ingest("Ann Lee | direct | sail at dawn", title="The old harbour", published_at=day(1))
    other = ingest("Bo Ek | direct | no way", title="Dawn", published_at=day(2))

    def found(sort: ArticleSort = "newest", **where: object) -> list[UUID]:
        return [a.id for a in store.list_articles(ArticleFilter(**where), sort=sort).items]

    one, two = first.view.ref.id, other.view.ref.id
    assert found(q="dawn") == [two, one]
    assert found("oldest", q="dawn") == [one, two]
    assert found(q='"at dawn"') == [one]
    assert found(q='"harbour ann"') == []  # of title and text
    assert found(q="harb*", outlet="first.example") == [one]
    [speaker] = store.list_speakers(SpeakerFilter(q="bo")).items
    assert found(speaker_id=speaker.id) == [two]
    assert found(speaker_id=UUID(int=1)) == []
    store.delete_article(one)
    assert found(q="dawn") == [two]


def test_a_replaced_text_is_found_by_its_new_words_only(ingest: Ingest, store: Store) -> None:
    url = "https://example.org/1"
    ingest("Ann Lee | direct | sail at dawn", url=url)
    ingest("Ann Lee | direct | sail at dusk", url=url)

    counts = [len(store.list_articles(ArticleFilter(q=q)).items) for q in ("dawn", "dusk")]
    assert counts == [0, 1]


def test_speakers_are_sorted_by_name_or_by_quotes(stocked: Store) -> None:
    def names(sort: SpeakerSort, **where: object) -> list[str]:
        return [s.name for s in stocked.list_speakers(SpeakerFilter(**where), sort=sort).items]

    assert names("name") == ["Ann Lee", "Bo Ek"]
    assert names("quotes") == ["Ann Lee", "Bo Ek"]
    assert names("quotes", q="bo") == ["Bo Ek"]
    assert names("name", kind="organization") == []
    assert names("name", provisional=True) == []
    assert names("name", provisional=False, kind="person") == ["Ann Lee", "Bo Ek"]
    page = stocked.list_speakers(sort="quotes", limit=1)
    assert ([s.quote_count for s in page.items], page.next_cursor) == ([3], None)
    with pytest.raises(InvalidCursor):
        stocked.list_speakers(sort="quotes", cursor=stocked.list_speakers(limit=1).next_cursor)


def test_a_speaker_is_known_by_any_spelling_of_a_name(ingest: Ingest, store: Store) -> None:
    ingest("José Muñoz | direct | sail at dawn")
    for name in ("jose munoz", "JOSÉ MUÑOZ", "Mr José Muñoz"):
        assert len(store.list_quotes(QuoteFilter(speaker=name)).items) == 1, name
