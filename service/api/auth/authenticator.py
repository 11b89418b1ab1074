"""Find out who sends a request, or refuse it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from ipaddress import IPv6Address, ip_address

from starlette.datastructures import Headers
from starlette.types import Scope as AsgiScope

from service.api.auth.key_ring import KeyRing
from service.api.auth.keys import KeyText, read_key
from service.api.auth.local import host_of, is_local, is_loopback, is_of_other_site
from service.api.auth.principal import ANYBODY, Principal
from service.api.auth.rates import Allowance, Rate, TokenBuckets
from service.api.auth.scopes import known_scopes
from service.api.problems import HostNotAllowed, OriginNotAllowed, RateLimited, Unauthenticated
from service.services import Services
from service.storage.access import KeyView

FAILURES = Rate(60, 60)
"""How many wrong keys one address may have looked up."""

DEFAULT_RATE = Rate(6_000, 60)
MOST_ADDRESSES = 10_000
SIGNED_IN = "signed_in"
"""Where the state of a request has the prefix of the key that its reader signed in with. Only
requests to pages have it: see `service.web.sessions`."""

_IPV6_NETWORK = 64  # One subscriber has all addresses of such a network.


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessRules:
    """What an operator decided about access."""

    allow_anonymous: bool = False
    """Whether a server without keys answers requests from other machines."""
    allowed_hosts: frozenset[str] = frozenset()
    """The names in `Host` that are answered; any where it is empty and there are keys."""
    cors_origins: frozenset[str] = frozenset()
    """Sites whose pages may use the API."""
    rate: Rate = DEFAULT_RATE
    """The limit of keys without one of their own."""


DEFAULT_RULES = AccessRules()


class Authenticator:
    """Finds the principal of each request. It belongs to one event loop."""

    def __init__(self, ring: KeyRing, rules: AccessRules) -> None:
        self._ring = ring
        self._rules = rules
        self._failures = TokenBuckets(most=MOST_ADDRESSES)

    async def authenticate(self, scope: AsgiScope) -> Principal:
        """Return who sends a request.

        Raises:
            Unauthenticated: It has no valid key, and needs one.
            RateLimited: Its address sent too many keys that are not valid.
            HostNotAllowed: It asks for a host that is not this server's.
            OriginNotAllowed: A page of another site sends it to a server without keys.
            NotReady: The database does not answer.
            Overloaded: The database is too busy to answer.
        """
        hosts = self._rules.allowed_hosts
        if hosts and host_of(scope) not in hosts:
            raise HostNotAllowed
        if not await self._ring.has_keys():
            return self._anybody(scope)
        key = _key_of(scope)
        prefix: str | None = scope.get("state", {}).get(SIGNED_IN)
        stored: KeyView | None = None
        if key is not None:
            stored = await self._find_key(key, address_of(scope))
        elif prefix is not None:
            stored = await self._ring.find_signed_in(prefix)
        if stored is None:
            raise Unauthenticated
        return _principal_of(stored, self._rules.rate)

    async def _find_key(self, key: KeyText, address: str) -> KeyView:
        if not self._ring.knows(key):
            self._check(self._failures.peek(address, FAILURES))
        stored = await self._ring.find(key)
        if stored is None:
            self._check(self._failures.take(address, FAILURES))
            raise Unauthenticated
        return stored

    def _anybody(self, scope: AsgiScope) -> Principal:
        """Return the principal of a server without keys, if the request may have it."""
        if not is_local(scope):
            if not self._rules.allow_anonymous:
                raise Unauthenticated
            return replace(ANYBODY, rate=self._rules.rate)
        any_host = self._rules.allow_anonymous or self._rules.allowed_hosts
        if not any_host and not is_loopback(host_of(scope)):
            # A page can make a name of its own mean this machine (DNS rebinding).
            raise HostNotAllowed
        if is_of_other_site(scope, self._rules.cors_origins):
            raise OriginNotAllowed
        return ANYBODY

    @staticmethod
    def _check(allowance: Allowance) -> None:
        if not allowance.allowed:
            raise RateLimited(retry_after=allowance.retry_after)


class Authenticators:
    """Makes the authenticator of an application once its services are open."""

    def __init__(self, rules: AccessRules) -> None:
        self._rules = rules
        self._current: tuple[Services, Authenticator] | None = None

    def of(self, services: Services) -> Authenticator:
        """Return the authenticator of these services: the same one each time."""
        if self._current is None or self._current[0] is not services:
            ring = KeyRing(services.store.keys)
            self._current = (services, Authenticator(ring, self._rules))
        return self._current[1]


def address_of(scope: AsgiScope) -> str:
    """Return the address that a client is counted under. For IPv6 it is that of its network."""
    client = scope.get("client")
    if client is None:
        return "unknown"
    try:
        address = ip_address(client[0].partition("%")[0])
    except ValueError:
        return str(client[0])
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return f"{IPv6Address(int(address) >> _IPV6_NETWORK << _IPV6_NETWORK)}/{_IPV6_NETWORK}"


def _key_of(scope: AsgiScope) -> KeyText | None:
    given = Headers(scope=scope).getlist("authorization")
    if len(given) != 1:
        return None
    scheme, _, text = given[0].partition(" ")
    return read_key(text.strip(" ")) if scheme.lower() == "bearer" else None


def _principal_of(key: KeyView, default: Rate) -> Principal:
    rate = default
    if key.rate_quota is not None and key.rate_seconds is not None:
        rate = Rate(key.rate_quota, key.rate_seconds)
    return Principal(key_id=key.id, owner=key.owner, scopes=known_scopes(key.scopes), rate=rate)
