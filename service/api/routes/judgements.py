"""Routes that list, return and undo judgements."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Response

from service.api.auth.dependencies import needs
from service.api.auth.editor import EditorOf
from service.api.auth.scopes import Scope
from service.api.dependencies import StoreOf, require_json
from service.api.responses import DECISION_ERRORS, problems
from service.api.schemas.judgement import (
    DecisionIn,
    Judgement,
    JudgementOptions,
    JudgementPage,
    to_edited_by,
)
from service.api.strict_route import StrictRoute
from service.api.versioned_answers import answer_judgement, show_version
from service.errors import InvalidCursor, InvalidRequest, NotFound, NotReady

router = APIRouter(prefix="/v1/judgements", tags=["speakers"], route_class=StrictRoute)

JudgementId = Annotated[UUID, Path(description="The judgement's id.")]


@router.get(
    "",
    operation_id="listJudgements",
    summary="List judgements",
    response_description="A page of judgements.",
    responses=problems(InvalidRequest, InvalidCursor, NotReady),
    dependencies=[needs(Scope.READ)],
)
def list_judgements(options: Annotated[JudgementOptions, Query()], store: StoreOf) -> JudgementPage:
    """Lists what editors decided about speakers, quotes and quotations, the latest first. Undone
    decisions are included.
    """
    page = store.list_judgements(
        speaker_id=options.speaker_id,
        quote_id=options.quote_id,
        article_id=options.article_id,
        limit=options.limit,
        cursor=options.cursor,
    )
    return JudgementPage.model_validate(page)


@router.get(
    "/{judgement_id}",
    operation_id="getJudgement",
    summary="Get a judgement",
    response_description="The judgement.",
    responses=problems(InvalidRequest, NotFound, NotReady),
    dependencies=[needs(Scope.READ)],
)
def get_judgement(judgement_id: JudgementId, store: StoreOf, response: Response) -> Judgement:
    """Returns a judgement: who decided what, when and why, and whether it still holds."""
    judgement = store.get_judgement(judgement_id)
    show_version(response, judgement)
    return Judgement.model_validate(judgement)


@router.post(
    "/{judgement_id}/undo",
    operation_id="undoJudgement",
    summary="Undo a judgement",
    response_description="The judgement, which no longer holds.",
    responses=problems(InvalidRequest, *DECISION_ERRORS, NotReady),
    dependencies=[needs(Scope.EDIT), Depends(require_json)],
)
def undo_judgement(
    judgement_id: JudgementId,
    body: DecisionIn,
    editor: EditorOf,
    store: StoreOf,
    response: Response,
) -> Judgement:
    """Undoes a judgement: all is as if it had never been made. Later ones stay as they are."""
    judgement = store.undo_judgement(judgement_id, to_edited_by(body, editor))
    return answer_judgement(judgement, response)
