"""Make, list and revoke API keys in the database of the settings."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from service.api.auth.keys import make_key, read_key
from service.api.auth.principal import LOCAL_OWNER
from service.api.auth.rates import read_rate
from service.api.auth.scopes import Scope
from service.errors import InvalidRequest
from service.settings import Settings
from service.storage.access import Actor, KeyView, NewKey, acting
from service.storage.store import Store

COMMAND_LINE = "command line"
"""The owner, in the audit trail, of what is done without a key."""
_RESERVED = (COMMAND_LINE, LOCAL_OWNER)

_LIFETIME = re.compile(r"([1-9][0-9]{0,4})([hdwy])")
_HOURS = {"h": 1, "d": 24, "w": 7 * 24, "y": 365 * 24}
_MOST_LETTERS = 200


@dataclass(frozen=True, slots=True)
class MadeKey:
    """A key that was just made. Its text is shown once."""

    stored: KeyView
    text: str = field(repr=False)


def create_key(
    settings: Settings,
    *,
    owner: str,
    scopes: Collection[Scope],
    expires: str | None = None,
    rate: str | None = None,
) -> MadeKey:
    """Make a key and store its hash.

    Args:
        settings: Names the database. It is migrated first, so that the first key can be made.
        owner: Who uses the key: a person, or a program.
        scopes: What it may do.
        expires: How long it holds, such as `90d`. None means until it is revoked.
        rate: How many requests it may send, such as `600/min`. None means the server's setting.

    Raises:
        InvalidRequest: One of them is not in its form.
    """
    limit = read_rate(rate) if rate is not None else None
    if rate is not None and limit is None:
        raise InvalidRequest("Write a rate as a number and /s, /min or /h, such as 600/min.")
    if not owner.strip() or len(owner) > _MOST_LETTERS or not owner.isprintable():
        raise InvalidRequest(f"An owner is a name of at most {_MOST_LETTERS} letters on one line.")
    if owner.strip() in _RESERVED:
        raise InvalidRequest(f'"{owner.strip()}" stands for what is done without a key.')
    key = make_key()
    new = NewKey(
        prefix=key.prefix,
        digest=key.digest,
        owner=owner.strip(),
        scopes=tuple(scopes),
        expires_at=_expiry(expires),
        rate_quota=limit.quota if limit else None,
        rate_seconds=limit.seconds if limit else None,
    )
    with _store(settings) as store, acting(Actor(owner=COMMAND_LINE, operation="keys create")):
        return MadeKey(store.keys.create(new), key.text)


def list_keys(settings: Settings) -> tuple[KeyView, ...]:
    """Return all keys, the newest last."""
    with _store(settings) as store:
        return store.keys.list_all()


def revoke_key(settings: Settings, name: str) -> KeyView:
    """Revoke a key, and return it.

    Args:
        settings: Names the database.
        name: The key's prefix, or the whole key, as it was found in a leak.

    Raises:
        NotFound: No key has this prefix.
    """
    whole = read_key(name)
    with _store(settings) as store, acting(Actor(owner=COMMAND_LINE, operation="keys revoke")):
        return store.keys.revoke(whole.prefix if whole else name)


def key_state(key: KeyView) -> str:
    """Return `active`, `revoked` or `expired`."""
    if key.revoked_at is not None:
        return "revoked"
    expired = key.expires_at is not None and key.expires_at <= datetime.now(UTC)
    return "expired" if expired else "active"


@contextmanager
def _store(settings: Settings) -> Iterator[Store]:
    Store.migrate(settings.database_url)
    store = Store.open(settings.database_url)
    try:
        yield store
    finally:
        store.close()


def _expiry(lifetime: str | None) -> datetime | None:
    if lifetime is None:
        return None
    form = _LIFETIME.fullmatch(lifetime)
    if form is None:
        raise InvalidRequest("Write how long it holds as a number and h, d, w or y, such as 90d.")
    try:
        return datetime.now(UTC) + timedelta(hours=int(form[1]) * _HOURS[form[2]])
    except OverflowError:
        raise InvalidRequest("A key cannot hold that long.") from None
