"""Find out who sends a request before anything of its body is read."""

from __future__ import annotations

from collections.abc import Collection

from starlette.types import ASGIApp, Receive, Scope, Send

from service.api.auth.authenticator import Authenticators
from service.api.problems import refusal
from service.errors import OnRecordError
from service.services import services_of

PROTECTED = ("/v1", "/metrics", "/mcp")
"""Paths that need a key, and all paths below. The others show nothing of what is stored: they are
health checks, the contract, and its page."""


class Authentication:
    """Middleware that puts a `Principal` on the state of a request, or refuses it."""

    def __init__(
        self, app: ASGIApp, *, authenticators: Authenticators, paths: Collection[str]
    ) -> None:
        self._app = app
        self._authenticators = authenticators
        self._paths = paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its principal, or answer 401, 403, 429 or 503."""
        if scope["type"] != "http" or not is_protected(scope, self._paths):
            await self._app(scope, receive, send)
            return
        try:
            authenticator = self._authenticators.of(services_of(scope["app"]))
            principal = await authenticator.authenticate(scope)
        except OnRecordError as error:
            await refusal(scope, error)(scope, receive, send)
            return
        scope.setdefault("state", {})["principal"] = principal
        await self._app(scope, receive, send)


def is_protected(scope: Scope, paths: Collection[str]) -> bool:
    """Return whether a request's path needs a principal."""
    path: str = scope["path"].removeprefix(scope.get("root_path", ""))
    return any(path == start or path.startswith(f"{start}/") for start in paths)
