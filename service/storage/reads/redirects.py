"""Follow the ids of merged quotes and speakers to the rows that they redirect to."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Quote, Speaker
from service.errors import NotFound, Superseded

Redirecting = type[Quote] | type[Speaker]
"""A table whose rows may redirect to a successor."""


def follow_redirects(session: Session, table: Redirecting, row_id: UUID) -> UUID | None:
    """Return the id of the row itself or of its last successor. None if it is not stored."""
    found: UUID | None = row_id
    while found is not None:
        query = select(table.id, table.successor_id).where(table.id == found)
        row = session.execute(query).one_or_none()
        if row is None or row.successor_id is None:
            return None if row is None else found
        found = row.successor_id
    return None


def require_current(session: Session, table: Redirecting, row_id: UUID) -> None:
    """Check that a row is stored and redirects to no other.

    Raises:
        NotFound: No row has this id.
        Superseded: The row redirects to another one, whose id is in the error.
    """
    current = follow_redirects(session, table, row_id)
    if current is None:
        raise NotFound(f"No {table.__name__.lower()} is stored under this id.")
    if current != row_id:
        raise Superseded(by=current)
