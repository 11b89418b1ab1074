"""Speakers."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query

from service.api.dependencies import StoreOf
from service.api.responses import problems
from service.api.schemas.speaker import (
    Speaker,
    SpeakerOptions,
    SpeakerPage,
    to_speaker,
    to_speaker_page,
)
from service.errors import InvalidCursor, InvalidRequest, NotFound, NotReady

router = APIRouter(prefix="/v1/speakers", tags=["speakers"])


@router.get(
    "",
    operation_id="listSpeakers",
    summary="List speakers",
    response_description="A page of speakers.",
    responses=problems(InvalidRequest, InvalidCursor, NotReady),
)
def list_speakers(options: Annotated[SpeakerOptions, Query()], store: StoreOf) -> SpeakerPage:
    """Lists the people, organisations and groups that are quoted under a name, by that name."""
    page = store.list_speakers(q=options.q, limit=options.limit, cursor=options.cursor)
    return to_speaker_page(page)


@router.get(
    "/{speaker_id}",
    operation_id="getSpeaker",
    summary="Get a speaker",
    response_description="The speaker.",
    responses=problems(InvalidRequest, NotFound, NotReady),
)
def get_speaker(
    speaker_id: Annotated[UUID, Path(description="The speaker's id.")], store: StoreOf
) -> Speaker:
    """Returns a speaker with the other names under which articles know them."""
    return to_speaker(store.get_speaker(speaker_id))
