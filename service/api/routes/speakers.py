"""Routes that list and return speakers, and those with which editors change them."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Response, status

from service.api.auth.dependencies import needs
from service.api.auth.editor import EditorOf
from service.api.auth.scopes import Scope
from service.api.dependencies import StoreOf, require_json
from service.api.responses import DECISION_ERRORS, moved, problems
from service.api.schemas.base import PageOptions
from service.api.schemas.judgement import (
    Judgement,
    MergeIn,
    NeverSameIn,
    SpeakerChangeIn,
    SplitIn,
    to_change,
    to_edited_by,
)
from service.api.schemas.quote import QuotePage
from service.api.schemas.speaker import (
    DescribedSpeaker,
    SpeakerOptions,
    SpeakerPage,
    to_speaker_filter,
)
from service.api.strict_route import StrictRoute
from service.api.versioned_answers import answer_judgement, show_version
from service.errors import InvalidCursor, InvalidRequest, NotFound, NotReady

router = APIRouter(prefix="/v1/speakers", tags=["speakers"], route_class=StrictRoute)

SpeakerId = Annotated[UUID, Path(description="The speaker's id.")]
_EDITING = {
    **moved(),
    **problems(InvalidRequest, *DECISION_ERRORS, NotReady),
}


@router.get(
    "",
    operation_id="listSpeakers",
    summary="List speakers",
    response_description="A page of speakers.",
    responses=problems(InvalidRequest, InvalidCursor, NotReady),
    dependencies=[needs(Scope.READ)],
)
def list_speakers(options: Annotated[SpeakerOptions, Query()], store: StoreOf) -> SpeakerPage:
    """Lists the people, organisations and groups that are quoted under a name."""
    page = store.list_speakers(
        to_speaker_filter(options), sort=options.sort, limit=options.limit, cursor=options.cursor
    )
    return SpeakerPage.model_validate(page)


@router.get(
    "/{speaker_id}",
    operation_id="getSpeaker",
    summary="Get a speaker",
    response_description="The speaker.",
    responses={**moved(), **problems(InvalidRequest, NotFound, NotReady)},
    dependencies=[needs(Scope.READ)],
)
def get_speaker(speaker_id: SpeakerId, store: StoreOf, response: Response) -> DescribedSpeaker:
    """Returns a speaker with the other names and the descriptions that articles print.

    The id of a speaker that was merged into another always answers with a redirect to that one.
    """
    speaker = store.get_speaker(speaker_id)
    show_version(response, speaker)
    return DescribedSpeaker.model_validate(speaker)


@router.get(
    "/{speaker_id}/quotes",
    operation_id="listSpeakerQuotes",
    summary="List a speaker's quotes",
    response_description="A page of quotes, the latest first.",
    responses={**moved(), **problems(InvalidRequest, InvalidCursor, NotFound, NotReady)},
    dependencies=[needs(Scope.READ)],
)
def list_speaker_quotes(
    speaker_id: SpeakerId, options: Annotated[PageOptions, Query()], store: StoreOf
) -> QuotePage:
    """Lists what a speaker said, latest first; `GET /v1/quotes` with `speaker_id` filters more."""
    page = store.list_speaker_quotes(speaker_id, limit=options.limit, cursor=options.cursor)
    return QuotePage.model_validate(page)


@router.patch(
    "/{speaker_id}",
    operation_id="updateSpeaker",
    summary="Change a speaker",
    response_description="The speaker as changed.",
    responses=_EDITING,
    dependencies=[needs(Scope.EDIT), Depends(require_json)],
)
def update_speaker(
    speaker_id: SpeakerId,
    body: SpeakerChangeIn,
    editor: EditorOf,
    store: StoreOf,
    response: Response,
) -> DescribedSpeaker:
    """Renames a speaker, adds or removes aliases, sets the Wikidata id, kind or notes.

    The change is one judgement: it outlives whatever articles say, and can be undone.
    """
    speaker, _ = store.describe_speaker(speaker_id, to_change(body), to_edited_by(body, editor))
    show_version(response, speaker)
    return DescribedSpeaker.model_validate(speaker)


@router.post(
    "/{speaker_id}/merge",
    operation_id="mergeSpeakers",
    summary="Merge another speaker into this one",
    status_code=status.HTTP_201_CREATED,
    response_description="The judgement.",
    responses=_EDITING,
    dependencies=[needs(Scope.EDIT), Depends(require_json)],
)
def merge_speakers(
    speaker_id: SpeakerId, body: MergeIn, editor: EditorOf, store: StoreOf, response: Response
) -> Judgement:
    """Makes two speakers one. Quotes with the same words become one quote of this speaker.

    The other speaker's id, and the ids of the quotes that are no more, answer with redirects.
    """
    judgement = store.merge_speakers(speaker_id, body.other_id, to_edited_by(body, editor))
    return answer_judgement(judgement, response)


@router.post(
    "/{speaker_id}/split",
    operation_id="splitSpeaker",
    summary="Give occurrences to another speaker",
    status_code=status.HTTP_201_CREATED,
    response_description="The judgement.",
    responses=_EDITING,
    dependencies=[needs(Scope.EDIT), Depends(require_json)],
)
def split_speaker(
    speaker_id: SpeakerId, body: SplitIn, editor: EditorOf, store: StoreOf, response: Response
) -> Judgement:
    """Says that some of a speaker's words are another speaker's.

    The decision is kept by article and words: it holds when the article is sent again.
    """
    judgement = store.split_speaker(
        speaker_id,
        body.occurrences,
        to_edited_by(body, editor),
        to_id=body.to_id,
        name=body.name,
    )
    return answer_judgement(judgement, response)


@router.post(
    "/{speaker_id}/never-same",
    operation_id="separateSpeakers",
    summary="Say that two speakers are never the same",
    status_code=status.HTTP_201_CREATED,
    response_description="The judgement.",
    responses=_EDITING,
    dependencies=[needs(Scope.EDIT), Depends(require_json)],
)
def separate_speakers(
    speaker_id: SpeakerId, body: NeverSameIn, editor: EditorOf, store: StoreOf, response: Response
) -> Judgement:
    """Says that two speakers are never the same: no rule folds them, and merging is refused."""
    judgement = store.keep_apart(speaker_id, body.other_id, to_edited_by(body, editor))
    return answer_judgement(judgement, response)
