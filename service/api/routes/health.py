"""Routes that say whether the process runs and whether it can answer."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter

from service.api.dependencies import ReadyCheckOf
from service.api.responses import problems
from service.api.schemas.base import Answer
from service.api.strict_route import StrictRoute
from service.errors import NotReady

router = APIRouter(tags=["health"], route_class=StrictRoute)


class Health(Answer):
    """The process is up."""

    example = {"status": "ok"}

    status: Literal["ok"] = "ok"


class Readiness(Answer):
    """The server can answer: its database is there, and its engine is loaded."""

    example = {"status": "ready"}

    status: Literal["ready"] = "ready"


@router.get(
    "/healthz",
    operation_id="getHealth",
    summary="Is the process up?",
    response_description="It is.",
    responses=problems(),
)
async def get_health() -> Health:
    """Answers as long as the process runs; a supervisor restarts it when this fails."""
    return Health()


@router.get(
    "/readyz",
    operation_id="getReadiness",
    summary="Can it answer?",
    response_description="It can.",
    responses=problems(NotReady),
)
async def get_readiness(ready_check: ReadyCheckOf) -> Readiness:
    """Answers 503 while the database or the engine is not there; send no traffic then."""
    await ready_check.require_ready()
    return Readiness()
