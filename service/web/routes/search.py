"""Search: quotes, speakers and articles, at an address that can be shared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from fastapi import Request, Response

from service.api.auth.dependencies import needs
from service.api.auth.scopes import Scope
from service.api.dependencies import StoreOf
from service.errors import NotFound, Superseded
from service.storage.filters import ArticleSort, QuoteSort, SpeakerFilter, SpeakerSort
from service.storage.store import Store
from service.storage.views import SpeakerView
from service.web.page_router import page_router
from service.web.render import render_page
from service.web.search_query import SearchQuery, read_search

router = page_router()

_ITEMS = 20
_SPEAKERS = 4
OUTLETS = 100
"""How many outlets a form suggests."""

_SORTS = {
    "quotes": (
        ("newest", "latest"),
        ("oldest", "earliest"),
        ("outlets", "most outlets"),
        ("origins", "most origins"),
    ),
    "speakers": (("name", "name"), ("quotes", "most quoted")),
    "articles": (("newest", "latest"), ("oldest", "earliest")),
}
_BY_RELEVANCE = ("relevance", "best match")


@dataclass(frozen=True, slots=True)
class _Results:
    items: Sequence[object]
    next_cursor: str | None


@router.get("/search", operation_id="showSearch", dependencies=[needs(Scope.READ)])
def show_search(request: Request, store: StoreOf) -> Response:
    """Return what a search finds, a page of it."""
    query = read_search(request.query_params)
    sorts = _SORTS[query.find]
    if query.find == "quotes" and query.q:
        sorts = (*sorts, _BY_RELEVANCE)
    sort = query.sort or sorts[0][0]
    results = _find(store, query, sort)
    return render_page(
        request.scope,
        "search.html",
        query=query,
        sort=sort,
        sorts=sorts,
        items=results.items,
        next_cursor=results.next_cursor,
        speakers=_speakers(store, query),
        speaker=_speaker(store, query),
        outlets=store.list_outlets(limit=OUTLETS).items,
    )


def _find(store: Store, query: SearchQuery, sort: str) -> _Results:
    cursor = query.cursor
    if query.find == "speakers":
        found = store.list_speakers(
            query.speaker_filter, sort=cast("SpeakerSort", sort), limit=_ITEMS, cursor=cursor
        )
        return _Results(found.items, found.next_cursor)
    if query.find == "articles":
        articles = store.list_articles(
            query.article_filter, sort=cast("ArticleSort", sort), limit=_ITEMS, cursor=cursor
        )
        return _Results(articles.items, articles.next_cursor)
    quotes = store.list_quotes(
        query.quote_filter, sort=cast("QuoteSort", sort), limit=_ITEMS, cursor=cursor
    )
    return _Results(quotes.items, quotes.next_cursor)


def _speakers(store: Store, query: SearchQuery) -> Sequence[SpeakerView]:
    """Return speakers whose names begin with the words, to show beside quotes that hold them."""
    if query.find != "quotes" or not query.q or query.cursor:
        return ()
    where = SpeakerFilter(q=query.q)
    return store.list_speakers(where, sort="quotes", limit=_SPEAKERS).items


def _speaker(store: Store, query: SearchQuery) -> SpeakerView | None:
    """Return the speaker to whom a search is narrowed, if the id is still a speaker's."""
    if query.speaker_id is None:
        return None
    try:
        return store.get_speaker(query.speaker_id)
    except Superseded as error:
        return store.get_speaker(error.successor)
    except NotFound:
        return None
