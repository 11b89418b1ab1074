"""What a store holds, by natural keys: equal contents are equal, whatever their ids and order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from service.storage.filters import QuoteFilter
from service.storage.store import Store
from service.storage.views import Page, SpeakerRef, StoredArticle

Ingest = Callable[..., StoredArticle]
"""What the fixture `ingest` gives."""


def contents(store: Store) -> dict[str, Any]:
    quotes = everything(lambda cursor: store.list_quotes(QuoteFilter(stance=None), cursor=cursor))
    speakers = everything(lambda cursor: store.list_speakers(cursor=cursor))
    articles = everything(lambda cursor: store.list_articles(cursor=cursor))
    outlets = everything(lambda cursor: store.list_outlets(cursor=cursor))
    return {
        "quotes": sorted(map(repr, (_quote(store, quote.id) for quote in quotes))),
        "speakers": sorted(
            repr((s.name, s.kind, s.aliases, s.quote_count, s.provisional, s.wikidata_id, s.notes))
            for s in speakers
        ),
        "articles": sorted(
            repr((a.outlet.domain, a.outlet.name, a.url, a.title, a.published_at)) for a in articles
        ),
        "outlets": sorted(repr((o.domain, o.name, o.article_count)) for o in outlets),
    }


def everything(list_page: Callable[[str | None], Page[Any]]) -> list[Any]:
    """A list's function -> all its items, page by page."""
    items, cursor = [], None
    while True:
        page = list_page(cursor)
        items += page.items
        cursor = page.next_cursor
        if cursor is None:
            return items


def _quote(store: Store, quote_id: Any) -> tuple[Any, ...]:
    detail = store.get_quote(quote_id)
    quote = detail.quote
    occurrences = sorted(
        repr((o.article.outlet.domain, o.article.url, o.text, o.kind, o.spans, _names(o.speakers)))
        for o in detail.occurrences
    )
    counts = (quote.outlet_count, quote.origin_count, quote.occurrence_count)
    return (quote.text, quote.kind, _names(quote.speakers), quote.first_seen, counts, occurrences)


def _names(speakers: tuple[SpeakerRef, ...]) -> list[tuple[str | None, str]]:
    return [(speaker.name, speaker.kind) for speaker in speakers]
