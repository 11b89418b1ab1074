"""The route that exports quotes: all that a filter matches, streamed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import StreamingResponse

from service.api.auth.dependencies import needs
from service.api.auth.scopes import Scope
from service.api.content_negotiation import choose_media_type
from service.api.dependencies import StoreOf
from service.api.middleware.methods import HEAD
from service.api.problems import NotAcceptable
from service.api.responses import problems
from service.api.schemas.quote import Quote, to_quote_filter
from service.api.schemas.quote_export import (
    CSV,
    JSON_LD,
    NDJSON,
    QuoteExportOptions,
    export_content,
    to_quote_row,
)
from service.api.strict_route import StrictRoute
from service.errors import InvalidRequest, NotReady
from service.formats.quote_row import QUOTE_COLUMNS, to_quote_csv
from service.formats.schema_org import SCHEMA_ORG, to_linked_quote
from service.storage.filters import QuoteFilter
from service.storage.store import Store
from service.storage.views import QuoteView

router = APIRouter(prefix="/v1/quotes", tags=["quotes"], route_class=StrictRoute)

BATCH = 200
"""Quotes that are read at once: a few transactions a second, and little memory."""

Batches = Iterator[tuple[QuoteView, ...]]


@dataclass(frozen=True, slots=True)
class _Form:
    """How quotes are written: what is before, between and after them."""

    media_type: str
    write: Callable[[QuoteView], str]
    before: str = ""
    between: str = ""
    after: str = ""


_FORMS = {
    NDJSON: _Form(NDJSON, lambda quote: f"{Quote.model_validate(quote).model_dump_json()}\n"),
    CSV: _Form(
        f"{CSV}; charset=utf-8; header=present",
        lambda quote: to_quote_csv(to_quote_row(quote)),
        before=f"{','.join(QUOTE_COLUMNS)}\r\n",
    ),
    JSON_LD: _Form(
        JSON_LD,
        lambda quote: json.dumps(to_linked_quote(to_quote_row(quote)), ensure_ascii=False),
        before=f'{{"@context": "{SCHEMA_ORG}", "@graph": [\n',
        between=",\n",
        after="\n]}\n",
    ),
}
# What is appended to the rows that arrived has no second header.
_MORE_ROWS = _Form(f"{CSV}; charset=utf-8; header=absent", _FORMS[CSV].write)


@router.get(
    "/export",
    operation_id="exportQuotes",
    summary="Export all quotes that a filter matches",
    response_class=StreamingResponse,
    response_description="All quotes, in the order of their ids.",
    responses={
        200: {"content": export_content()},
        **problems(InvalidRequest, NotAcceptable, NotReady),
    },
    dependencies=[needs(Scope.READ)],
)
def export_quotes(
    request: Request, options: Annotated[QuoteExportOptions, Query()], store: StoreOf
) -> StreamingResponse:
    """Streams every quote that meets every filter given, however many there are.

    `Accept` chooses the form: JSON Lines, CSV or JSON-LD of schema.org. An export that broke off is
    continued with `resume_after`, the id of the last quote that arrived. CSV then has no header
    line, so that the rest can be appended. No quote that is stored all the while is left out or
    sent twice.
    """
    chosen = choose_media_type(request.headers.get("accept"), list(_FORMS))
    resumed = options.resume_after is not None
    form = _MORE_ROWS if chosen == CSV and resumed else _FORMS[chosen]
    # The first batch is read before the answer begins, so that its failure has a status.
    batches = _batches(store, to_quote_filter(options), options.resume_after)
    first = next(batches)
    is_head = request.scope.get(HEAD, False)
    return StreamingResponse(
        iter(()) if is_head else _chunks(form, chain([first], batches)),
        media_type=form.media_type,
        headers={"Vary": "Accept"},
    )


def _batches(store: Store, where: QuoteFilter, after: UUID | None) -> Batches:
    """Yield batches of quotes, at least one. No connection is held between two of them."""
    while True:
        batch = store.exports.quotes(where, after=after, limit=BATCH)
        yield batch
        if len(batch) < BATCH:
            return
        after = batch[-1].id


def _chunks(form: _Form, batches: Iterable[tuple[QuoteView, ...]]) -> Iterator[str]:
    """Yield what to send for each batch."""
    before, between = form.before, ""
    for batch in batches:
        written = [form.write(quote) for quote in batch]
        if before or written:
            yield before + between + form.between.join(written)
        before, between = "", form.between if written or between else ""
    if form.after:
        yield form.after
