"""Routes that take many articles at once, and say what became of each."""

from __future__ import annotations

import json
from email.message import Message
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Request, Response, status

from service.api.auth.dependencies import needs
from service.api.auth.principal import PrincipalOf
from service.api.auth.scopes import Scope
from service.api.dependencies import ServicesOf, StoreOf
from service.api.job_upload import JobUploads
from service.api.problems import MalformedBody, UnsupportedMediaType
from service.api.responses import ONCE_ERRORS, problems
from service.api.schemas.article import ArticleIn
from service.api.schemas.job import (
    BatchOptions,
    IngestJob,
    IngestJobItemPage,
    IngestJobPage,
    JobItemOptions,
    JobOptions,
    to_job,
    to_job_filter,
    to_job_item,
)
from service.api.strict_route import StrictRoute
from service.errors import Conflict, InvalidCursor, InvalidRequest, NotFound, NotReady

router = APIRouter(prefix="/v1/ingest-jobs", tags=["ingest jobs"], route_class=StrictRoute)

JobId = Annotated[UUID, Path(description="The job's id.")]

MEDIA_TYPES = ("application/x-ndjson", "application/jsonl")
"""JSON Lines, under the two names that are in use."""

# One media type, and bytes: from this, generators of clients make a body that is sent as it is.
_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        MEDIA_TYPES[0]: {
            "schema": {
                "type": "string",
                "format": "binary",
                "description": "One article on each line, as `POST /v1/articles` takes it. "
                "`application/jsonl` is another name for the same.",
            },
            "example": json.dumps(ArticleIn.example, ensure_ascii=False) + "\n",
        }
    },
}


async def require_json_lines(request: Request) -> None:
    """Check that the body of a request is declared as JSON Lines, or not declared.

    Raises:
        UnsupportedMediaType: The body is declared as something else.
    """
    declared = Message()
    declared["content-type"] = request.headers.get("content-type", MEDIA_TYPES[0])
    if declared.get_content_type() not in MEDIA_TYPES:
        raise UnsupportedMediaType(f"Send JSON Lines, with `Content-Type: {MEDIA_TYPES[0]}`.")


async def _uploads(request: Request) -> JobUploads:
    uploads: JobUploads = request.app.state.job_uploads
    return uploads


@router.post(
    "",
    operation_id="createIngestJob",
    summary="Send many articles at once",
    status_code=status.HTTP_202_ACCEPTED,
    response_description="The articles are stored as a job. Workers read them from now on.",
    responses={
        status.HTTP_200_OK: {
            "model": IngestJob,
            "description": "A job was sent with this `batch_key` before: this is how far it is.",
        },
        **problems(MalformedBody, UnsupportedMediaType, InvalidRequest, *ONCE_ERRORS, NotReady),
    },
    openapi_extra={"requestBody": _BODY},
    dependencies=[needs(Scope.WRITE), Depends(require_json_lines)],
)
async def create_ingest_job(
    request: Request,
    options: Annotated[BatchOptions, Query()],
    services: ServicesOf,
    uploads: Annotated[JobUploads, Depends(_uploads)],
    principal: PrincipalOf,
    response: Response,
) -> IngestJob:
    """Takes up to 10,000 articles as JSON Lines. Workers store them one after the other.

    A line that is not a valid article fails alone, and `GET .../items` says why. A body that breaks
    a limit, ends too early, or holds no line of JSON is refused as a whole and leaves nothing.
    A request with a `batch_key` that was used before is answered with the job of that time.
    """
    job, created = await uploads.receive(
        request.stream(), services.store.jobs, owner=principal.owner, batch_key=options.batch_key
    )
    services.jobs.notify()
    if not created:
        response.status_code = status.HTTP_200_OK
    response.headers["Location"] = f"{router.prefix}/{job.id}"
    return to_job(job)


@router.get(
    "",
    operation_id="listIngestJobs",
    summary="List jobs",
    response_description="A page of jobs.",
    responses=problems(InvalidRequest, InvalidCursor, NotReady),
    dependencies=[needs(Scope.READ)],
)
def list_ingest_jobs(options: Annotated[JobOptions, Query()], store: StoreOf) -> IngestJobPage:
    """Lists jobs, the latest first. A finished job goes after some days; its articles stay."""
    page = store.jobs.list_jobs(to_job_filter(options), limit=options.limit, cursor=options.cursor)
    return IngestJobPage.model_validate(page)


@router.get(
    "/{job_id}",
    operation_id="getIngestJob",
    summary="Get a job and how far it is",
    response_description="The job.",
    responses=problems(InvalidRequest, NotFound, NotReady),
    dependencies=[needs(Scope.READ)],
)
def get_ingest_job(job_id: JobId, store: StoreOf) -> IngestJob:
    """Returns a job with the number of its lines in each state."""
    return to_job(store.jobs.get(job_id))


@router.get(
    "/{job_id}/items",
    operation_id="listIngestJobItems",
    summary="List the lines of a job",
    response_description="A page of lines.",
    responses=problems(InvalidRequest, InvalidCursor, NotFound, NotReady),
    dependencies=[needs(Scope.READ)],
)
def list_ingest_job_items(
    job_id: JobId, options: Annotated[JobItemOptions, Query()], store: StoreOf
) -> IngestJobItemPage:
    """Lists the lines of a job in their order: the stored article of each, or why it failed."""
    page = store.jobs.list_items(
        job_id, state=options.state, limit=options.limit, cursor=options.cursor
    )
    items = [to_job_item(item) for item in page.items]
    return IngestJobItemPage(items=items, next_cursor=page.next_cursor)


@router.post(
    "/{job_id}/cancel",
    operation_id="cancelIngestJob",
    summary="Cancel a job",
    response_description="The job. Its state is `cancelled`.",
    responses=problems(InvalidRequest, *ONCE_ERRORS, NotFound, Conflict, NotReady),
    dependencies=[needs(Scope.WRITE)],
)
def cancel_ingest_job(job_id: JobId, store: StoreOf) -> IngestJob:
    """Begins no further line of a job, and erases what waits. Stored articles stay.

    Lines that a worker has are finished. To cancel a job twice changes nothing.
    """
    return to_job(store.jobs.cancel(job_id))


@router.post(
    "/{job_id}/retry",
    operation_id="retryIngestJob",
    summary="Try again what failed",
    response_description="The job.",
    responses=problems(InvalidRequest, *ONCE_ERRORS, NotFound, Conflict, NotReady),
    dependencies=[needs(Scope.WRITE)],
)
def retry_ingest_job(job_id: JobId, store: StoreOf) -> IngestJob:
    """Lets workers begin the failed lines of a job again.

    A line that holds no valid article stays failed: send it again in another job.
    """
    return to_job(store.jobs.retry(job_id))


@router.delete(
    "/{job_id}",
    operation_id="deleteIngestJob",
    summary="Delete a finished job",
    status_code=status.HTTP_204_NO_CONTENT,
    response_description="The job is gone.",
    responses=problems(InvalidRequest, NotFound, Conflict, NotReady),
    dependencies=[needs(Scope.WRITE)],
)
def delete_ingest_job(job_id: JobId, store: StoreOf) -> None:
    """Deletes a job and the record of its lines. The articles that it stored stay."""
    store.jobs.delete(job_id)
