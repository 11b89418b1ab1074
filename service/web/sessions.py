"""Sessions: a signed cookie says which API key its reader signed in with.

The cookie holds the part of the key that is no secret. It counts for pages alone: the API takes no
cookie, so that a page of another site cannot use one there.
"""

from __future__ import annotations

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from service.api.auth.authenticator import SIGNED_IN
from service.web.audience import is_for_programs

COOKIE = "onrecord_session"
SESSION_SECONDS = 12 * 60 * 60
"""After a working day the reader signs in again."""

_SALT = "onrecord session"


class SessionSigner:
    """Writes and checks the cookie's value."""

    def __init__(self, secret: str) -> None:
        self._serializer = URLSafeTimedSerializer(secret, salt=_SALT)

    def sign(self, prefix: str) -> str:
        """Return the value for the key with this prefix."""
        return str(self._serializer.dumps(prefix))

    def read(self, value: str) -> str | None:
        """Return the prefix in a value, or None where it is not ours or too old."""
        try:
            found = self._serializer.loads(value, max_age=SESSION_SECONDS)
        except BadSignature:  # `SignatureExpired` is one.
            return None
        return found if isinstance(found, str) else None


class Sessions:
    """Middleware that notes on a request to a page which key its reader signed in with."""

    def __init__(self, app: ASGIApp, *, signer: SessionSigner) -> None:
        self._app = app
        self._signer = signer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with the prefix of the key if there is a session."""
        if scope["type"] == "http" and not is_for_programs(scope):
            value = cookie_parser(Headers(scope=scope).get("cookie", "")).get(COOKIE)
            prefix = self._signer.read(value) if value else None
            if prefix is not None:
                scope.setdefault("state", {})[SIGNED_IN] = prefix
        await self._app(scope, receive, send)


def begin_session(response: Response, value: str, *, secure: bool) -> None:
    """Give a browser its cookie. Scripts cannot read it, and other sites cannot have it sent.

    Args:
        response: The answer to a sign-in.
        value: What `SessionSigner.sign` wrote.
        secure: Whether the request came over TLS, so that the cookie never goes without.
    """
    response.set_cookie(
        COOKIE, value, max_age=SESSION_SECONDS, httponly=True, samesite="strict", secure=secure
    )


def end_session(response: Response) -> None:
    """Take the cookie from a browser."""
    response.delete_cookie(COOKIE, httponly=True, samesite="strict")
