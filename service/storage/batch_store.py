"""Many articles at once: the part of the store that jobs and scripts use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from service.storage.batch_views import StoredBatch
from service.storage.db.database import Database
from service.storage.inputs import ArticleKey, ArticleToStore
from service.storage.reads.articles import find_stored_texts, kinds_and_matches
from service.storage.writes.articles import effort_of, put_articles


class BatchStore:
    """Finds and stores many articles in one transaction each. Safe to share between threads.

    Every method may raise `NotReady` if the database does not answer.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def find_stored_texts(self, keys: Iterable[ArticleKey]) -> dict[ArticleKey, UUID]:
        """Return the ids of those articles that are stored with exactly these texts."""
        with self._database.reading() as session:
            return find_stored_texts(session, keys)

    def put_articles(self, batch: Sequence[ArticleToStore]) -> StoredBatch:
        """Store articles with their quotations, in place of their texts before.

        The result is the same as if they were put one after another. All or none of them are
        stored. Other writers wait for the whole batch, so a small batch keeps them out for less.
        """

        def work(session: Session) -> StoredBatch:
            receipts = put_articles(session, batch)
            changed = [receipt.article_id for receipt in receipts if receipt.changed]
            occurrences = kinds_and_matches(session, changed)
            return StoredBatch(tuple(receipts), tuple(occurrences), effort_of(session))

        return self._database.write(work)
