"""The route with which editors correct a quotation of a stored article."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Response, status

from service.api.auth.dependencies import needs
from service.api.auth.editor import EditorOf
from service.api.auth.scopes import Scope
from service.api.dependencies import StoreOf, require_json
from service.api.responses import DECISION_ERRORS, problems
from service.api.routes.articles import ArticleId
from service.api.schemas.correction import CorrectionIn, to_correction
from service.api.schemas.judgement import Judgement, to_edited_by
from service.api.schemas.span import OffsetOptions
from service.api.strict_route import StrictRoute
from service.api.versioned_answers import answer_judgement
from service.errors import InvalidRequest, NotReady

router = APIRouter(prefix="/v1/articles", tags=["articles"], route_class=StrictRoute)

QuotationId = Annotated[UUID, Path(description="The quotation's id, as the article answers it.")]


@router.post(
    "/{article_id}/quotations/{quotation_id}/correct",
    operation_id="correctQuotation",
    summary="Correct a quotation",
    status_code=status.HTTP_201_CREATED,
    response_description="The judgement.",
    responses=problems(InvalidRequest, *DECISION_ERRORS, NotReady),
    dependencies=[needs(Scope.EDIT), Depends(require_json)],
)
def correct_quotation(
    article_id: ArticleId,
    quotation_id: QuotationId,
    body: CorrectionIn,
    options: Annotated[OffsetOptions, Query()],
    editor: EditorOf,
    store: StoreOf,
    response: Response,
) -> Judgement:
    """Says that words are no quotation, where they begin and end, or who said them. All follows as
    if the article had been read so: quotes, speakers, counts and searches. The quotation gets a new
    id.

    The decision is kept by article and words: it holds when the article is sent again, until the
    words change.
    """
    text = store.get_article(article_id).text
    correction = to_correction(body, text, options.offset_unit)
    judgement = store.corrections.correct_quotation(
        article_id, quotation_id, correction, to_edited_by(body, editor)
    )
    return answer_judgement(judgement, response)
