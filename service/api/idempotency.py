"""Idempotency keys: a POST that is sent again is not carried out again.

The header is that of the IETF draft `draft-ietf-httpapi-idempotency-key-header`. What is remembered
holds no word of request or answer: the status, and where the object is. A repeated request is
answered with that status and with the object as `GET` shows it now: see decision 0040.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.types import Message

from service.api.auth.principal import principal_of
from service.api.auth.scopes import ALL_SCOPES, Scope
from service.api.query_fields import query_names
from service.api.request_digest import RequestDigest
from service.errors import Conflict, IdempotencyKeyReused, OnRecordError
from service.guard import Guard
from service.services import services_of
from service.storage.replay_store import (
    CLAIM_LEASE,
    FirstAnswer,
    IdempotentRequest,
    ReplayStore,
)

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"

_KEY = re.compile(r'"?([!#-~]{1,255})"?')
"""Visible ASCII. The draft puts the key in quotation marks; most clients do not."""

Answer = Callable[[Request], Awaitable[Response]]


async def answer_once(request: Request, answer: Answer, *, streams_body: bool = False) -> Response:
    """Return the answer of a request, and carry out a request with an idempotency key only once.

    Args:
        request: A POST that has a body, or none.
        answer: Carries the request out.
        streams_body: Whether `answer` reads the body as it comes.

    Raises:
        RequestValidationError: The key is not valid.
        IdempotencyKeyReused: The key came with another request before.
        RequestInFlight: The same request is carried out at this moment.
        Conflict: What the first request stored is no longer there.
    """
    given = request.headers.getlist(HEADER)
    if not given:
        return await answer(request)
    services = services_of(request.app)
    replays = services.store.replays
    digest = RequestDigest(request, streams_body=streams_body)
    identified = IdempotentRequest(key=_hash_key(request, given), fingerprint=await digest.before())
    claim = await run_in_threadpool(replays.claim, identified, keep=services.idempotency)
    if isinstance(claim, FirstAnswer):
        if await digest.after(is_read=False) != claim.fingerprint:
            raise IdempotencyKeyReused
        return await _replay(request, claim, answer)
    extending = asyncio.create_task(_extend(replays, claim))
    try:
        response = await answer(digest.request)
    except Exception:
        # What failed changed nothing.
        await run_in_threadpool(replays.release, claim)
        raise
    finally:
        extending.cancel()
    first = FirstAnswer(
        status=response.status_code,
        location=response.headers.get("Location"),
        fingerprint=await digest.after(is_read=True),
    )
    with Guard("remembering an idempotency key"):
        await run_in_threadpool(replays.finish, claim, first)
    return response


async def _extend(replays: ReplayStore, claim: str) -> None:
    """Keep a claim while its request is carried out. One that takes less writes nothing more."""
    while True:
        await asyncio.sleep(CLAIM_LEASE.total_seconds() / 3)
        with suppress(OnRecordError):  # The database is away or busy. The lease has time for two.
            await run_in_threadpool(replays.extend, claim)


def _hash_key(request: Request, given: list[str]) -> str:
    match = _KEY.fullmatch(given[0]) if len(given) == 1 else None
    if match is None:
        raise RequestValidationError([{"type": "idempotency_key", "loc": ("header", HEADER)}])
    principal = principal_of(request)
    return sha256(f"{principal.key_id or ''}\0{match[1]}".encode()).hexdigest()


async def _replay(request: Request, first: FirstAnswer, answer: Answer) -> Response:
    """Return the answer of a request that was carried out before."""
    if first.location is None:
        # It stores nothing, so it is the same when it is computed again.
        response = await answer(request)
    else:
        response = await _get(request, first.location)
        if response.status_code == HTTPStatus.NOT_FOUND:
            raise Conflict("This request was carried out. What it stored was deleted since.")
        if not await _may_show(request, response):
            raise Conflict("This request was carried out. What it stored was replaced since.")
        if response.status_code == HTTPStatus.OK:
            response.status_code = first.status
            response.headers["Location"] = first.location
    response.headers[REPLAYED] = "true"
    return response


async def _may_show(request: Request, shown: Response) -> bool:
    """Return whether the caller may see an object as it is now.

    Who may only write sees the text that he sent himself, but none that another one stored since.
    """
    if Scope.READ in principal_of(request).scopes or shown.status_code != HTTPStatus.OK:
        return True
    stored = json.loads(bytes(shown.body))
    if "text" not in stored:
        return True
    sent = json.loads(await request.body())
    return bool(sent["text"] == stored["text"])


async def _get(request: Request, location: str) -> Response:
    """Return what this application answers to a GET of an object.

    Of the request's query it keeps what that GET takes.
    """
    may_read = replace(principal_of(request), scopes=ALL_SCOPES)
    path = urlsplit(location).path
    scope = {
        **request.scope,
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "headers": [],
        "query_string": b"",
        "state": {**request.scope.get("state", {}), "principal": may_read},
    }
    kept = query_names(request.app.routes, scope)
    query = [pair for pair in request.query_params.multi_items() if pair[0] in kept]
    scope["query_string"] = urlencode(query).encode()
    response = Response()
    body = b""

    async def take(message: Message) -> None:
        nonlocal body
        if message["type"] == "http.response.start":
            response.status_code = message["status"]
            response.raw_headers = list(message["headers"])
        else:
            body += message.get("body", b"")

    async def nothing() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    await request.app.router(scope, nothing, take)
    response.body = body
    return response
