"""Articles: store one, show it with what the record knows, and correct a speaker."""

from __future__ import annotations

from uuid import UUID

from fastapi import Depends, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel

from service.api.auth.dependencies import needs
from service.api.auth.editor import EditorOf
from service.api.auth.scopes import Scope
from service.api.dependencies import IngestorOf, StoreOf, require_room
from service.api.routes.articles import create_article, get_article
from service.api.routes.speakers import split_speaker
from service.api.schemas.judgement import SplitIn
from service.api.schemas.span import OffsetOptions
from service.web.bodies import body_of
from service.web.forms import FormOf
from service.web.page_router import page_router
from service.web.reading.shown_article import show_reading
from service.web.reading.submitted import article_in
from service.web.render import render_page

router = page_router()

_SEE_OTHER = 303


class SpeakerOfForm(BaseModel):
    """Who has the occurrences now."""

    speaker_id: UUID


@router.post(
    "/articles",
    operation_id="storeArticle",
    dependencies=[needs(Scope.WRITE), Depends(require_room)],
)
def store_article(form: FormOf, ingestor: IngestorOf) -> Response:
    """Store an article as `POST /v1/articles` does, and go on to its page."""
    stored = create_article(article_in(form).body(), OffsetOptions(), ingestor, Response())
    return RedirectResponse(f"/articles/{stored.id}", status_code=_SEE_OTHER)


@router.get("/articles/{article_id}", operation_id="showArticle", dependencies=[needs(Scope.READ)])
def show_article(request: Request, article_id: UUID, store: StoreOf) -> Response:
    """Return the page of a stored article."""
    article = get_article(article_id, OffsetOptions(), store, Response())
    return render_page(
        request.scope,
        "article.html",
        article=article,
        reading=show_reading(article.text, article.quotations, is_stored=True),
    )


@router.post(
    "/articles/{article_id}/speaker",
    operation_id="correctSpeaker",
    dependencies=[needs(Scope.EDIT)],
)
def correct_speaker(article_id: UUID, form: FormOf, editor: EditorOf, store: StoreOf) -> Response:
    """Give occurrences to another speaker, as `POST /v1/speakers/{id}/split` does."""
    body = body_of(
        SplitIn,
        occurrences=form.fields.get("occurrences", "").split(),
        name=form.words("name"),
        reason=form.words("reason"),
    )
    speaker_id = body_of(SpeakerOfForm, speaker_id=form.words("speaker_id")).speaker_id
    split_speaker(speaker_id, body, editor, store, Response())
    number = form.words("number") or ""
    place = f"#chip-{number}" if number.isdecimal() else ""
    return RedirectResponse(f"/articles/{article_id}{place}", status_code=_SEE_OTHER)
