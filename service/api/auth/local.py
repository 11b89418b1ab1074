"""Which requests come from the machine itself: what a server without keys answers."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope

# A proxy on this machine connects from the loopback for clients that are elsewhere.
_OF_PROXIES = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip")

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def is_loopback(host: str) -> bool:
    """Return whether a name or an address without a port means this machine alone."""
    name = host.removesuffix(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        address = ip_address(name.removeprefix("[").removesuffix("]"))
    except ValueError:
        return False
    return address.is_loopback


def host_of(scope: Scope) -> str:
    """Return the host that a request asks for, without its port, in small letters."""
    return _without_port(Headers(scope=scope).get("host", ""))


def is_local(scope: Scope) -> bool:
    """Return whether a request came to the loopback, or to a socket in the file system, directly.

    A request that a proxy passed on did not, where the proxy says so.
    """
    server = scope.get("server")
    headers = Headers(scope=scope)
    if server is None or any(name in headers for name in _OF_PROXIES):
        return False
    address, port = server
    return port is None or is_loopback(address)


def is_of_other_site(scope: Scope, allowed: frozenset[str]) -> bool:
    """Return whether a page of another site has its browser change something here.

    Browsers name the page's site in `Origin`. A page needs no answer to do harm, so that CORS does
    not stop it.

    Args:
        scope: The request.
        allowed: Sites whose pages may.
    """
    origin = Headers(scope=scope).get("origin")
    if origin is None or scope["method"] in _SAFE_METHODS or origin in allowed or "*" in allowed:
        return False
    return urlsplit(origin).netloc.lower() != Headers(scope=scope).get("host", "").lower()


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    bare = name if colon and (port.isdecimal() or not port) else host
    return bare.lower()
