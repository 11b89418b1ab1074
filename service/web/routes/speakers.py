"""Speaker: names, when and where they are quoted, what they said, and editors' decisions."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from service.api.auth.dependencies import needs
from service.api.auth.editor import EditorOf
from service.api.auth.scopes import Scope
from service.api.dependencies import StoreOf
from service.storage.inputs import EditedBy
from service.web.forms import FormOf
from service.web.page_router import page_router
from service.web.render import render_page
from service.web.search_query import MOST_CURSOR, require_id
from service.web.week_chart import lay_out_weeks

router = page_router()

_QUOTES = 20
_OUTLETS = 8
_JUDGEMENTS = 10
_SEE_OTHER = 303

SpeakerId = Annotated[UUID, Path()]
Cursor = Annotated[str | None, Query(max_length=MOST_CURSOR)]


@router.get("/speakers/{speaker_id}", operation_id="showSpeaker", dependencies=[needs(Scope.READ)])
def show_speaker(
    request: Request, speaker_id: SpeakerId, store: StoreOf, cursor: Cursor = None
) -> Response:
    """Return the page of a speaker. The id of a merged speaker redirects to the other one."""
    speaker = store.get_speaker(speaker_id)
    activity = store.reports.activity(speaker_id, outlets=_OUTLETS)
    quotes = store.list_speaker_quotes(speaker_id, limit=_QUOTES, cursor=cursor)
    return render_page(
        request.scope,
        "speaker.html",
        speaker=speaker,
        chart=lay_out_weeks(activity.weeks),
        outlets=activity.outlets,
        quotes=quotes.items,
        next_cursor=quotes.next_cursor,
        judgements=store.list_judgements(speaker_id=speaker_id, limit=_JUDGEMENTS).items,
    )


@router.post(
    "/speakers/{speaker_id}/undo",
    operation_id="undoOnSpeakerPage",
    dependencies=[needs(Scope.EDIT)],
)
def undo_on_speaker_page(
    form: FormOf, speaker_id: SpeakerId, editor: EditorOf, store: StoreOf
) -> Response:
    """Undo a decision, and show the speaker."""
    judgement_id = require_id(form.fields, "judgement")
    store.undo_judgement(judgement_id, EditedBy(editor=editor.owner))
    return RedirectResponse(f"/speakers/{speaker_id}#decisions", status_code=_SEE_OTHER)
