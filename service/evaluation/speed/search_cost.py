"""Measure what searches cost in a store of made-up articles.

The articles need no gold and no engine (`load.made_articles`). A few more hold what searches
find seldom: speakers with one quote, and a phrase of words that nearly all articles have.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from service.evaluation.load.made_articles import make_article, quotations_of
from service.evaluation.load.server import STORED, fill_with_articles, store_articles
from service.evaluation.scale.measure import database_url
from service.evaluation.tables import Table, as_markdown
from service.ingest.article_in import ArticleInput
from service.storage.filters import ArticleFilter, QuoteFilter, QuoteSort
from service.storage.store import Store

_SEED = 7
_OUTLET = "rare.example"
_FIRST_DAY = datetime(2024, 1, 2, tzinfo=UTC)
_FIRST_NAMES = ("Abel", "Bruna", "Cleo", "Dana", "Egon", "Fritz")
RARE_SPEAKERS = tuple(f"{first} Quorn" for first in _FIRST_NAMES)
_RARE_WORDS = "We have heard of near the pier, and the council will not close the old mill"
RARE_PHRASE = '"of near the"'
MISSING_PHRASE = '"near of the"'
"""All made-up articles hold these words, and none of them side by side in this order."""


@dataclass(frozen=True, slots=True)
class _Draw:
    """Words to search for, as they are in the stored articles."""

    chance: random.Random
    articles: int

    def words(self, count: int) -> list[str]:
        """Return words of a stored quotation that stand side by side."""
        number = self.chance.randrange(self.articles)
        said, _ = quotations_of(make_article(number, series=STORED).text)[0]
        words = said.replace(",", "").split()
        start = self.chance.randrange(len(words) - count + 1)
        return words[start : start + count]

    def phrase(self) -> str:
        return f'"{" ".join(self.words(4))}"'

    def beginning(self) -> str:
        return f"{max(self.words(6), key=len)[:4]}*"

    def speaker(self) -> str:
        return self.chance.choice(RARE_SPEAKERS)

    def day(self) -> dict[str, datetime]:
        start = _FIRST_DAY + timedelta(days=self.chance.randrange(5))
        return {"published_from": start, "published_to": start + timedelta(days=1)}


def measure_searches(
    directory: Path, *, articles: int, database: str, searches: int
) -> Iterator[str]:
    """Fill a store where it is not filled, and yield the lines of a table of searches.

    Args:
        directory: Where the store is kept. Another run with as many articles uses it as it is.
        articles: How many articles to store.
        database: "sqlite" or "postgresql".
        searches: How many searches of each kind.
    """
    folder = directory / f"{articles}-{database}"
    folder.mkdir(parents=True, exist_ok=True)
    with database_url(database, folder) as url:
        filled = folder / "filled"
        Store.migrate(url)
        if not filled.exists():
            fill_with_articles(url, articles)
            store_articles(url, _rare_articles())
            filled.touch()
        with closing(Store.open(url)) as store:
            draw = _Draw(random.Random(_SEED), articles)  # noqa: S311 - to be the same each time
            rows = [
                *_rows("quotes", _quote_searches(draw), store.list_quotes, searches),
                *_rows("articles", _article_searches(draw), store.list_articles, searches),
            ]
    yield f"{articles} articles on {database}, {searches} searches of a kind, milliseconds\n"
    yield as_markdown(Table(("", "p50", "p95"), tuple(rows)))


def _quote_searches(draw: _Draw) -> Mapping[str, Callable[[], Mapping[str, Any]]]:
    def search(sort: QuoteSort = "newest", **where: Any) -> dict[str, Any]:
        return {"where": QuoteFilter(**where), "sort": sort}

    return {
        "a frequent word": lambda: search(q="the"),
        "a frequent word, by relevance": lambda: search("relevance", q="the"),
        "two words": lambda: search(q=" ".join(draw.words(2))),
        "a phrase of four words": lambda: search(q=draw.phrase()),
        "a phrase of four words, by relevance": lambda: search("relevance", q=draw.phrase()),
        "a rare phrase of frequent words": lambda: search(q=RARE_PHRASE),
        "a phrase that no quote has": lambda: search(q=MISSING_PHRASE),
        "the beginning of a word": lambda: search(q=draw.beginning()),
        "a speaker of one quote": lambda: search(speaker=draw.speaker()),
        "the same, a frequent word, by relevance": lambda: search(
            "relevance", q="the", speaker=draw.speaker()
        ),
        "a frequent word on one day, by relevance": lambda: search(
            "relevance", q="the", **draw.day()
        ),
        "a frequent word in a small outlet": lambda: search(q="the", outlet=_OUTLET),
        "a frequent word, of three outlets": lambda: search(q="the", min_outlets=3),
        "a frequent word, disputed": lambda: search(q="the", disputed=True),
    }


def _article_searches(draw: _Draw) -> Mapping[str, Callable[[], Mapping[str, Any]]]:
    def search(**where: Any) -> dict[str, Any]:
        return {"where": ArticleFilter(**where)}

    return {
        "a frequent word": lambda: search(q="the"),
        "two words": lambda: search(q=" ".join(draw.words(2))),
        "a phrase of four words": lambda: search(q=draw.phrase()),
        "a rare phrase of frequent words": lambda: search(q=RARE_PHRASE),
        "a phrase that no article has": lambda: search(q=MISSING_PHRASE),
        "the beginning of a word": lambda: search(q=draw.beginning()),
        "a frequent word on one day": lambda: search(q="the", **draw.day()),
        "a frequent word in a small outlet": lambda: search(q="the", outlet=_OUTLET),
    }


def _rows(
    listed: str,
    kinds: Mapping[str, Callable[[], Mapping[str, Any]]],
    find: Callable[..., object],
    times: int,
) -> Iterator[tuple[str, str, str]]:
    """Yield the row of each kind of search.

    Args:
        listed: What is searched for.
        kinds: Draws the arguments of a search, by its kind.
        find: The list.
        times: How many searches of each kind.
    """
    for kind, draw in kinds.items():
        find(**draw())  # It reads from the disk.
        taken = sorted(_milliseconds(find, draw()) for _ in range(times))
        median, late = taken[times // 2], taken[int(times * 0.95)]
        yield f"{listed}: {kind}", f"{median:.1f}", f"{late:.1f}"


def _milliseconds(find: Callable[..., object], arguments: Mapping[str, Any]) -> float:
    start = time.perf_counter()
    find(**arguments)
    return (time.perf_counter() - start) * 1000


def _rare_articles() -> list[ArticleInput]:
    return [
        ArticleInput(
            outlet_domain=_OUTLET,
            url=f"https://{_OUTLET}/{number}",
            published_at=_FIRST_DAY + timedelta(hours=number),
            text=f"“{_RARE_WORDS} {number},” {name} said.",
        )
        for number, name in enumerate(RARE_SPEAKERS)
    ]
