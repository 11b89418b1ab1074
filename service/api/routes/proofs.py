"""The route that proofs a draft against its sources and stores nothing."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from service.api.auth.dependencies import needs
from service.api.auth.scopes import Scope
from service.api.dependencies import ReaderOf, ServicesOf, StoreOf, require_json, require_room
from service.api.responses import ONCE_ERRORS, TEXT_ERRORS, problems
from service.api.schemas.proof import DraftProof, ProofIn
from service.api.schemas.proof_answer import to_draft_proof
from service.api.schemas.span import OffsetOptions
from service.api.strict_route import StrictRoute
from service.errors import InvalidRequest, NotFound, NotReady
from service.ingest.proofreader import GivenSource, Proofreader

router = APIRouter(tags=["proofs"], route_class=StrictRoute)


@router.post(
    "/v1/proofs",
    operation_id="proofDraft",
    summary="Is each quotation of a draft real?",
    response_description="A verdict on each quotation, with its evidence.",
    responses=problems(InvalidRequest, *TEXT_ERRORS, *ONCE_ERRORS, NotFound, NotReady),
    dependencies=[needs(Scope.READ), Depends(require_json), Depends(require_room)],
)
def proof_draft(
    body: ProofIn,
    options: Annotated[OffsetOptions, Query()],
    reader: ReaderOf,
    store: StoreOf,
    services: ServicesOf,
) -> DraftProof:
    """Compares every quotation of a draft with its sources. Nothing is stored.

    The sources are texts, stored articles, or all that the store has. A verdict says what the
    sources hold, and never that nothing else was said.
    """
    sources = [GivenSource(text=each.text, article_id=each.article_id) for each in body.sources]
    proofreader = Proofreader(reader, store, most_characters=services.proof_characters)
    proofed = proofreader.proof(body.draft.text, sources, use_store=body.use_store)
    return to_draft_proof(proofed, unit=options.offset_unit)
