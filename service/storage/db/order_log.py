"""Read lists as they were sorted at the time of the first page.

A quote may get another date or another number of outlets while a client reads page after page. It
would then move over the place that the client has reached: from pages still to come to those read,
or back. So a cursor carries the number of the last change before its first page. Triggers log what
a row was sorted by before each later change (`migrations.list_orders`). A later page sorts changed
rows by their logged values and all others by their present ones, which are the same as then.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Subquery, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from migrations.list_orders import HELD
from models import ArticleOrder, ListClock, QuoteOrder, SpeakerOrder
from service.errors import InvalidCursor

Log = type[QuoteOrder] | type[ArticleOrder] | type[SpeakerOrder]


@dataclass(frozen=True, slots=True)
class OrderLog:
    """The log of one list."""

    list: str
    table: Log
    row_id: str
    """Its column with the id of the row that changed."""

    def value_of(self, column: InstrumentedAttribute[Any], entry: Any) -> Any:
        """Return the logged column for a column of the list."""
        return getattr(entry, self.row_id if column.key == "id" else column.key)


QUOTE_LOG = OrderLog("quotes", QuoteOrder, "quote_id")
ARTICLE_LOG = OrderLog("articles", ArticleOrder, "article_id")
SPEAKER_LOG = OrderLog("speakers", SpeakerOrder, "speaker_id")


def last_change(session: Session, log: OrderLog, since: int | None) -> int:
    """Return the number of the last change that this transaction sees.

    Raises:
        InvalidCursor: The log no longer holds all changes after `since`, or not yet.
    """
    query = select(ListClock.number, ListClock.forgotten).where(ListClock.list == log.list)
    number, forgotten = session.execute(query).one_or_none() or (0, 0)
    if since is not None and not max(forgotten, number - HELD) <= since <= number:
        raise InvalidCursor("The cursor has expired: too much has changed. Start without a cursor.")
    return int(number)


def unchanged_since(
    log: OrderLog, row_id: InstrumentedAttribute[Any], since: int
) -> ColumnElement[bool]:
    """Return the condition that a row of the list has the place that it had."""
    entry = aliased(log.table)
    same_row = getattr(entry, log.row_id) == row_id
    # A value and no EXISTS: PostgreSQL would turn that into a join, and sort the whole list.
    later = select(func.max(entry.number)).where(same_row, entry.number > since)
    return later.scalar_subquery().is_(None)


def first_entries(log: OrderLog, since: int) -> Subquery:
    """Return the first log entry after `since` of each row: what it was sorted by at that time."""
    table = log.table.__table__
    first = (
        select(func.min(log.table.number))
        .where(log.table.number > since)
        .group_by(getattr(log.table, log.row_id))
    )
    return select(table).where(log.table.number.in_(first)).subquery()
