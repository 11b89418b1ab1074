"""Refuse to listen where others reach a server that has no API keys."""

from __future__ import annotations

from service.api.auth.local import is_loopback
from service.errors import Misconfigured
from service.storage.store import Store

_HOW = (
    "Refusing to listen on {host} without an API key: anybody who reaches this port could read, "
    "change and delete everything. Make the first key: `onrecord keys create --owner NAME --scope "
    "read --scope write`, with the image `docker run --rm -v onrecord:/data onrecord onrecord keys "
    "create --owner NAME --scope read --scope write`. Or listen on 127.0.0.1. Or, if everybody may "
    "do everything, say so: `--allow-anonymous`, or ONRECORD_ALLOW_ANONYMOUS=true."
)


def require_keys(database_url: str, *, host: str, allow_anonymous: bool) -> None:
    """Check that a server may listen on an address.

    A key that was revoked is enough: with it the server is closed, not open.

    Args:
        database_url: A database that was migrated.
        host: The address.
        allow_anonymous: Whether the operator allows a server without keys everywhere.

    Raises:
        Misconfigured: Other machines reach the address, and no key was ever made.
    """
    if allow_anonymous or is_loopback(host):
        return
    store = Store.open(database_url)
    try:
        if not store.keys.any_made():
            raise Misconfigured(_HOW.format(host=host or "every address"))
    finally:
        store.close()
