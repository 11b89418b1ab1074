"""The dependency with which a route declares its scope, and refuses callers without it."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer, SecurityScopes

from service.api.auth.principal import PrincipalOf
from service.api.auth.scopes import Scope
from service.api.problems import InsufficientScope

# It only describes the header in the contract: the middleware reads the key.
_described = HTTPBearer(
    scheme_name="apiKey",
    bearerFormat="onrecord_ID_SECRET",
    description="A key that `onrecord keys create` made. A server without keys needs none.",
    auto_error=False,
)


async def _authorize(
    request: Request,
    declared: SecurityScopes,
    principal: PrincipalOf,
    _: Annotated[HTTPAuthorizationCredentials | None, Security(_described)],
) -> None:
    missing = [scope for scope in declared.scopes if Scope(scope) not in principal.scopes]
    if missing:
        raise InsufficientScope(missing[0])


def needs(scope: Scope) -> Any:
    """Return the dependency of a route, or of a router, whose callers need a scope.

    Any, because FastAPI's own type of it is Any.
    """
    return Security(_authorize, scopes=[scope.value])
