"""Routes that store, list, return and delete articles."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Response, status

from service.api.auth.dependencies import needs
from service.api.auth.editor import EditorOf
from service.api.auth.scopes import Scope
from service.api.dependencies import IngestorOf, StoreOf, require_json, require_room
from service.api.responses import ONCE_ERRORS, TEXT_ERRORS, problems
from service.api.schemas.article import (
    Article,
    ArticleIn,
    ArticleOptions,
    ArticlePage,
    to_article,
    to_article_filter,
    to_input,
)
from service.api.schemas.span import OffsetOptions
from service.api.strict_route import StrictRoute
from service.api.versioned_answers import show_version
from service.errors import ChangedSince, Conflict, InvalidCursor, InvalidRequest, NotFound, NotReady

router = APIRouter(prefix="/v1/articles", tags=["articles"], route_class=StrictRoute)

ArticleId = Annotated[UUID, Path(description="The article's id.")]


@router.post(
    "",
    operation_id="createArticle",
    summary="Read and store an article",
    status_code=status.HTTP_201_CREATED,
    response_description="The article is stored, with its quotations.",
    responses={
        status.HTTP_200_OK: {
            "model": Article,
            "description": "The article was known already. Its text, if it changed, is replaced.",
        },
        **problems(InvalidRequest, *TEXT_ERRORS, *ONCE_ERRORS, Conflict, NotReady),
    },
    dependencies=[needs(Scope.WRITE), Depends(require_json), Depends(require_room)],
)
def create_article(
    body: ArticleIn,
    options: Annotated[OffsetOptions, Query()],
    ingestor: IngestorOf,
    response: Response,
) -> Article:
    """Finds every quotation in an article, resolves who spoke, and stores the result.

    Sending the same article again changes nothing, so a request that got no answer can be repeated.
    """
    result = ingestor.ingest(to_input(body))
    if not result.created:
        response.status_code = status.HTTP_200_OK
    response.headers["Location"] = f"{router.prefix}/{result.view.ref.id}"
    return to_article(result.view, unit=options.offset_unit)


@router.get(
    "",
    operation_id="listArticles",
    summary="List articles",
    response_description="A page of articles, without their texts.",
    responses=problems(InvalidRequest, InvalidCursor, NotReady),
    dependencies=[needs(Scope.READ)],
)
def list_articles(options: Annotated[ArticleOptions, Query()], store: StoreOf) -> ArticlePage:
    """Lists articles that meet every filter given, without their texts."""
    where = to_article_filter(options)
    page = store.list_articles(where, sort=options.sort, limit=options.limit, cursor=options.cursor)
    return ArticlePage.model_validate(page)


@router.get(
    "/{article_id}",
    operation_id="getArticle",
    summary="Get an article and its quotations",
    response_description="The article.",
    responses=problems(InvalidRequest, NotFound, NotReady),
    dependencies=[needs(Scope.READ)],
)
def get_article(
    article_id: ArticleId,
    options: Annotated[OffsetOptions, Query()],
    store: StoreOf,
    response: Response,
) -> Article:
    """Returns an article with its text and everything found in it, in the order of the text."""
    article = store.get_article(article_id)
    show_version(response, article)
    return to_article(article, unit=options.offset_unit)


@router.delete(
    "/{article_id}",
    operation_id="deleteArticle",
    summary="Delete an article",
    status_code=status.HTTP_204_NO_CONTENT,
    response_description="The article is gone.",
    responses=problems(InvalidRequest, NotFound, ChangedSince, NotReady),
    dependencies=[needs(Scope.WRITE)],
)
def delete_article(article_id: ArticleId, editor: EditorOf, store: StoreOf) -> None:
    """Removes an article, its occurrences, and the quotes that no other article holds."""
    store.delete_article(article_id, seen=editor.seen)
