"""Read and write rows of `audit_entries`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import AuditEntry
from models.base import new_id
from service.storage.access import ACTOR, AuditFilter, AuditView
from service.storage.db.bulk import AnyRow, insert_rows
from service.storage.db.cursors import Keyset, read_page
from service.storage.views import Page

_LATEST_ENTRIES = Keyset(name="audit", columns=(AuditEntry.id,), types=(UUID,), descending=True)


def record_change(session: Session, object_id: UUID, *, status: int | None = None) -> None:
    """Record that the actor made, changed or deleted an object. Without an actor do nothing.

    The entry is part of the transaction: a change and its entry are committed together.
    `status` replaces the actor's own.
    """
    record_changes(session, [object_id], status=status)


def record_changes(
    session: Session, object_ids: Iterable[UUID], *, status: int | None = None
) -> None:
    """Record changes of objects: see `record_change`."""
    actor = ACTOR.get()
    if actor is None:
        return
    if status is not None:
        actor = replace(actor, status=status)
    now = datetime.now(UTC)
    rows = [
        {
            "id": new_id(),
            "at": now,
            "key_id": actor.key_id,
            "owner": actor.owner,
            "operation": actor.operation,
            "object_id": object_id,
            "request_id": actor.request_id,
            "status": actor.status,
        }
        for object_id in object_ids
    ]
    insert_rows(session, AuditEntry, rows)


def list_entries(
    session: Session, where: AuditFilter, *, limit: int, cursor: str | None
) -> Page[AuditView]:
    """Return a page of entries, the latest first.

    Args:
        session: The transaction.
        where: Which entries.
        limit: The most entries of a page.
        cursor: The end of the page before. None asks for the first page.
    """
    query = select(*(getattr(AuditEntry, column.key) for column in AuditEntry.__table__.columns))
    if where.key_id is not None:
        query = query.where(AuditEntry.key_id == where.key_id)
    if where.object_id is not None:
        query = query.where(AuditEntry.object_id == where.object_id)
    return read_page(
        session, query, _LATEST_ENTRIES, where, limit=limit, cursor=cursor, build=_views
    )


def _views(rows: Sequence[AnyRow]) -> list[AuditView]:
    names = [field.name for field in fields(AuditView)]
    return [AuditView(**{name: getattr(row, name) for name in names}) for row in rows]
