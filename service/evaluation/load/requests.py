"""Draw the next request of a client: reads of what is stored, and articles to write."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import quote

from service.errors import OnRecordError
from service.evaluation.load.exchange import ClientConnection, Request, get_request, post_request
from service.evaluation.load.made_articles import make_article

READ_SHARES = {
    "listQuotes": 15,
    "searchQuotes": 30,
    "getQuote": 25,
    "matchQuotes": 20,
    "getArticle": 10,
}
"""The operations of clients that read, in percent. `searchQuotes` is `listQuotes` with words."""

WRITE_SHARES = {"createArticle": 60, "extractQuotations": 40}
"""The operations of clients that write, in percent. To extract is as much work as to write."""

_PAGES = 5


@dataclass(frozen=True, slots=True)
class KnownRows:
    """What is stored and may be asked for."""

    quotes: tuple[tuple[str, str], ...]
    """Ids and words."""
    articles: tuple[str, ...]


async def learn_rows(connection: ClientConnection) -> KnownRows:
    """Ask a server for some of the quotes and articles that it stores."""
    quotes: list[tuple[str, str]] = []
    articles: list[str] = []
    for sort in ("newest", "oldest", "outlets"):
        quotes += [(each["id"], each["text"]) for each in await _items(connection, "quotes", sort)]
    for sort in ("newest", "oldest"):
        articles += [each["id"] for each in await _items(connection, "articles", sort)]
    return KnownRows(tuple(quotes), tuple(articles))


class RequestSource:
    """Makes up requests: the same ones for the same seed."""

    def __init__(self, rows: KnownRows, *, series: str, seed: int) -> None:
        """Begin with the first request.

        Args:
            rows: What may be asked for.
            series: A name that no other run on the same store has, so that its articles are new.
            seed: Names this client.
        """
        self._rows = rows
        self._draw = random.Random(f"{series} {seed}")  # noqa: S311 - only spreads requests
        self._articles = _new_articles(series, seed)

    def next_read(self) -> Request:
        """Return the next request that reads."""
        [operation] = self._draw.choices(list(READ_SHARES), weights=list(READ_SHARES.values()))
        if operation == "getArticle":
            return get_request(operation, f"/v1/articles/{self._draw.choice(self._rows.articles)}")
        quote_id, words = self._draw.choice(self._rows.quotes)
        if operation == "getQuote":
            return get_request(operation, f"/v1/quotes/{quote_id}")
        if operation == "matchQuotes":
            part = " ".join(words.split()[: self._draw.randint(6, 20)])
            return post_request(operation, "/v1/quotes/match", {"text": part})
        if operation == "searchQuotes":
            asked = words.replace(",", "").split()
            searched = " ".join(self._draw.sample(asked, min(2, len(asked))))
            return get_request(operation, f"/v1/quotes?q={quote(searched)}")
        return get_request(operation, "/v1/quotes")

    def next_write(self) -> Request:
        """Return the next request with an article, which no request had before."""
        [operation] = self._draw.choices(list(WRITE_SHARES), weights=list(WRITE_SHARES.values()))
        article = next(self._articles)
        if operation == "extractQuotations":
            return post_request(operation, "/v1/extract", {"text": article["text"]})
        return post_request(operation, "/v1/articles", article)


def _new_articles(series: str, seed: int) -> Iterator[dict[str, object]]:
    number = seed * 100_000
    while True:
        made = make_article(number, series=series)
        yield {
            "outlet": {"domain": made.outlet},
            "url": made.url,
            "published_at": made.published_at.isoformat(),
            "text": made.text,
        }
        number += 1


async def _items(connection: ClientConnection, kind: str, sort: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    cursor = ""
    for _ in range(_PAGES):
        target = f"/v1/{kind}?limit=100&sort={sort}{cursor}"
        reply = await connection.send(get_request("list", target))
        if reply.status != HTTPStatus.OK:
            raise OnRecordError(f"The server answered {reply.status} to {target}.")
        page = json.loads(reply.body)
        found += page["items"]
        if not page["next_cursor"]:
            break
        cursor = f"&cursor={quote(page['next_cursor'])}"
    return found
