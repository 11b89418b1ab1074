"""The digest of a request, to see whether another one with the same key asks for the same."""

from __future__ import annotations

from contextlib import aclosing
from hashlib import sha256

from fastapi import Request
from starlette.types import Message

from service.api.job_upload import JobUploads


class RequestDigest:
    """SHA-256 of a request's method, path, query and body.

    The body of a batch is never held as a whole: it is hashed as it passes.
    """

    def __init__(self, request: Request, *, streams_body: bool) -> None:
        """Begin with what is known before the body.

        Args:
            request: The request.
            streams_body: Whether its route reads the body as it comes.
        """
        self._hash = sha256(f"{request.method} {request.url.path}?{request.url.query}\0".encode())
        self._given = request
        self._streams = streams_body
        self.request = Request(request.scope, self._receive) if streams_body else request
        """The request to carry out."""

    async def before(self) -> str | None:
        """Return the digest, or None while a body that is streamed has not passed."""
        if self._streams:
            return None
        self._hash.update(await self._given.body())
        return self._hash.hexdigest()

    async def after(self, *, is_read: bool) -> str:
        """Return the digest. The rest of a streamed body is read and dropped first.

        Args:
            is_read: Whether the request was carried out, and its body has passed.

        Raises:
            BodyTooLarge: The body is larger than a batch may be.
            RequestTimeout: The body comes too slowly.
            ClientGone: The client closed the connection.
        """
        if self._streams and not is_read:
            uploads: JobUploads = self._given.app.state.job_uploads
            async with aclosing(uploads.in_time(self.request.stream())) as chunks:
                async for _ in chunks:
                    pass
        return self._hash.hexdigest()

    async def _receive(self) -> Message:
        message = await self._given.receive()
        self._hash.update(message.get("body", b""))
        return message
