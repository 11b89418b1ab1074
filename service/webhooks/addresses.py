"""Which addresses messages may go to. Without a setting, none of this machine or of its networks.

A name is looked up once. The address that was checked is the one that is connected to. A second
look-up could give another one.
"""

from __future__ import annotations

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

Address = IPv4Address | IPv6Address

# It translates to IPv4: the last four bytes are the address that is reached.
_NAT64 = IPv6Network("64:ff9b::/96")
_GLOBAL_UNICAST = IPv6Network("2000::/3")
_PORTS = {"http": 80, "https": 443}

WEBHOOK_URL = (
    r"^https?://[A-Za-z0-9._-]{1,253}"
    r"(:([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))?"
    r'([/?][!"$-~]*)?$'
)
"""A URL that a webhook may have: a name or an IPv4 address, in ASCII, without user and fragment."""


class AddressRefused(Exception):
    """The host has no address, or one that messages may not go to."""


@dataclass(frozen=True, slots=True)
class Target:
    """The parts of a URL that a request needs."""

    is_secure: bool
    host: str
    port: int
    path: str
    """With the query."""


def read_target(url: str) -> Target:
    """Return the parts of a URL that was checked when it was stored."""
    parts = urlsplit(url)
    return Target(
        is_secure=parts.scheme == "https",
        host=parts.hostname or "",
        port=parts.port or _PORTS[parts.scheme],
        path=(parts.path or "/") + (f"?{parts.query}" if parts.query else ""),
    )


def look_up(host: str, port: int, *, allow_private: bool) -> str:
    """Return the address of a host.

    Args:
        host: A name, or an address.
        port: The port to connect to.
        allow_private: Whether addresses of this machine and of its networks are allowed.

    Raises:
        AddressRefused: It has none, or any that is not allowed.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise AddressRefused("name") from None
    addresses = [str(each[4][0]) for each in found]
    if not allow_private and not all(is_public(ip_address(each)) for each in addresses):
        raise AddressRefused("address")
    return addresses[0]


def is_public(address: Address) -> bool:
    """Return whether an address is one of the public internet, also where it wraps another one."""
    if isinstance(address, IPv6Address):
        wrapped = _wrapped(address)
        if wrapped is not None:
            return is_public(wrapped)
        return address.is_global and address in _GLOBAL_UNICAST
    return address.is_global and not address.is_multicast


def may_be_public(url: str) -> bool:
    """Return whether messages may go to a URL without a setting, as far as it can be seen in it."""
    target = read_target(url)
    try:
        return target.is_secure and is_public(ip_address(target.host))
    except ValueError:  # It is a name, which is looked up when a message is sent.
        return target.is_secure


def _wrapped(address: IPv6Address) -> IPv4Address | None:
    if address in _NAT64:
        return IPv4Address(address.packed[-4:])
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None)
