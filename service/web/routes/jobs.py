"""Jobs: send a file of many articles, watch how far it is, and try again what failed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Path, Query, Request, Response
from fastapi.responses import RedirectResponse, StreamingResponse
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from service.api.auth.dependencies import needs
from service.api.auth.principal import PrincipalOf
from service.api.auth.scopes import Scope
from service.api.dependencies import ServicesOf, StoreOf
from service.api.job_upload import JobUploads
from service.errors import InvalidRequest, Overloaded
from service.web.job_events import STREAMS_AT_ONCE, is_finished, job_events, progress_of
from service.web.page_router import page_router
from service.web.render import render_page
from service.web.search_query import MOST_CURSOR

router = page_router()

PATH = "/jobs"
"""Where a file is sent. Its body streams in."""

_JOBS = 20
_FAILURES = 50
_STORED = 20
_SEE_OTHER = 303
_CHUNK = 64 * 1024
_RETRY_AFTER = 5

JobId = Annotated[UUID, Path()]
Cursor = Annotated[str | None, Query(max_length=MOST_CURSOR)]

_streams = asyncio.Semaphore(STREAMS_AT_ONCE)


async def _uploads(request: Request) -> JobUploads:
    uploads: JobUploads = request.app.state.job_uploads
    return uploads


@router.get(PATH, operation_id="showJobs", dependencies=[needs(Scope.READ)])
def show_jobs(request: Request, store: StoreOf, cursor: Cursor = None) -> Response:
    """Return the form for a file, and the latest jobs."""
    page = store.jobs.list_jobs(limit=_JOBS, cursor=cursor)
    return render_page(request.scope, "jobs.html", jobs=page.items, next_cursor=page.next_cursor)


@router.post(PATH, operation_id="sendJobOnPage", dependencies=[needs(Scope.WRITE)])
async def send_job_on_page(
    request: Request,
    services: ServicesOf,
    uploads: Annotated[JobUploads, Depends(_uploads)],
    principal: PrincipalOf,
) -> Response:
    """Store a file as a job, and show it. The file is the body, or a part of a form."""
    job, _ = await uploads.receive(
        _file_in(request, uploads), services.store.jobs, owner=principal.owner, batch_key=None
    )
    services.jobs.notify()
    return RedirectResponse(f"{PATH}/{job.id}", status_code=_SEE_OTHER)


@router.get("/jobs/{job_id}", operation_id="showJob", dependencies=[needs(Scope.READ)])
def show_job(request: Request, job_id: JobId, store: StoreOf, failed: Cursor = None) -> Response:
    """Return how far a job is, and what failed."""
    job = store.jobs.get(job_id)
    failures = store.jobs.list_items(job_id, state="failed", limit=_FAILURES, cursor=failed)
    stored = store.jobs.list_items(job_id, state="succeeded", limit=_STORED)
    return render_page(
        request.scope,
        "job.html",
        job=job,
        progress=progress_of(job),
        finished=is_finished(job),
        failures=failures.items,
        failures_cursor=failures.next_cursor,
        stored=[item for item in stored.items if item.article_id],
    )


@router.get("/jobs/{job_id}/events", operation_id="watchJob", dependencies=[needs(Scope.READ)])
async def watch_job(job_id: JobId, store: StoreOf) -> Response:
    """Stream how far a job is, as server-sent events."""
    if _streams.locked():
        raise Overloaded("Too many pages watch jobs.", retry_after=_RETRY_AFTER)

    async def events() -> AsyncIterator[str]:
        async with _streams:
            async for event in job_events(store.jobs.get, job_id):
                yield event

    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(events(), media_type="text/event-stream", headers=headers)


@router.post(
    "/jobs/{job_id}/retry", operation_id="retryOnJobPage", dependencies=[needs(Scope.WRITE)]
)
def retry_on_job_page(job_id: JobId, services: ServicesOf) -> Response:
    """Begin again what failed, and show the job."""
    services.store.jobs.retry(job_id)
    services.jobs.notify()
    return RedirectResponse(f"{PATH}/{job_id}", status_code=_SEE_OTHER)


@router.post(
    "/jobs/{job_id}/cancel", operation_id="cancelOnJobPage", dependencies=[needs(Scope.WRITE)]
)
def cancel_on_job_page(job_id: JobId, store: StoreOf) -> Response:
    """Cancel what waits, and show the job."""
    store.jobs.cancel(job_id)
    return RedirectResponse(f"{PATH}/{job_id}", status_code=_SEE_OTHER)


@router.post(
    "/jobs/{job_id}/delete", operation_id="deleteOnJobPage", dependencies=[needs(Scope.WRITE)]
)
def delete_on_job_page(job_id: JobId, store: StoreOf) -> Response:
    """Delete a finished job, and show the others."""
    store.jobs.delete(job_id)
    return RedirectResponse(PATH, status_code=_SEE_OTHER)


async def _file_in(request: Request, uploads: JobUploads) -> AsyncIterator[bytes]:
    """Yield the bytes of the file: the body itself, or the part `file` of a form."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        async for chunk in request.stream():
            yield chunk
        return
    async with aclosing(uploads.in_time(request.stream())) as body:
        try:
            parser = MultiPartParser(request.headers, body, max_files=1, max_fields=10)
            form = await parser.parse()
        except (MultiPartException, KeyError):  # KeyError: its header names no boundary.
            raise InvalidRequest("The form could not be read. Send it again.") from None
    try:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise InvalidRequest("Choose a file.")
        while chunk := await file.read(_CHUNK):
            yield chunk
    finally:
        await form.close()
