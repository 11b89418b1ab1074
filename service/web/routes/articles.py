"""Articles: store one, show it with what the record knows, and correct a quotation."""

from __future__ import annotations

from uuid import UUID

from fastapi import Depends, Request, Response
from fastapi.responses import RedirectResponse

from service.api.auth.dependencies import needs
from service.api.auth.editor import EditorOf
from service.api.auth.scopes import Scope
from service.api.dependencies import IngestorOf, StoreOf, require_room
from service.api.routes.articles import create_article, get_article
from service.api.routes.corrections import correct_quotation
from service.api.routes.judgements import list_judgements, undo_judgement
from service.api.schemas.article import Article
from service.api.schemas.correction import CorrectionIn
from service.api.schemas.judgement import DecisionIn, JudgementOptions
from service.api.schemas.span import OffsetOptions
from service.web.bodies import body_of
from service.web.forms import FormOf, SentForm
from service.web.page_router import page_router
from service.web.reading.chosen_words import find_chosen, parts_of, written_parts
from service.web.reading.shown_article import show_reading
from service.web.reading.submitted import article_in
from service.web.render import render_page
from service.web.search_query import require_id

router = page_router()

_SEE_OTHER = 303
_CORRECTIONS = 100


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
        corrections=list_judgements(
            JudgementOptions(article_id=article_id, limit=_CORRECTIONS), store
        ).items,
    )


@router.post(
    "/articles/{article_id}/correct",
    operation_id="correctOnPage",
    dependencies=[needs(Scope.EDIT)],
)
def correct_on_page(article_id: UUID, form: FormOf, editor: EditorOf, store: StoreOf) -> Response:
    """Correct a quotation, as `POST /v1/articles/{id}/quotations/{id}/correct` does."""
    quotation_id = require_id(form.fields, "quotation")
    options, answer = OffsetOptions(), Response()
    article = get_article(article_id, options, store, answer)
    corrected = _corrected(form, article, quotation_id)
    if corrected is not None:
        body = body_of(CorrectionIn, **corrected, reason=form.words("reason"))
        correct_quotation(article_id, quotation_id, body, options, editor, store, answer)
    number = form.words("number") or ""
    place = f"#chip-{number}" if number.isdecimal() else ""
    return RedirectResponse(f"/articles/{article_id}{place}", status_code=_SEE_OTHER)


@router.post(
    "/articles/{article_id}/undo",
    operation_id="undoOnArticlePage",
    dependencies=[needs(Scope.EDIT)],
)
def undo_on_article_page(
    article_id: UUID, form: FormOf, editor: EditorOf, store: StoreOf
) -> Response:
    """Undo a correction, and show the article."""
    undo_judgement(
        require_id(form.fields, "judgement"), body_of(DecisionIn), editor, store, Response()
    )
    return RedirectResponse(f"/articles/{article_id}#decisions", status_code=_SEE_OTHER)


def _corrected(form: SentForm, article: Article, quotation_id: UUID) -> dict[str, object] | None:
    """Return the fields of the body that a form stands for; None where it changes no words."""
    what = form.words("what")
    if what == "no_quotation":
        return {"no_quotation": True}
    if what == "words":
        before = next((one for one in article.quotations if one.id == quotation_id), None)
        words = form.fields.get("words", "")
        if before and written_parts(words) == parts_of(article.text, before.spans):
            return None
        near = before.spans[0].start if before else 0
        spans = find_chosen(article.text, words, near=near)
        return {"spans": [{"start": span.start, "end": span.end} for span in spans]}
    return {"speaker": {"name": form.words("name") or "", "kind": form.words("kind") or "person"}}
