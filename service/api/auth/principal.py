"""The caller of one request, as authentication found it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from service.api.auth.scopes import ALL_SCOPES, Scope

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


LOCAL = Principal(key_id=None, owner=LOCAL_OWNER, scopes=ALL_SCOPES)
"""The caller of a server without keys."""


async def _principal(request: Request) -> Principal:
    found: Principal = getattr(request.state, "principal", LOCAL)
    return found


PrincipalOf = Annotated[Principal, Depends(_principal)]
"""The caller, as an argument of a route."""
