"""Cursors as a law: a row that is listed throughout is on one page, whatever writers do meanwhile.

Writers change what lists are sorted by: dates, numbers of outlets, relevance, names.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from migrations.list_orders import HELD
from service.errors import Conflict, InvalidCursor, NotFound, Superseded
from service.ingest.article_in import ArticleInput
from service.ingest.ingest import Ingestor
from service.storage.db.engine import open_engine
from service.storage.db.locks import for_writing
from service.storage.filters import QuoteFilter
from service.storage.inputs import EditedBy, SpeakerChange
from service.storage.store import Store
from service.storage.views import Page
from tests.support.annotated_reader import AnnotatedReader
from tests.support.databases import MakeUrl
from tests.support.store_contents import everything

DAY = datetime(2022, 2, 21, tzinfo=UTC)
EDITOR = EditedBy(editor="desk")
WORDS = [
    f"The harbour {thing} was known to crumble since the {number}th storm"
    for number, thing in enumerate(["wall", "board", "bridge", "light", "crane", "dock", "gate"])
]
NAMES = ["Ann Lee", "Bo Ek", "Cy Po", "Di Ma"]

ListPage = Callable[..., Page[Any]]
LISTS: dict[str, Callable[[Store], ListPage]] = {
    **{
        f"quotes {sort}": lambda store, sort=sort: partial(store.list_quotes, sort=sort)
        for sort in ("newest", "oldest", "outlets")
    },
    "quotes relevance": lambda store: partial(
        store.list_quotes, QuoteFilter(q="harbour"), sort="relevance"
    ),
    **{
        f"articles {sort}": lambda store, sort=sort: partial(store.list_articles, sort=sort)
        for sort in ("newest", "oldest")
    },
    "speakers": lambda store: store.list_speakers,
    "outlets": lambda store: store.list_outlets,
    "judgements": lambda store: store.list_judgements,
}


@dataclass
class Walk:
    """One client, who reads a list page by page."""

    list_page: ListPage
    throughout: set[UUID]
    seen: list[UUID] = field(default_factory=list)
    cursor: str | None = None
    over: bool = False
    expired: bool = False

    def next_page(self, limit: int) -> None:
        if not self.over:
            try:
                page = self.list_page(limit=limit, cursor=self.cursor)
            except InvalidCursor:
                self.over = self.expired = True
                return
            self.seen += [item.id for item in page.items]
            self.cursor = page.next_cursor
            self.over = self.cursor is None

    def look(self) -> None:
        """Note what is listed now."""
        if not self.over:
            self.throughout &= listed(self.list_page)


class Writer:
    """Changes a store in every way there is."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.ingestor = Ingestor(AnnotatedReader(), store)
        self.judgements: list[UUID] = []

    def print_words(self, a: int, b: int, c: int) -> None:
        """Print words of a speaker at an outlet, on another day; in place of a text if known."""
        words = WORDS[a % len(WORDS)] + " and before" * (b % 3 == 0)
        self.ingestor.ingest(
            ArticleInput(
                outlet_domain=f"o{b % 5}.example",
                url=f"https://example.org/{c % 12}",
                published_at=DAY + timedelta(days=a * 7 % 11 - 5, hours=c),
                text=f"{NAMES[a % 4]}{' Jones' * (c % 7 == 0)} | direct | {words}",
            )
        )

    def delete_article(self, a: int, *_: int) -> None:
        articles = self.store.list_articles(limit=50).items
        if len(articles) > 4:
            self.store.delete_article(articles[a % len(articles)].id)

    def merge_quotes(self, a: int, b: int, _: int) -> None:
        quotes = self.store.list_quotes().items
        kept, other = quotes[a % len(quotes)].id, quotes[b % len(quotes)].id
        self.judgements.append(self.store.merge_quotes(kept, other, EDITOR).id)

    def split_quote(self, a: int, *_: int) -> None:
        quotes = self.store.list_quotes(sort="outlets").items
        quote = self.store.get_quote(quotes[a % min(3, len(quotes))].id)
        moved = [quote.occurrences[0].id]
        self.judgements.append(self.store.split_quote(quote.quote.id, moved, EDITOR).id)

    def rename_speaker(self, a: int, b: int, _: int) -> None:
        speakers = self.store.list_speakers().items
        change = SpeakerChange(fields={"name": f"{'AEZ'[b % 3]} Renamed {b}"})
        speaker = speakers[a % len(speakers)].id
        self.judgements.append(self.store.describe_speaker(speaker, change, EDITOR)[1].id)

    def merge_speakers(self, a: int, b: int, _: int) -> None:
        speakers = self.store.list_speakers().items
        kept, other = speakers[a % len(speakers)].id, speakers[b % len(speakers)].id
        self.judgements.append(self.store.merge_speakers(kept, other, EDITOR).id)

    def undo(self, a: int, *_: int) -> None:
        if self.judgements:
            chosen = self.judgements.pop(a % len(self.judgements))
            self.store.undo_judgement(chosen, EDITOR)

    def act(self, name: str, *numbers: int) -> None:
        with suppress(Conflict, Superseded, NotFound):
            getattr(self, name)(*numbers)


ACTIONS = st.tuples(
    st.sampled_from(
        ["print_words"] * 4
        + ["delete_article", "merge_quotes", "split_quote", "undo"]
        + ["rename_speaker"] * 2
        + ["merge_speakers"]
    ),
    *[st.integers(0, 40)] * 3,
)


def listed(list_page: ListPage) -> set[UUID]:
    return {item.id for item in everything(lambda cursor: list_page(cursor=cursor))}


@pytest.fixture
def open_store(make_url: MakeUrl) -> Callable[[], Store]:
    return lambda: Store.open(make_url())


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.lists(st.tuples(*[st.integers(0, 40)] * 3), min_size=5, max_size=9),
    st.lists(st.tuples(st.lists(ACTIONS, max_size=3), st.integers(1, 3)), min_size=3, max_size=7),
)
def test_every_row_that_stays_is_on_one_page(
    open_store: Callable[[], Store],
    first: list[tuple[int, int, int]],
    steps: list[tuple[list[tuple[Any, ...]], int]],
) -> None:
    with closing(open_store()) as store:
        writer = Writer(store)
        for numbers in first:
            writer.act("print_words", *numbers)
        pages = {name: make(store) for name, make in LISTS.items()}
        walks = {name: Walk(page, listed(page)) for name, page in pages.items()}
        for actions, limit in steps:
            for walk in walks.values():
                walk.next_page(limit)
            for action in actions:
                writer.act(*action)
                for walk in walks.values():
                    walk.look()
        for name, walk in walks.items():
            while not walk.over:
                walk.next_page(3)
            assert len(walk.seen) == len(set(walk.seen)), name
            # A deleted article may have held a name: only lists of speakers then start again.
            assert not walk.expired or name == "speakers"
            assert walk.expired or walk.throughout <= set(walk.seen), name


def test_clients_read_every_row_once_while_writers_write(open_store: Callable[[], Store]) -> None:
    with closing(open_store()) as store:
        writer = Writer(store)
        for number in range(14):
            writer.act("print_words", number, number, number)
        stay = {name: listed(make(store)) for name, make in LISTS.items()}
        stop = threading.Event()

        def write(seed: int) -> None:
            number = seed
            while not stop.is_set():
                number += 7
                # Only texts of known words: nothing that is listed goes.
                ingestor = Ingestor(AnnotatedReader(), store)
                ingestor.ingest(
                    ArticleInput(
                        outlet_domain=f"w{number % 9}.example",
                        url=f"https://example.org/w/{seed}/{number % 40}",
                        published_at=DAY - timedelta(days=number % 90),
                        text=f"{NAMES[number % 4]} | direct | {WORDS[number % len(WORDS)]}",
                    )
                )

        writers = [threading.Thread(target=write, args=(seed,)) for seed in (0, 1)]
        for thread in writers:
            thread.start()
        try:
            walks = 0
            for name, make in LISTS.items():
                for limit in (1, 2):
                    rows = [item.id for item in everything(partial(_page, make(store), limit))]
                    assert len(rows) == len(set(rows)), name
                    # Words that meet longer ones may become one quote with them.
                    assert stay[name] & listed(make(store)) <= set(rows), name
                    walks += 1
        finally:
            stop.set()
            for thread in writers:
                thread.join()
        assert walks == 2 * len(LISTS)


def _page(list_page: ListPage, limit: int, cursor: str | None) -> Page[Any]:
    return list_page(limit=limit, cursor=cursor)


def test_a_name_that_a_deleted_article_held_leaves_nothing(make_url: MakeUrl) -> None:
    url = make_url()
    with closing(Store.open(url)) as store:
        ingestor = Ingestor(AnnotatedReader(), store)

        def print_name(name: str, number: int) -> UUID:
            return ingestor.ingest(
                ArticleInput(
                    outlet_domain="a.example",
                    url=f"https://example.org/{number}",
                    text=f"{name} | direct | {WORDS[number]}",
                )
            ).view.ref.id

        print_name("Ann Lee", 0)
        print_name("Bo Ek", 1)
        longer = print_name("Ann  Lée", 2)
        cursor = store.list_speakers(limit=1).next_cursor
        store.delete_article(longer)

        def rows(connection: Connection) -> list[Any]:
            return list(connection.execute(text("SELECT sort_key FROM speaker_orders")).scalars())

        engine = open_engine(url)
        with for_writing(engine).begin() as connection:
            assert rows(connection) == []
        engine.dispose()
        assert cursor is not None


def test_a_cursor_expires_when_the_log_no_longer_goes_back_so_far(make_url: MakeUrl) -> None:
    url = make_url()
    with closing(Store.open(url)) as store:
        writer = Writer(store)
        for number in range(6):
            writer.act("print_words", number, number, number)
        cursor = store.list_quotes(limit=1).next_cursor
        assert store.list_quotes(limit=1, cursor=cursor).items
        engine = open_engine(url)
        with engine.connect() as connection:
            clock = text("SELECT number FROM list_clocks WHERE list = 'quotes'")
            since = connection.execute(clock).scalar() or 0
        for number, expires in ((since + HELD, False), (since + HELD + 1, True)):
            with for_writing(engine).begin() as connection:
                connection.execute(text("DELETE FROM list_clocks WHERE list = 'quotes'"))
                values = {"number": number}
                insert = "INSERT INTO list_clocks VALUES ('quotes', :number, 0)"
                connection.execute(text(insert), values)
            if expires:
                with pytest.raises(InvalidCursor, match="expired"):
                    store.list_quotes(limit=1, cursor=cursor)
            else:
                assert store.list_quotes(limit=1, cursor=cursor).items
        engine.dispose()
