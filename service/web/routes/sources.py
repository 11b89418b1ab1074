"""Source report: who is quoted in an article, by an outlet or in what a filter matches."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from fastapi import Request, Response

from service.api.auth.dependencies import needs
from service.api.auth.scopes import Scope
from service.api.dependencies import StoreOf
from service.storage.store import Store
from service.web.citation import name_outlet
from service.web.page_router import page_router
from service.web.render import render_page
from service.web.routes.search import OUTLETS
from service.web.search_query import SearchQuery, read_id, read_search

router = page_router()

_SOURCES = 50


@router.get("/sources", operation_id="showSources", dependencies=[needs(Scope.READ)])
def show_sources(request: Request, store: StoreOf) -> Response:
    """Return the report, or the form alone where nothing says of what."""
    given = request.query_params
    query, article_id = read_search(given), read_id(given, "article_id")
    # An unlimited report reads every quotation that is stored. It must be asked for.
    is_asked = bool(query.q or query.is_narrowed or article_id or given.get("all"))
    where = replace(query.article_filter, article_id=article_id)
    return render_page(
        request.scope,
        "sources.html",
        query=query,
        of=_subject(store, query, article_id),
        report=store.reports.sources(where, limit=_SOURCES) if is_asked else None,
        most=_SOURCES,
        outlets=store.list_outlets(limit=OUTLETS).items,
    )


def _subject(store: Store, query: SearchQuery, article_id: UUID | None) -> str | None:
    """Return what the report is of, for its heading."""
    if article_id is not None:
        article = store.get_article(article_id).ref
        return f"in “{article.title or 'an untitled article'}”, {name_outlet(article.outlet)}"
    return f"by {query.outlet}" if query.outlet else None
