"""Routes that count: the sources of some articles, and where a speaker is quoted."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query

from service.api.auth.dependencies import needs
from service.api.auth.scopes import Scope
from service.api.dependencies import StoreOf
from service.api.responses import moved, problems
from service.api.schemas.report import (
    SourceReport,
    SourceReportOptions,
    SpeakerActivity,
    to_report_filter,
    to_source_report,
)
from service.api.strict_route import StrictRoute
from service.errors import InvalidRequest, NotFound, NotReady

router = APIRouter(prefix="/v1/reports", tags=["reports"], route_class=StrictRoute)


@router.get(
    "/sources",
    operation_id="getSourceReport",
    summary="Report who is quoted, how often and how",
    response_description="The report.",
    responses=problems(InvalidRequest, NotReady),
    dependencies=[needs(Scope.READ)],
)
def get_source_report(
    options: Annotated[SourceReportOptions, Query()], store: StoreOf
) -> SourceReport:
    """Counts the sources of an article, of an outlet, or of all articles that filters match.

    It reads every quotation of those articles. Narrow it by outlet or dates in a large store.
    """
    return to_source_report(store.reports.sources(to_report_filter(options), limit=options.limit))


@router.get(
    "/speakers/{speaker_id}",
    operation_id="getSpeakerReport",
    summary="Report when and where a speaker is quoted",
    response_description="The report.",
    responses={**moved(), **problems(InvalidRequest, NotFound, NotReady)},
    dependencies=[needs(Scope.READ)],
)
def get_speaker_report(
    speaker_id: Annotated[UUID, Path(description="The speaker's id.")], store: StoreOf
) -> SpeakerActivity:
    """Counts a speaker's quotes by week, and names the outlets that quote the speaker most."""
    return SpeakerActivity.model_validate(store.reports.activity(speaker_id))
