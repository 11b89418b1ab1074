"""`onrecord speakers correct`: send judgements of `onrecord convert` to a running server."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256

import httpx

from service.commands.inputs import InputLine, Unreadable
from service.commands.refusals import is_problem, reason_in
from service.errors import ChangedSince, IdempotencyKeyReused, InvalidRequest, OnRecordError
from service.formats.jsonl import from_json_article
from service.formats.judgement_requests import (
    EditorRequest,
    JudgementRequest,
    from_judgement_line,
    to_judgement_line,
    to_seen,
)

_CHANGED = "The quotation is no longer what the annotator saw. Export its article again."


class SendStatus(StrEnum):
    """Whether the server stored a judgement, knew it already, or did not take it."""

    CREATED = "created"
    KNOWN = "known"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Sent:
    """The result of one line."""

    place: str
    """The file and the line."""
    status: SendStatus
    reason: str | None = None


def send_judgements(
    lines: Iterable[InputLine | Unreadable],
    *,
    client: httpx.Client,
    reason: str | None,
) -> Iterator[Sent]:
    """Send each line's judgement, one after another, and yield its result.

    Each has an idempotency key of its content, so that a file can be sent again after a failure.

    Args:
        lines: The requests, one on each line. Empty lines are left out.
        client: Knows the server's address.
        reason: Why.
    """
    for line in lines:
        if isinstance(line, Unreadable):
            yield Sent(line.place, SendStatus.FAILED, line.detail)
        elif line.text.strip():
            yield _send_judgement(line, client, {"reason": reason})


def show_judgements(lines: Iterable[InputLine | Unreadable]) -> Iterator[str | Unreadable]:
    """Yield each line's request as it would be sent, or what is wrong with the line."""
    for line in lines:
        if isinstance(line, Unreadable):
            yield line
        elif line.text.strip():
            try:
                shown = to_judgement_line(_read_judgement(line))
            except OnRecordError as error:
                yield Unreadable(line.place, error.detail)
            else:
                body = json.dumps(shown["body"], ensure_ascii=False)
                yield f"{shown['method']} {shown['path']} {body}"


def _read_judgement(line: InputLine) -> EditorRequest:
    try:
        return from_judgement_line(json.loads(line.text))
    except (ValueError, RecursionError):
        raise InvalidRequest("The line is not JSON.") from None


def _send_judgement(line: InputLine, client: httpx.Client, decided: dict[str, str | None]) -> Sent:
    try:
        request = _read_judgement(line)
        path, headers = _find_target(client, request)
    except OnRecordError as error:
        return Sent(line.place, SendStatus.FAILED, error.detail)
    except httpx.TransportError as error:
        return _unanswered(line, error)
    body = {**to_judgement_line(request)["body"], **decided}
    key = sha256(json.dumps([request.path, body]).encode()).hexdigest()
    try:
        # 308 leads to the speaker or quote that took the place of this one.
        response = client.post(
            path,
            json=body,
            headers={"Idempotency-Key": key, **headers},
            follow_redirects=True,
        )
    except httpx.TransportError as error:
        return _unanswered(line, error)
    if response.is_success:
        is_known = "Idempotency-Replayed" in response.headers
        return Sent(line.place, SendStatus.KNOWN if is_known else SendStatus.CREATED)
    if is_problem(response, IdempotencyKeyReused):
        # The key is of the line. It was sent before, when the quotation had another id.
        return Sent(line.place, SendStatus.KNOWN)
    if is_problem(response, ChangedSince):
        return Sent(line.place, SendStatus.FAILED, _CHANGED)
    return Sent(line.place, SendStatus.FAILED, f"{response.status_code} {reason_in(response)}")


def _unanswered(line: InputLine, error: httpx.TransportError) -> Sent:
    reason = f"no answer from the server: {type(error).__name__}"
    return Sent(line.place, SendStatus.FAILED, reason)


def _find_target(client: httpx.Client, request: EditorRequest) -> tuple[str, dict[str, str]]:
    """Return the path and headers of a request: a corrected quotation has another id than before.

    Raises:
        OnRecordError: The server does not answer with the article.
    """
    if isinstance(request, JudgementRequest):
        return request.path, {}
    response = client.get(f"/v1/articles/{request.article_id}")
    if not response.is_success:
        raise OnRecordError(f"{response.status_code} {reason_in(response)}")
    try:
        article = from_json_article(response.json())
    except ValueError:
        raise OnRecordError("The server's answer is not JSON.") from None
    found = [one.id for one in article.quotations if request.finds(to_seen(article.text, one))]
    if not found or found[0] is None:
        # No article has this version: a server that knows the key answers, any other refuses.
        return request.path, {"If-Match": '"none"'}
    # A proxy that compresses makes tags weak.
    seen = response.headers.get("ETag", "*").removeprefix("W/")
    return replace(request, quotation_id=found[0]).path, {"If-Match": seen}
