"""Routes that show what a merge or a split of speakers would change."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Response

from service.api.auth.dependencies import needs
from service.api.auth.editor import EditorOf
from service.api.auth.scopes import Scope
from service.api.dependencies import StoreOf, require_json
from service.api.responses import DECISION_ERRORS, moved, problems
from service.api.routes.speakers import SpeakerId
from service.api.schemas.judgement import MergeIn, SplitIn, to_edited_by
from service.api.schemas.speaker import SpeakersPreview
from service.api.strict_route import StrictRoute
from service.api.versioned_answers import show_version
from service.errors import InvalidRequest, NotReady

router = APIRouter(prefix="/v1/speakers", tags=["speakers"], route_class=StrictRoute)

_PREVIEWING = {**moved(), **problems(InvalidRequest, *DECISION_ERRORS, NotReady)}


@router.post(
    "/{speaker_id}/merge/preview",
    operation_id="previewMerge",
    summary="Show what a merge would change",
    response_description="The speakers before and after.",
    responses=_PREVIEWING,
    dependencies=[needs(Scope.EDIT), Depends(require_json)],
)
def preview_merge(
    speaker_id: SpeakerId, body: MergeIn, editor: EditorOf, store: StoreOf, response: Response
) -> SpeakersPreview:
    """Shows what merging another speaker into this one would change, and changes nothing.

    `ETag` is the version of the speaker in the path. As `If-Match` of the merge it makes sure that
    the merge does what was shown.
    """
    preview = store.previews.merge_speakers(speaker_id, body.other_id, to_edited_by(body, editor))
    show_version(response, preview.before[0])
    return SpeakersPreview.model_validate(preview)


@router.post(
    "/{speaker_id}/split/preview",
    operation_id="previewSplit",
    summary="Show what a split would change",
    response_description="The speakers before and after.",
    responses=_PREVIEWING,
    dependencies=[needs(Scope.EDIT), Depends(require_json)],
)
def preview_split(
    speaker_id: SpeakerId, body: SplitIn, editor: EditorOf, store: StoreOf, response: Response
) -> SpeakersPreview:
    """Shows what giving occurrences to another speaker would change, and changes nothing.

    `ETag` is the version of the speaker in the path, as `If-Match` of the split takes it.
    """
    preview = store.previews.split_speaker(
        speaker_id,
        body.occurrences,
        to_edited_by(body, editor),
        to_id=body.to_id,
        name=body.name,
    )
    show_version(response, preview.before[0])
    return SpeakersPreview.model_validate(preview)
