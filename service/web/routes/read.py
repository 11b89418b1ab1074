"""Read: a text in, and the article with each of its quotations marked. Nothing is stored."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query, Request, Response

from service.api.auth.dependencies import needs
from service.api.auth.scopes import Scope
from service.api.dependencies import ReaderOf, StoreOf, require_room
from service.api.routes.extract import extract_quotations
from service.api.routes.quotes import match_quotes
from service.api.schemas.extract import ExtractIn, ExtractOptions
from service.api.schemas.match import MatchIn
from service.api.schemas.span import OffsetOptions
from service.errors import InvalidRequest, NotFound, OnRecordError, TextTooLong
from service.ingest.article_rows import TextReader
from service.web.bodies import body_of
from service.web.forms import FormOf
from service.web.page_router import page_router
from service.web.reading.shown_article import show_reading
from service.web.reading.submitted import SubmittedArticle, article_in, demos
from service.web.render import render_page

router = page_router()

_EMPTY = InvalidRequest("There is no text yet. Paste one, choose a file, or take a demo article.")
_MOST_MATCHES = 5


@router.get("/", operation_id="showRead", dependencies=[needs(Scope.READ)])
def show_read(
    request: Request, reader: ReaderOf, demo: Annotated[str | None, Query()] = None
) -> Response:
    """Return the page that takes a text, or that of a demo article."""
    if demo is None:
        return _form_page(request, SubmittedArticle())
    if demo not in demos():
        raise NotFound("There is no such demo article.")
    return _reading_page(request, demos()[demo], reader)


@router.post("/", operation_id="readText", dependencies=[needs(Scope.READ), Depends(require_room)])
def read_text(request: Request, form: FormOf, reader: ReaderOf) -> Response:
    """Return the page of a text, or the form again with what is wrong."""
    try:
        article = article_in(form)
    except InvalidRequest as error:
        return _form_page(request, SubmittedArticle(), error)
    if not article.text.strip():
        return _form_page(request, article, _EMPTY)
    try:
        return _reading_page(request, article, reader)
    except TextTooLong as error:
        return _form_page(request, article, error)


@router.post("/matches", operation_id="showMatches", dependencies=[needs(Scope.READ)])
def show_matches(request: Request, form: FormOf, store: StoreOf) -> Response:
    """Return who else printed some words."""
    body = body_of(MatchIn, text=form.fields.get("text", ""), limit=_MOST_MATCHES)
    found = match_quotes(body, OffsetOptions(), store)
    return render_page(request.scope, "matches.html", matches=found.items, words=body.text)


def _form_page(
    request: Request, article: SubmittedArticle, error: OnRecordError | None = None
) -> Response:
    return render_page(
        request.scope,
        "read.html",
        status=error.status if error else 200,
        article=article,
        demos=demos(),
        error=error.detail if error else None,
    )


def _reading_page(request: Request, article: SubmittedArticle, reader: TextReader) -> Response:
    body = body_of(ExtractIn, text=article.text)
    answer = extract_quotations(body, ExtractOptions(), reader)
    return render_page(
        request.scope,
        "reading.html",
        article=article,
        reading=show_reading(article.text, answer.quotations),
        unread=len(answer.unread),
    )
