"""Merge two speakers, or split one: first what it would do, then the decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse

from service.api.auth.dependencies import needs
from service.api.auth.editor import Editor, EditorOf
from service.api.auth.scopes import Scope
from service.api.dependencies import StoreOf
from service.api.entity_tags import ETAG
from service.api.routes.speaker_previews import preview_merge, preview_split
from service.api.routes.speakers import merge_speakers, split_speaker
from service.api.schemas.judgement import MOST_OCCURRENCES, MergeIn, SplitIn
from service.errors import InvalidRequest
from service.ingest.article_in import MAX_NAME
from service.storage.filters import SpeakerFilter
from service.storage.views import QuoteDetail
from service.web.bodies import body_of
from service.web.forms import FormOf, SentForm
from service.web.page_router import page_router
from service.web.render import render_page
from service.web.routes.speakers import Cursor, SpeakerId
from service.web.search_query import require_id

router = page_router()

_OTHERS = 20
_QUOTES = 10
_SEE_OTHER = 303
_DECIDE = "decide"
_OCCURRENCE = "occurrence-"


@router.get(
    "/speakers/{speaker_id}/merge", operation_id="showMerge", dependencies=[needs(Scope.EDIT)]
)
def show_merge(
    request: Request,
    speaker_id: SpeakerId,
    store: StoreOf,
    q: Annotated[str | None, Query(max_length=MAX_NAME)] = None,
) -> Response:
    """Return the page that finds the other speaker."""
    speaker = store.get_speaker(speaker_id)
    found = store.list_speakers(SpeakerFilter(q=q), limit=_OTHERS + 1).items if q else ()
    others = [each for each in found if each.id != speaker_id][:_OTHERS]
    return render_page(
        request.scope, "speaker_merge.html", speaker=speaker, q=q, others=others, preview=None
    )


@router.post(
    "/speakers/{speaker_id}/merge", operation_id="mergeOnPage", dependencies=[needs(Scope.EDIT)]
)
def merge_on_page(
    request: Request, form: FormOf, speaker_id: SpeakerId, editor: EditorOf, store: StoreOf
) -> Response:
    """Show what a merge would do, or carry it out."""
    other_id = require_id(form.fields, "other_id")
    body = body_of(MergeIn, other_id=other_id, reason=form.words("reason"))
    answer = Response()
    if form.words("step") == _DECIDE:
        merge_speakers(speaker_id, body, _as_seen(form, editor), store, answer)
        return RedirectResponse(f"/speakers/{speaker_id}#decisions", status_code=_SEE_OTHER)
    preview = preview_merge(speaker_id, body, editor, store, answer)
    return render_page(
        request.scope,
        "speaker_merge.html",
        speaker=preview.before[0],
        preview=preview,
        seen=answer.headers[ETAG].strip('"'),
        reason=body.reason,
    )


@router.get(
    "/speakers/{speaker_id}/split", operation_id="showSplit", dependencies=[needs(Scope.EDIT)]
)
def show_split(
    request: Request, speaker_id: SpeakerId, store: StoreOf, cursor: Cursor = None
) -> Response:
    """Return the page on which to choose what another speaker said."""
    page = store.list_speaker_quotes(speaker_id, limit=_QUOTES, cursor=cursor)
    details = (store.get_quote(quote.id) for quote in page.items)
    return render_page(
        request.scope,
        "speaker_split.html",
        speaker=store.get_speaker(speaker_id),
        details=[_said_by(detail, speaker_id) for detail in details],
        next_cursor=page.next_cursor,
        preview=None,
        problem=None,
    )


@router.post(
    "/speakers/{speaker_id}/split", operation_id="splitOnPage", dependencies=[needs(Scope.EDIT)]
)
def split_on_page(
    request: Request, form: FormOf, speaker_id: SpeakerId, editor: EditorOf, store: StoreOf
) -> Response:
    """Show what a split would do, or carry it out."""
    chosen, name = _chosen(form.fields), form.words("name")
    if not chosen or name is None or len(name) > MAX_NAME:
        raise InvalidRequest("Choose at least one occurrence, and name who said it.")
    body = body_of(SplitIn, occurrences=chosen, name=name, reason=form.words("reason"))
    answer = Response()
    if form.words("step") == _DECIDE:
        split_speaker(speaker_id, body, _as_seen(form, editor), store, answer)
        return RedirectResponse(f"/speakers/{speaker_id}#decisions", status_code=_SEE_OTHER)
    preview = preview_split(speaker_id, body, editor, store, answer)
    return render_page(
        request.scope,
        "speaker_split.html",
        speaker=preview.before[0],
        preview=preview,
        chosen=chosen,
        name=name,
        seen=answer.headers[ETAG].strip('"'),
        reason=body.reason,
    )


def _as_seen(form: SentForm, editor: Editor) -> Editor:
    """Return the editor, whose decision counts only for what its preview showed."""
    seen = form.words("seen")
    return replace(editor, seen=frozenset({seen})) if seen else editor


def _chosen(fields: Mapping[str, str]) -> list[UUID]:
    names = [name for name in fields if name.startswith(_OCCURRENCE)][:MOST_OCCURRENCES]
    ids = {name: name.removeprefix(_OCCURRENCE) for name in names}
    return [require_id(ids, name) for name in names]


def _said_by(detail: QuoteDetail, speaker_id: UUID) -> QuoteDetail:
    """Return a quote with the occurrences alone that name the speaker."""
    named = [
        occurrence
        for occurrence in detail.occurrences
        if any(speaker.id == speaker_id for speaker in occurrence.speakers)
    ]
    return replace(detail, occurrences=tuple(named[:_OTHERS]))
