"""The part of the store that exports: all that a filter matches, a batch at a time."""

from __future__ import annotations

from uuid import UUID

from service.storage.db.database import Database
from service.storage.filters import QuoteFilter
from service.storage.reads.quotes import quotes_after
from service.storage.views import QuoteView


class ExportStore:
    """Reads batches in the order of ids. Each batch is one transaction, so none lasts long."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def quotes(
        self, where: QuoteFilter, *, after: UUID | None, limit: int
    ) -> tuple[QuoteView, ...]:
        """Return the next quotes that a filter matches; none after the last one.

        A quote that is stored all the while is in exactly one batch, whatever writers do.

        Args:
            where: The quotes to return.
            after: The id of the last quote of the batch before, or None for the first batch.
            limit: The most quotes of a batch.
        """
        with self._database.reading() as session:
            return quotes_after(session, where, after, limit=limit)
