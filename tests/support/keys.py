"""Keys for tests: stored in a store, and shown as a client sends them."""

from __future__ import annotations

from collections.abc import Iterable

from service.api.auth.keys import make_key
from service.api.auth.scopes import ALL_SCOPES
from service.storage.access import KeyView, NewKey
from service.storage.store import Store


def add_key(
    store: Store, *, owner: str = "desk", scopes: Iterable[str] = ALL_SCOPES, **fields: object
) -> tuple[KeyView, dict[str, str]]:
    """Store a key; return it, and the headers of a request that sends it."""
    key = make_key()
    new = NewKey(
        prefix=key.prefix,
        digest=key.digest,
        owner=owner,
        scopes=tuple(str(scope) for scope in scopes),
        **fields,  # type: ignore[arg-type]
    )
    return store.keys.create(new), {"Authorization": f"Bearer {key.text}"}
