"""Routes with which editors merge, split and pin quotes."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Response, status
from pydantic import Field

from service.api.auth.dependencies import needs
from service.api.auth.editor import EditorOf
from service.api.auth.scopes import Scope
from service.api.dependencies import StoreOf, require_json
from service.api.responses import DECISION_ERRORS, moved, problems
from service.api.schemas.example_article import example_id
from service.api.schemas.judgement import MOST_OCCURRENCES, DecisionIn, Judgement, to_edited_by
from service.api.schemas.quotation import Quotation
from service.api.strict_route import StrictRoute
from service.api.versioned_answers import answer_judgement
from service.errors import InvalidRequest, NotReady

router = APIRouter(prefix="/v1/quotes", tags=["quotes"], route_class=StrictRoute)

QuoteId = Annotated[UUID, Path(description="The quote's id.")]
_EDITING = {
    **moved(),
    **problems(InvalidRequest, *DECISION_ERRORS, NotReady),
}


class QuoteMergeIn(DecisionIn):
    """The quote to merge with the one in the path."""

    example = {**DecisionIn.example, "other_id": example_id(10)}

    other_id: UUID
    """The other quote. The older of the two keeps its id, whichever of them is in the path; the
    other id answers with a redirect from now on."""


class QuoteSplitIn(DecisionIn):
    """Which occurrences are another quote."""

    example = {**DecisionIn.example, "occurrences": [Quotation.example["id"]]}

    occurrences: list[UUID] = Field(min_length=1, max_length=MOST_OCCURRENCES)
    """Ids of this quote's occurrences, from `GET /v1/quotes/{quote_id}`. The same words in the same
    article go with them. At least one occurrence must stay."""


@router.post(
    "/{quote_id}/merge",
    operation_id="mergeQuotes",
    summary="Say that two quotes are one",
    status_code=status.HTTP_201_CREATED,
    response_description="The judgement.",
    responses=_EDITING,
    dependencies=[needs(Scope.EDIT), Depends(require_json)],
)
def merge_quotes(
    quote_id: QuoteId, body: QuoteMergeIn, editor: EditorOf, store: StoreOf, response: Response
) -> Judgement:
    """Makes two quotes one, with all their occurrences. The older quote's id stays, so the id in
    the path may be the one that answers with redirects from now on.

    The decision is kept by article and words: it holds when the articles are sent again.
    """
    judgement = store.merge_quotes(quote_id, body.other_id, to_edited_by(body, editor))
    return answer_judgement(judgement, response)


@router.post(
    "/{quote_id}/split",
    operation_id="splitQuote",
    summary="Say that some occurrences are another quote",
    status_code=status.HTTP_201_CREATED,
    response_description="The judgement; `other_id` is the quote that was split off.",
    responses=_EDITING,
    dependencies=[needs(Scope.EDIT), Depends(require_json)],
)
def split_quote(
    quote_id: QuoteId, body: QuoteSplitIn, editor: EditorOf, store: StoreOf, response: Response
) -> Judgement:
    """Makes some of a quote's occurrences a quote of their own, and keeps the two apart. The id
    stays with those that stay.

    The decision is kept by article and words: it holds when the articles are sent again.
    """
    judgement = store.split_quote(quote_id, body.occurrences, to_edited_by(body, editor))
    return answer_judgement(judgement, response)


@router.post(
    "/{quote_id}/pin",
    operation_id="pinQuote",
    summary="Say that a quote's occurrences are one quote",
    status_code=status.HTTP_201_CREATED,
    response_description="The judgement.",
    responses=_EDITING,
    dependencies=[needs(Scope.EDIT), Depends(require_json)],
)
def pin_quote(
    quote_id: QuoteId, body: DecisionIn, editor: EditorOf, store: StoreOf, response: Response
) -> Judgement:
    """Keeps a quote's present occurrences one quote, whatever rules of a later version say. Others
    may still join them.
    """
    judgement = store.pin_quote(quote_id, to_edited_by(body, editor))
    return answer_judgement(judgement, response)
