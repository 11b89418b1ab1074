"""Quote: its fullest wording, who printed it when, and how each outlet worded it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Request, Response

from service.api.auth.dependencies import needs
from service.api.auth.scopes import Scope
from service.api.dependencies import StoreOf
from service.api.schemas.quote_export import to_quote_row
from service.formats.schema_org import SCHEMA_ORG, to_linked_quote
from service.storage.views import OccurrenceView, QuoteDetail
from service.web.citation import write_citation, write_plain
from service.web.page_router import page_router
from service.web.render import render_page
from service.web.wordings import group_wordings

router = page_router()

_OCCURRENCES = 50
"""How many of its occurrences a page shows."""
_WORDINGS = 15
"""How many wordings a page aligns with the fullest."""


@dataclass(frozen=True, slots=True)
class CopyText:
    """A text of the page that a reader may copy."""

    id: str
    label: str
    text: str


@router.get("/quotes/{quote_id}", operation_id="showQuote", dependencies=[needs(Scope.READ)])
def show_quote(
    request: Request,
    quote_id: Annotated[UUID, Path()],
    store: StoreOf,
    page: Annotated[int, Query(ge=1, le=1_000)] = 1,
) -> Response:
    """Return the page of a quote. The id of a quote that was merged redirects to the other one."""
    detail = store.get_quote(quote_id)
    wordings = group_wordings(detail.occurrences)
    first = (page - 1) * _OCCURRENCES
    shown = detail.occurrences[first : first + _OCCURRENCES]
    return render_page(
        request.scope,
        "quote.html",
        quote=detail.quote,
        occurrences=shown,
        others=_naming_others(detail, shown),
        page=page,
        more=len(detail.occurrences) > first + _OCCURRENCES,
        wordings=wordings[:_WORDINGS],
        more_wordings=max(len(wordings) - _WORDINGS, 0),
        copies=_copies(detail),
    )


def _naming_others(detail: QuoteDetail, shown: Iterable[OccurrenceView]) -> frozenset[UUID]:
    """Return the occurrences whose speakers are not the quote's, however they are described."""
    own = {speaker.id for speaker in detail.quote.speakers}
    return frozenset(
        each.id for each in shown if each.speakers and {one.id for one in each.speakers} != own
    )


def _copies(detail: QuoteDetail) -> list[CopyText]:
    linked = {"@context": SCHEMA_ORG, **to_linked_quote(to_quote_row(detail.quote))}
    return [
        CopyText("as-text", "Text", write_plain(detail.quote)),
        CopyText("as-citation", "Citation", write_citation(detail.quote, detail.occurrences[0])),
        CopyText("as-json-ld", "JSON-LD", json.dumps(linked, ensure_ascii=False, indent=2)),
    ]
