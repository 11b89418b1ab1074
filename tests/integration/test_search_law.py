"""Searches as a law: both databases find exactly what a plain reading of all wordings finds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from unittest.mock import patch
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.orm import Session

from service.dedup.search_terms import SearchTerm
from service.dedup.words.normalise import normal_words
from service.storage.db.engine import open_engine
from service.storage.filters import ArticleFilter, QuoteFilter
from service.storage.reads import word_search
from service.storage.store import Store
from service.storage.tables.word_index import (
    ARTICLE_INDEX,
    QUOTE_INDEX,
    WordIndex,
    containing_terms,
)
from tests.support.databases import MakeUrl
from tests.support.store_contents import Ingest, everything

WORDS = [
    "The harbour board knew about the crumbling seawall since the storm of March",
    "The harbor board knew of the crumbling seawall since the storm in March",
    "Nobody warned the fishermen, and the crumbling seawall gave way on Tuesday",
    "crumbling seawall",
    "We organised it: five per cent, AT&T and U.S. $2.6 million",
    "It's the harbourmaster's [old] boat",
    "storm",
    "2.6",
    "...",
    "Ünïcode straße Москва 東京",
]
LINES = [f"Ann Lee | direct | {words}" for words in WORDS]


@dataclass(frozen=True)
class Asked:
    """A part of a query, as words that have no other spelling."""

    words: tuple[str, ...]
    starred: bool = False

    @property
    def written(self) -> str:
        star = "*" * self.starred
        text = " ".join(self.words)
        return f"{text}{star}" if len(self.words) == 1 else f'"{text}{star}"'

    def is_in(self, wording: Sequence[str]) -> bool:
        size = len(self.words)
        pieces = (tuple(wording[i : i + size]) for i in range(len(wording) - size + 1))
        *whole, last = self.words
        return any(
            list(piece[:-1]) == whole
            and (piece[-1].startswith(last) if self.starred else piece[-1] == last)
            for piece in pieces
        )


COUNTS = [
    ("seawall crumbling", 2),
    ('"crumbling seawall"', 2),
    ("“crumbling seawall”", 2),
    ('"seawall crumbling"', 0),
    ('"march the harbour"', 0),  # of two wordings
    ('"knew of"', 1),
    ('"knew about" "knew of"', 1),
    ("harbou*", 2),
    ("HARBOR*", 2),
    ("organis*", 1),
    ('"the crumb*"', 2),
    ('"the crumb"*', 2),
    ('"five per cent"', 1),
    ("5%", 1),
    ("AT&T", 1),
    ("U.S.", 1),
    ("masters", 0),
    ("c*", 2),
    ("мос*", 1),
    ('"storm', 2),
    ("*", 0),
    ('"" * "', 0),
    (" ", 0),
    ("s", 0),
]

NORMAL = sorted({word for words in WORDS for word in normal_words(words)} | {"ann", "news"})
RUNS = [
    tuple(words[start : start + size])
    for words in map(normal_words, WORDS)
    for size in (1, 2, 3)
    for start in range(len(words) - size + 1)
]


@st.composite
def asked_parts(draw: st.DrawFn) -> Asked:
    words = draw(
        st.sampled_from(RUNS) | st.lists(st.sampled_from(NORMAL), min_size=1, max_size=3).map(tuple)
    )
    if not draw(st.booleans()):
        return Asked(words)
    last = words[-1][: draw(st.integers(1, len(words[-1])))]
    # The end of a beginning must be a letter or digit, and no other word than itself.
    if normal_words(last) != [last]:
        return Asked(words)
    return Asked((*words[:-1], last), starred=True)


@pytest.fixture
def stocked(ingest: Ingest, store: Store) -> Store:
    for number in range(3):
        ingest(
            "\n".join(LINES[number:] if number else LINES),
            domain=f"o{number}.example",
            title=f"News {WORDS[number]}",
        )
    ingest("Ann Lee | direct | storm of news", domain="o4.example", title="Crumbling")
    return store


def wordings_of_quotes(store: Store) -> dict[UUID, list[list[str]]]:
    quotes = everything(lambda cursor: store.list_quotes(cursor=cursor))
    return {
        quote.id: [
            normal_words(o.text.replace("[old]", "")) for o in store.get_quote(quote.id).occurrences
        ]
        for quote in quotes
    }


def wordings_of_articles(store: Store) -> dict[UUID, list[list[str]]]:
    articles = everything(lambda cursor: store.list_articles(cursor=cursor))
    return {
        article.id: [
            normal_words(article.title or ""),
            normal_words(store.get_article(article.id).text),
        ]
        for article in articles
    }


def expected(wordings: dict[UUID, list[list[str]]], parts: Sequence[Asked]) -> set[UUID]:
    return {
        row_id
        for row_id, each in wordings.items()
        if all(any(part.is_in(wording) for wording in each) for part in parts)
    }


def test_a_search_finds_what_reading_every_wording_finds(stocked: Store) -> None:
    quotes, articles = wordings_of_quotes(stocked), wordings_of_articles(stocked)
    assert any(len({tuple(wording) for wording in each}) > 1 for each in quotes.values())

    @settings(max_examples=150, deadline=None)
    @given(st.lists(asked_parts(), min_size=1, max_size=3), st.sampled_from([1, 3, 1_000]))
    def check(parts: list[Asked], many: int) -> None:
        q = " ".join(part.written for part in parts)
        with patch.object(word_search, "_MANY", many):
            found = {q.id for q in stocked.list_quotes(QuoteFilter(q=q), limit=100).items}
            printed = {a.id for a in stocked.list_articles(ArticleFilter(q=q), limit=100).items}
        assert found == expected(quotes, parts)
        assert printed == expected(articles, parts)

    check()


@pytest.mark.parametrize("q", [None, "the"])
@pytest.mark.parametrize("stance", ["speech", "belief"])
@pytest.mark.parametrize("outlet", ["o0.example", "o2.example", "o5.example"])
@pytest.mark.parametrize("speaker", [None, "Ann Lee", "Ann Leigh"])
def test_few_and_many_rows_of_a_speaker_or_outlet_are_the_same_ones(
    stocked: Store, q: str | None, stance: str, outlet: str, speaker: str | None
) -> None:
    where = QuoteFilter(q=q, speaker=speaker, outlet=outlet, stance=stance)
    wordings = wordings_of_quotes(stocked)
    expected_ids = {
        quote_id
        for quote_id, each in wordings.items()
        if stance == "speech"
        and speaker != "Ann Leigh"
        and any(q is None or q in wording for wording in each)
        and outlet in {o.article.outlet.domain for o in stocked.get_quote(quote_id).occurrences}
    }
    for many in (1, 2, 1_000):
        with patch.object(word_search, "_MANY", many):
            assert {quote.id for quote in stocked.list_quotes(where, limit=100).items} == (
                expected_ids
            )


@pytest.mark.parametrize("index", [QUOTE_INDEX, ARTICLE_INDEX], ids=["quotes", "articles"])
def test_postgresql_finds_a_phrase_by_its_pairs_of_words(
    postgresql: MakeUrl, index: WordIndex
) -> None:
    engine = open_engine(postgresql())
    with Session(engine) as session:
        session.execute(text("SET LOCAL enable_seqscan = off"))
        found = containing_terms(session, index, [SearchTerm(("of", "near", "the"))], most=10)
        query = found.statement.compile(engine)
        values = {**query.params, **found.values}
        explained = session.connection().exec_driver_sql(f"EXPLAIN {query}", values)
        plan = "\n".join(explained.scalars())
    engine.dispose()
    [condition] = re.findall(r"Index Cond: (.*)", plan)
    assert "@@" in condition
    assert re.search(r"word_pairs\(.*words.*\) @> '{\d+,\d+}'", condition)


def test_words_phrases_and_beginnings(stocked: Store) -> None:
    found = {q: len(stocked.list_quotes(QuoteFilter(q=q)).items) for q, _ in COUNTS}
    assert found == dict(COUNTS)
