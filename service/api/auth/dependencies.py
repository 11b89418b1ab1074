"""The dependency with which a route declares its scope, and refuses callers without it.

It also names the actor under whom the audit trail records what the request changes.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer, SecurityScopes

from service.api.auth.principal import PrincipalOf
from service.api.auth.scopes import Scope
from service.api.problems import InsufficientScope
from service.storage.access import ACTOR, Actor

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
    route = request.scope["route"]
    ACTOR.set(
        Actor(
            owner=principal.owner,
            operation=route.operation_id,
            key_id=principal.key_id,
            request_id=request.state.request_id,
            status=route.status_code or HTTPStatus.OK,
        )
    )


def needs(scope: Scope) -> Any:
    """Return the dependency of a route, or of a router, whose callers need a scope.

    Any, because FastAPI's own type of it is Any.
    """
    return Security(_authorize, scopes=[scope.value])
