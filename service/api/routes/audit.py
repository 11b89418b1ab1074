"""The route that lists what was changed, and with which key."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from service.api.auth.dependencies import needs
from service.api.auth.scopes import Scope
from service.api.dependencies import StoreOf
from service.api.responses import problems
from service.api.schemas.audit import AuditOptions, AuditPage
from service.api.strict_route import StrictRoute
from service.errors import InvalidCursor, InvalidRequest, NotReady
from service.storage.access import AuditFilter

router = APIRouter(prefix="/v1/audit", tags=["access"], route_class=StrictRoute)


@router.get(
    "",
    operation_id="listAuditEntries",
    summary="List changes and who made them",
    response_description="A page of the audit trail.",
    responses=problems(InvalidRequest, InvalidCursor, NotReady),
    dependencies=[needs(Scope.ADMIN)],
)
def list_audit_entries(options: Annotated[AuditOptions, Query()], store: StoreOf) -> AuditPage:
    """Lists every change that was acknowledged, the latest first: of articles, judgements, jobs,
    keys and webhooks.

    Requests that changed nothing have no entry. An entry is stored together with its change.
    """
    where = AuditFilter(key_id=options.key_id, object_id=options.object_id)
    page = store.keys.list_audit(where, limit=options.limit, cursor=options.cursor)
    return AuditPage.model_validate(page)
