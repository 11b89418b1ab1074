"""What it means when a server takes no request, and where its answer says why."""

from __future__ import annotations

import httpx

from service.errors import OnRecordError


class ServerAway(OnRecordError):
    """The server gives no usable answer for longer than the command waits."""

    title = "The server is away"


class ServerRefused(OnRecordError):
    """The server does not take a request, and would not take it again."""

    title = "The server refuses"

    def __init__(self, code: int, detail: str) -> None:
        super().__init__(detail)
        self.code = code


def reason_in(response: httpx.Response) -> str:
    """Return what an answer says went wrong: its first field error, or its detail."""
    try:
        problem = response.json()
    except (ValueError, RecursionError):
        return response.reason_phrase
    if not isinstance(problem, dict):
        return response.reason_phrase
    errors = problem.get("errors")
    if isinstance(errors, list) and errors and isinstance(errors[0], dict):
        return point_at(errors[0].get("pointer"), errors[0].get("detail"))
    return str(problem.get("detail") or problem.get("title") or response.reason_phrase)


def is_problem(response: httpx.Response, error: type[OnRecordError]) -> bool:
    """Return whether an answer names the type of an error of ours."""
    try:
        problem = response.json()
    except (ValueError, RecursionError):
        return False
    name = f"urn:onrecord:problem:{error.problem}"
    return isinstance(problem, dict) and problem.get("type") == name


def point_at(pointer: str | None, detail: str | None) -> str:
    """Return what is wrong, behind the pointer to it."""
    return f"{pointer or ''} {detail or ''}".strip()
