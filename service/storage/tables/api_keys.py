"""Read and write rows of `api_keys`."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from models import ApiKey
from models.base import new_id
from service.errors import NotFound
from service.storage.access import KeyView, NewKey
from service.storage.db.bulk import AnyRow, insert_rows

_COLUMNS = [getattr(ApiKey, column.key) for column in ApiKey.__table__.columns]
_FIND = select(*_COLUMNS)


def add_key(session: Session, key: NewKey) -> KeyView:
    """Store a key."""
    row = asdict(key) | {
        "id": new_id(),
        "scopes": " ".join(sorted(key.scopes)),
        "created_at": datetime.now(UTC),
    }
    insert_rows(session, ApiKey, [row])
    return get_key(session, key.prefix)


def find_key(session: Session, prefix: str) -> KeyView | None:
    """Return the key with this prefix, revoked or not."""
    row = session.execute(_FIND.where(ApiKey.prefix == prefix)).one_or_none()
    return None if row is None else _view(row)


def get_key(session: Session, prefix: str) -> KeyView:
    """Return the key with this prefix, revoked or not.

    Raises:
        NotFound: No key has this prefix.
    """
    found = find_key(session, prefix)
    if found is None:
        raise NotFound("No key has this prefix. `onrecord keys list` shows the prefixes.")
    return found


def list_keys(session: Session) -> tuple[KeyView, ...]:
    """Return all keys, the newest last."""
    return tuple(_view(row) for row in session.execute(_FIND.order_by(ApiKey.id)))


def has_keys(session: Session) -> bool:
    """Return whether a key was ever made."""
    return session.scalar(select(ApiKey.id).limit(1)) is not None


def revoke_key(session: Session, prefix: str) -> KeyView:
    """Revoke a key, and return it. A key that was revoked before stays as it is.

    Raises:
        NotFound: No key has this prefix.
    """
    session.execute(
        update(ApiKey)
        .where(ApiKey.prefix == prefix, ApiKey.revoked_at.is_(None))
        .values(revoked_at=datetime.now(UTC))
    )
    return get_key(session, prefix)


def mark_key_used(session: Session, prefix: str, *, every: timedelta) -> None:
    """Store that a key is used now, unless that was stored within `every`."""
    now = datetime.now(UTC)
    session.execute(
        update(ApiKey)
        .where(
            ApiKey.prefix == prefix,
            or_(ApiKey.last_used_at.is_(None), ApiKey.last_used_at < now - every),
        )
        .values(last_used_at=now)
    )


def _view(row: AnyRow) -> KeyView:
    return KeyView(**{**row._asdict(), "scopes": tuple(row.scopes.split())})
