"""Receive the body of a job as it streams in, and store its lines a few at a time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterable
from contextlib import aclosing, asynccontextmanager, suppress
from dataclasses import dataclass
from uuid import UUID

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from service.api.job_lines import LineSplitter, RawLine, is_json, read_line
from service.api.problems import MalformedBody, RequestTimeout
from service.errors import BodyTooLarge, ClientGone, InvalidRequest, OnRecordError, Overloaded
from service.storage.job_store import JobStore
from service.storage.job_views import JobView

_UPLOADS_AT_ONCE = 8
_RETRY_AFTER = 5
_BATCH_LINES = 500
_BATCH_BYTES = 1024 * 1024
_LEAST_BYTES_A_SECOND = 4 * 1024
"""A slower body is given up, once its first `seconds` are over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobUploads:
    """Receives jobs: a few at once, and each within limits of size and time."""

    line_bytes: int
    """The most bytes of a line."""
    body_bytes: int
    """The most bytes of a body."""
    seconds: float
    """How long a body may pause."""
    places: asyncio.Semaphore

    @classmethod
    def within(cls, *, line_bytes: int, body_bytes: int, seconds: float) -> JobUploads:
        """Return an object that has all its places free.

        Args: Those of the class.
        """
        places = asyncio.Semaphore(_UPLOADS_AT_ONCE)
        return cls(line_bytes=line_bytes, body_bytes=body_bytes, seconds=seconds, places=places)

    async def receive(
        self, body: AsyncIterator[bytes], store: JobStore, *, owner: str, batch_key: str | None
    ) -> tuple[JobView, bool]:
        """Store the lines of a body as a job, and return it and whether it is a new one.

        A body that is refused, or that ends too early, leaves nothing. The body of a job that is
        known by its key is read and dropped: most clients read no answer before they have sent all.

        Args:
            body: The body in pieces, as it arrives.
            store: Where the job is stored.
            owner: Who sends it.
            batch_key: The client's name for the job, or None.

        Raises:
            BodyTooLarge: The body has too many bytes or lines.
            MalformedBody: No line of the body is JSON.
            InvalidRequest: The body is empty.
            RequestTimeout: The body comes too slowly.
            Overloaded: Too many bodies are being received, or too many jobs are open.
            RequestInFlight: Another request with the same key came in between.
            ClientGone: The client closed the connection.
        """
        if self.places.locked():
            raise Overloaded("Too many jobs are being received.", retry_after=_RETRY_AFTER)
        async with self.places, aclosing(self.in_time(body)) as chunks:
            if batch_key is not None:
                known = await run_in_threadpool(store.find, owner, batch_key)
                if known is not None:
                    await _drop(chunks)
                    return known, False
            job_id = await run_in_threadpool(store.begin, owner, batch_key)
            async with _abandoned_on_error(store, job_id):
                await self._store_lines(chunks, store, job_id)
                return await run_in_threadpool(store.complete, job_id), True

    async def _store_lines(
        self, chunks: AsyncIterator[bytes], store: JobStore, job_id: UUID
    ) -> None:
        lines = LineSplitter(line_bytes=self.line_bytes)
        found, any_json = False, False
        async for batch in _batches(chunks, lines):
            found = True
            any_json |= await run_in_threadpool(self._add, store, job_id, batch)
        if not found:
            raise _empty()
        if not any_json:
            raise MalformedBody("No line of the body is JSON. Send one article on each line.")

    def _add(self, store: JobStore, job_id: UUID, batch: Iterable[RawLine]) -> bool:
        """Store some lines, and return whether one of them was JSON."""
        items = [read_line(line, line_bytes=self.line_bytes) for line in batch]
        store.add(job_id, items)
        return any(map(is_json, items))

    async def in_time(self, body: AsyncIterator[bytes]) -> AsyncGenerator[bytes]:
        """Yield the pieces of a body.

        Raises:
            BodyTooLarge: They are too many.
            RequestTimeout: They come too slowly.
            ClientGone: The client closed the connection.
        """
        received = 0
        loop = asyncio.get_running_loop()
        begun = loop.time()
        try:
            while True:
                slowest = begun + self.seconds + received / _LEAST_BYTES_A_SECOND
                async with asyncio.timeout_at(min(loop.time() + self.seconds, slowest)):
                    chunk = await anext(body, None)
                if chunk is None:
                    return
                received += len(chunk)
                if received > self.body_bytes:
                    raise BodyTooLarge(
                        f"The body is larger than {self.body_bytes} bytes. Send several jobs."
                    )
                yield chunk
        except TimeoutError:
            raise RequestTimeout("The body comes too slowly, or has stopped.") from None
        except ClientDisconnect:
            raise ClientGone from None


async def _drop(chunks: AsyncIterator[bytes]) -> None:
    """Read a body to its end, and refuse it if it is empty: a job always has one."""
    found = False
    async for chunk in chunks:
        found = found or bool(chunk.strip())
    if not found:
        raise _empty()


def _empty() -> InvalidRequest:
    return InvalidRequest("The body is empty. Send one article on each line.")


async def _batches(
    chunks: AsyncIterator[bytes], lines: LineSplitter
) -> AsyncIterator[list[RawLine]]:
    batch: list[RawLine] = []
    size = 0
    async for chunk in chunks:
        for line in lines.feed(chunk):
            batch.append(line)
            size += len(line.content or b"")
            if len(batch) >= _BATCH_LINES or size >= _BATCH_BYTES:
                yield batch
                batch, size = [], 0
    batch += lines.finish()
    if batch:
        yield batch


@asynccontextmanager
async def _abandoned_on_error(store: JobStore, job_id: UUID) -> AsyncIterator[None]:
    try:
        yield
    except BaseException:
        # Also when the server stops. If the database is away, the job is deleted later.
        with anyio.CancelScope(shield=True), suppress(OnRecordError):
            await run_in_threadpool(store.abandon, job_id)
        raise
