"""Routes that say whether the process runs, whether it can answer, and how it is doing."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Request, Response, status

from service.api.auth.dependencies import needs
from service.api.auth.scopes import Scope
from service.api.problems import ChecksFailed
from service.api.responses import problems
from service.api.schemas.base import Answer
from service.api.schemas.problem import ReadinessChecks
from service.api.strict_route import StrictRoute
from service.errors import NotReady
from service.observability.exposition import write_metrics
from service.ready_check import report_failure
from service.services import Services, not_loaded

_METRICS = """\
# HELP onrecord_texts Texts that wait for an engine, or that are being read.
# TYPE onrecord_texts gauge
onrecord_texts{state="waiting"} 2.0
onrecord_texts{state="reading"} 1.0
"""

router = APIRouter(tags=["health"], route_class=StrictRoute)


class Health(Answer):
    """The process is up."""

    example = {"status": "ok"}

    status: Literal["ok"] = "ok"


class Readiness(Answer):
    """The server can answer: its database is there, and its engine is loaded."""

    example = {"status": "ready", "checks": dict.fromkeys(ReadinessChecks.example, "ok")}

    status: Literal["ready"] = "ready"
    checks: ReadinessChecks


@router.get(
    "/healthz",
    operation_id="getHealth",
    summary="Is the process up?",
    response_description="It is.",
    responses=problems(needs_key=False),
)
async def get_health() -> Health:
    """Answers as long as the process runs; a supervisor restarts it when this fails."""
    return Health()


@router.get(
    "/readyz",
    operation_id="getReadiness",
    summary="Can it answer?",
    response_description="It can.",
    responses=problems(NotReady, needs_key=False),
)
async def get_readiness(request: Request) -> Readiness:
    """Answers 503 while the database or the engine is not there; send no traffic then.

    The problem names each check in `checks`, as the answer of 200 does.
    """
    services: Services | None = getattr(request.app.state, "services", None)
    report = await services.ready_check.report() if services else report_failure(not_loaded())
    checks = ReadinessChecks.model_validate(report.checks)
    if report.detail is not None:
        raise ChecksFailed(report.detail, checks=checks)
    return Readiness(checks=checks)


@router.get(
    "/metrics",
    operation_id="getMetrics",
    summary="How is it doing?",
    response_description="All metrics, as Prometheus reads them.",
    response_class=Response,
    responses={
        status.HTTP_200_OK: {
            "content": {
                "text/plain": {"schema": {"type": "string"}, "example": _METRICS},
                "application/openmetrics-text": {
                    "schema": {"type": "string"},
                    "example": f"{_METRICS}# EOF\n",
                },
            }
        },
        **problems(NotReady),
    },
    dependencies=[needs(Scope.READ)],
)
async def get_metrics(request: Request) -> Response:
    """Returns the metrics of this server, in OpenMetrics where `Accept` names it.

    It waits for no engine. Of the database it needs only the key, which is remembered for an hour
    where the database does not answer.
    """
    services: Services | None = getattr(request.app.state, "services", None)
    if services:
        services.show_load()
        await services.job_counts.show()
    body, media_type = write_metrics(request.headers.get("accept", ""))
    return Response(body, headers={"Content-Type": media_type})
