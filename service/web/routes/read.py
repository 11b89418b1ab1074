"""Read: a text in, and the article with each of its quotations marked."""

from __future__ import annotations

from functools import cache

from fastapi import Request, Response

from service.api.auth.dependencies import needs
from service.api.auth.scopes import Scope
from service.commands.seed import read_demo_articles
from service.ingest.article_in import ArticleInput
from service.web.page_router import page_router
from service.web.render import render_page

router = page_router()


MOST_DEMOS = 20


@router.get("/", operation_id="showRead", dependencies=[needs(Scope.READ)])
def show_read(request: Request) -> Response:
    """Return the page that takes a text."""
    return render_page(request.scope, "read.html", demos=_demos())


@cache
def _demos() -> tuple[ArticleInput, ...]:
    return tuple(read_demo_articles()[:MOST_DEMOS])
