"""Limit how many requests a caller sends, and say in each answer how many are left."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.auth.authenticator import MOST_ADDRESSES, address_of
from service.api.auth.principal import Principal
from service.api.auth.rates import Allowance, TokenBuckets
from service.api.problems import RateLimited, refusal

POLICY_HEADER, LIMIT_HEADER = "RateLimit-Policy", "RateLimit"
_POLICY = '"default"'


class RateLimit:
    """Middleware that takes a token for each request of a principal with a rate.

    Each process counts for itself. The fields are those of draft-ietf-httpapi-ratelimit-headers-10.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._buckets = TokenBuckets(most=MOST_ADDRESSES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 429."""
        principal: Principal | None = scope.get("state", {}).get("principal")
        if scope["type"] != "http" or principal is None or principal.rate is None:
            await self._app(scope, receive, send)
            return
        # Without keys, callers from other machines are counted under their addresses.
        caller = str(principal.key_id) if principal.key_id else address_of(scope)
        allowance = self._buckets.take(caller, principal.rate)

        async def send_with_limit(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in limit_headers(allowance).items():
                    headers[name] = value
            await send(message)

        if allowance.allowed:
            await self._app(scope, receive, send_with_limit)
            return
        refused = RateLimited(retry_after=allowance.retry_after)
        await refusal(scope, refused)(scope, receive, send_with_limit)


def limit_headers(allowance: Allowance) -> dict[str, str]:
    """Return the header fields that say what a caller may send and what is left of it."""
    rate = allowance.rate
    seconds = allowance.full_in if allowance.allowed else allowance.retry_after
    return {
        POLICY_HEADER: f"{_POLICY};q={rate.quota};w={rate.seconds}",
        LIMIT_HEADER: f"{_POLICY};r={allowance.remaining};t={seconds}",
    }
