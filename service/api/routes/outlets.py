"""The route that lists outlets."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from service.api.auth.dependencies import needs
from service.api.auth.scopes import Scope
from service.api.dependencies import StoreOf
from service.api.responses import problems
from service.api.schemas.base import PageOptions
from service.api.schemas.outlet import OutletPage
from service.api.strict_route import StrictRoute
from service.errors import InvalidCursor, InvalidRequest, NotReady

router = APIRouter(prefix="/v1/outlets", tags=["outlets"], route_class=StrictRoute)


@router.get(
    "",
    operation_id="listOutlets",
    summary="List outlets",
    response_description="A page of outlets.",
    responses=problems(InvalidRequest, InvalidCursor, NotReady),
    dependencies=[needs(Scope.READ)],
)
def list_outlets(options: Annotated[PageOptions, Query()], store: StoreOf) -> OutletPage:
    """Lists the publishers of the stored articles."""
    page = store.list_outlets(limit=options.limit, cursor=options.cursor)
    return OutletPage.model_validate(page)
