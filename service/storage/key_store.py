"""The door to API keys and to the audit trail. Each call is one transaction."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from service.storage.access import AuditFilter, AuditView, KeyView, NewKey
from service.storage.db.database import Database
from service.storage.tables import api_keys, audit
from service.storage.views import Page

USE_IS_STORED_EVERY = timedelta(hours=1)
"""How exact the last use of a key is: a write with each request would cost more than the rest."""

EVERY_ENTRY = AuditFilter()


class KeyStore:
    """What is stored of keys. Safe to share between threads. It raises as `Store` does."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self, key: NewKey) -> KeyView:
        """Store a key, and return it."""

        def work(session: Session) -> KeyView:
            made = api_keys.add_key(session, key)
            audit.record_change(session, made.id)
            return made

        return self._database.write(work)

    def find(self, prefix: str) -> KeyView | None:
        """Return the key with this prefix, revoked or not."""
        with self._database.reading() as session:
            return api_keys.find_key(session, prefix)

    def any_made(self) -> bool:
        """Return whether a key was ever made. A revoked key counts."""
        with self._database.reading() as session:
            return api_keys.has_keys(session)

    def list_all(self) -> tuple[KeyView, ...]:
        """Return all keys, the newest last."""
        with self._database.reading() as session:
            return api_keys.list_keys(session)

    def revoke(self, prefix: str) -> KeyView:
        """Revoke a key, and return it. A key that was revoked before stays as it is.

        Raises:
            NotFound: No key has this prefix.
        """

        def work(session: Session) -> KeyView:
            before = api_keys.get_key(session, prefix)
            revoked = api_keys.revoke_key(session, prefix)
            if before.revoked_at is None:
                audit.record_change(session, revoked.id)
            return revoked

        return self._database.write(work)

    def mark_used(self, prefix: str) -> None:
        """Store that a key is used now, unless that was stored lately."""
        self._database.write(
            lambda session: api_keys.mark_key_used(session, prefix, every=USE_IS_STORED_EVERY)
        )

    def list_audit(
        self, where: AuditFilter = EVERY_ENTRY, *, limit: int = 50, cursor: str | None = None
    ) -> Page[AuditView]:
        """Return a page of the audit trail, the latest entry first.

        Raises:
            InvalidCursor: The cursor does not belong to this list and filter.
        """
        with self._database.reading() as session:
            return audit.list_entries(session, where, limit=limit, cursor=cursor)
