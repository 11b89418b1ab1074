"""The caller of one request, as authentication found it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from service.api.auth.rates import Rate
from service.api.auth.scopes import ALL_SCOPES, Scope
from service.api.problems import Unauthenticated

LOCAL_OWNER = "local"
"""The owner of what is done while a server has no keys."""


@dataclass(frozen=True, slots=True)
class Principal:
    """Who calls. Authentication puts it on `request.state.principal`."""

    key_id: UUID | None
    """The key's id. None where the server has no keys."""
    owner: str
    """Who owns the key: the editor of judgements made with it."""
    scopes: frozenset[Scope]
    rate: Rate | None = None
    """How many requests it may send. None where that is not limited."""


ANYBODY = Principal(key_id=None, owner=LOCAL_OWNER, scopes=ALL_SCOPES)
"""The caller of a server without keys."""


def principal_of(request: Request) -> Principal:
    """Return who sends a request.

    Raises:
        Unauthenticated: Authentication left the request's path out. It is closed, not open.
    """
    found: Principal | None = getattr(request.state, "principal", None)
    if found is None:
        raise Unauthenticated
    return found


async def _principal(request: Request) -> Principal:
    return principal_of(request)


PrincipalOf = Annotated[Principal, Depends(_principal)]
"""The caller, as an argument of a route."""
