"""`onrecord speakers correct`: send judgements of `onrecord convert` to a running server."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

import httpx

from service.commands.inputs import InputLine, Unreadable
from service.commands.refusals import reason_in
from service.errors import OnRecordError
from service.formats.judgement_requests import from_judgement_line, to_judgement_line


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


def _send_judgement(line: InputLine, client: httpx.Client, decided: dict[str, str | None]) -> Sent:
    try:
        request = to_judgement_line(from_judgement_line(json.loads(line.text)))
    except OnRecordError as error:
        return Sent(line.place, SendStatus.FAILED, error.detail)
    except (ValueError, RecursionError):
        return Sent(line.place, SendStatus.FAILED, "The line is not JSON.")
    body = {**request["body"], **decided}
    key = sha256(json.dumps([request["path"], body]).encode()).hexdigest()
    try:
        # 308 leads to the speaker or quote that took the place of this one.
        response = client.post(
            request["path"],
            json=body,
            headers={"Idempotency-Key": key},
            follow_redirects=True,
        )
    except httpx.TransportError as error:
        reason = f"no answer from the server: {type(error).__name__}"
        return Sent(line.place, SendStatus.FAILED, reason)
    if response.is_success:
        is_known = "Idempotency-Replayed" in response.headers
        return Sent(line.place, SendStatus.KNOWN if is_known else SendStatus.CREATED)
    return Sent(line.place, SendStatus.FAILED, f"{response.status_code} {reason_in(response)}")
