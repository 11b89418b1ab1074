"""Proof: a draft beside its sources, with a verdict on each of its quotations."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from fastapi import Depends, Request, Response

from service.api.auth.dependencies import needs
from service.api.auth.scopes import Scope
from service.api.dependencies import ReaderOf, ServicesOf, StoreOf, require_room
from service.api.routes.proofs import proof_draft
from service.api.schemas.proof import DraftProof, ProofIn
from service.api.schemas.span import OffsetOptions
from service.errors import InvalidRequest, NotFound, OnRecordError, TextTooLong
from service.storage.store import Store
from service.web.bodies import body_of
from service.web.citation import name_outlet, write_date
from service.web.forms import FormOf, SentForm
from service.web.page_router import page_router
from service.web.proof_report import NamedSource, lay_out_proof
from service.web.reading.uploads import read_file
from service.web.render import render_page

router = page_router()

SOURCES = 8
"""How many sources the form has room for, beside stored articles."""

_ID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_EMPTY = InvalidRequest("There is no draft yet. Paste one, or choose a file.")
_SOURCELESS = InvalidRequest(
    "There is no source yet. Paste one, choose a file, or look in the stored articles."
)


@dataclass(frozen=True, slots=True)
class SentProof:
    """What the form holds, to proof it and to show it again."""

    draft: str = ""
    sources: tuple[NamedSource, ...] = ()
    """Those that came as text."""
    articles: str = ""
    """Ids or addresses of stored articles, as they were written."""
    use_store: bool = False

    @property
    def article_ids(self) -> list[UUID]:
        """The ids in `articles`, each once."""
        return [UUID(found) for found in dict.fromkeys(_ID.findall(self.articles.lower()))]


@router.get("/proof", operation_id="showProof", dependencies=[needs(Scope.READ)])
def show_proof(request: Request) -> Response:
    """Return the form that takes a draft and its sources."""
    return _form_page(request, SentProof(use_store=True))


@router.post(
    "/proof", operation_id="proofOnPage", dependencies=[needs(Scope.READ), Depends(require_room)]
)
def proof_on_page(
    request: Request, form: FormOf, reader: ReaderOf, store: StoreOf, services: ServicesOf
) -> Response:
    """Return the report of a proof, or the form again with what is wrong. Nothing is stored."""
    try:
        sent = _sent(form)
    except InvalidRequest as error:
        return _form_page(request, SentProof(), error)
    if not sent.draft.strip():
        return _form_page(request, sent, _EMPTY)
    if not (sent.sources or sent.article_ids or sent.use_store):
        return _form_page(request, sent, _SOURCELESS)
    try:
        stored = [_named_article(store, each, whole=True) for each in sent.article_ids]
        body = body_of(
            ProofIn,
            draft={"text": sent.draft},
            sources=[
                *({"name": each.name, "text": each.text} for each in sent.sources),
                *({"article_id": each.article_id} for each in stored),
            ],
            use_store=sent.use_store,
        )
        proof = proof_draft(body, OffsetOptions(), reader, store, services)
    except (TextTooLong, NotFound) as error:
        return _form_page(request, sent, error)
    report = lay_out_proof(
        proof, sent.draft, [*sent.sources, *stored], _found_articles(store, proof)
    )
    return render_page(
        request.scope,
        "proof_report.html",
        report=report,
        sent=sent,
        rooms=SOURCES,
        error=None,
        at=datetime.now(UTC),
    )


def _form_page(request: Request, sent: SentProof, error: OnRecordError | None = None) -> Response:
    return render_page(
        request.scope,
        "proof.html",
        status=error.status if error else 200,
        sent=sent,
        rooms=SOURCES,
        error=error.detail if error else None,
    )


def _sent(form: SentForm) -> SentProof:
    return SentProof(
        draft=_file_or_text(form, "draft-file", "draft"),
        sources=tuple(_sources(form)),
        articles=form.fields.get("articles", ""),
        use_store="use_store" in form.fields,
    )


def _sources(form: SentForm) -> Iterable[NamedSource]:
    for place in range(1, SOURCES + 1):
        text = _file_or_text(form, f"file-{place}", f"source-{place}")
        if text.strip():
            file = form.files.get(f"file-{place}")
            name = form.words(f"name-{place}") or (file.name if file else None)
            yield NamedSource(name or f"Source {place}", text)


def _file_or_text(form: SentForm, file: str, text: str) -> str:
    """Return the text of a file, or of the field beside it where no file was chosen."""
    return read_file(form.files[file]).text if file in form.files else form.fields.get(text, "")


def _found_articles(store: Store, proof: DraftProof) -> dict[UUID, NamedSource]:
    """Return the articles that the store itself found, by id."""
    ids = {
        evidence.article_id
        for quotation in proof.quotations
        for evidence in quotation.evidence
        if evidence.source is None and evidence.article_id is not None
    }
    return {each: _named_article(store, each) for each in ids}


def _named_article(store: Store, article_id: UUID, *, whole: bool = False) -> NamedSource:
    article = store.get_article(article_id)
    ref = article.ref
    title = f"“{ref.title}”" if ref.title else "an article"
    name = f"{title}, {name_outlet(ref.outlet)}, {write_date(ref.published_at)}"
    return NamedSource(name, article.text if whole else None, ref.id)
