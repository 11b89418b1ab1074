"""Routes that search, match and return quotes."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Response

from service.api.auth.dependencies import needs
from service.api.auth.scopes import Scope
from service.api.dependencies import StoreOf, require_json
from service.api.responses import BODY_ERRORS, ONCE_ERRORS, moved, problems
from service.api.schemas.match import MatchIn, QuoteMatches, to_quote_matches
from service.api.schemas.quote import (
    QuoteOptions,
    QuotePage,
    QuoteWithOccurrences,
    to_quote_filter,
    to_quote_with_occurrences,
)
from service.api.schemas.span import OffsetOptions, OffsetUnit, converter
from service.api.strict_route import StrictRoute
from service.api.versioned_answers import show_version
from service.errors import InvalidCursor, InvalidRequest, NotFound, NotReady

router = APIRouter(prefix="/v1/quotes", tags=["quotes"], route_class=StrictRoute)


@router.get(
    "",
    operation_id="listQuotes",
    summary="Search quotes",
    response_description="A page of quotes.",
    responses=problems(InvalidRequest, InvalidCursor, NotReady),
    dependencies=[needs(Scope.READ)],
)
def list_quotes(options: Annotated[QuoteOptions, Query()], store: StoreOf) -> QuotePage:
    """Lists the quotes that meet every filter given.

    `outlet`, `published_from` and `published_to` must hold for one and the same occurrence.
    """
    page = store.list_quotes(
        to_quote_filter(options), sort=options.sort, limit=options.limit, cursor=options.cursor
    )
    return QuotePage.model_validate(page)


@router.post(
    "/match",
    operation_id="matchQuotes",
    summary="Was this said, by whom, and how exactly?",
    response_description="The quotes that the words match, best first.",
    responses=problems(InvalidRequest, *BODY_ERRORS, *ONCE_ERRORS, NotReady),
    dependencies=[needs(Scope.READ), Depends(require_json)],
)
def match_quotes(
    body: MatchIn, options: Annotated[OffsetOptions, Query()], store: StoreOf
) -> QuoteMatches:
    """Finds the stored quotes that contain the given words, exact or changed. Stores nothing.

    This search is lenient. No speaker is needed. A dropped negation or a changed number still
    matches; it ranks below exact words, and `alignment` shows it.
    """
    published = body.published_at.date() if body.published_at else None
    matches = store.match_quotes(
        body.text, speaker=body.speaker, published=published, limit=body.limit
    )
    return to_quote_matches(matches, body.text, unit=options.offset_unit)


@router.get(
    "/{quote_id}",
    operation_id="getQuote",
    summary="Get a quote and its occurrences",
    response_description="The quote and where it was printed.",
    responses={**moved(), **problems(InvalidRequest, NotFound, NotReady)},
    dependencies=[needs(Scope.READ)],
)
def get_quote(
    quote_id: Annotated[UUID, Path(description="The quote's id.")],
    options: Annotated[OffsetOptions, Query()],
    store: StoreOf,
    response: Response,
) -> QuoteWithOccurrences:
    """Returns a quote with every place where it was printed, and the wording printed there.

    The id of a quote that became one with another answers with a redirect to that one.
    """
    unit = options.offset_unit
    detail = store.get_quote(quote_id, with_texts=unit is OffsetUnit.UTF16)
    show_version(response, detail)
    converters = {
        occurrence.article.id: converter(detail.texts.get(occurrence.article.id, ""), unit)
        for occurrence in detail.occurrences
    }
    return to_quote_with_occurrences(detail, converters, unit=unit)
