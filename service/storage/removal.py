"""An article out, with all that only it held."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from service.storage import articles, quotes, speakers


def delete_article(session: Session, article_id: UUID) -> None:
    """An article's id -> it is gone with its occurrences, and quotes and speakers held by no other.

    Locks are taken in the order in which ingestion takes them: article, speakers, quotes.

    Raises:
        NotFound: nothing is stored under this id.
    """
    articles.lock(session, article_id)
    speaker_ids = speakers.hold(session, speakers.of_article(session, article_id))
    drafts = quotes.of_article(session, article_id)
    held = quotes.hold(session, drafts, first_seen=datetime.now(UTC))
    articles.remove(session, article_id)
    quotes.settle(session, held.ids.values())
    speakers.settle(session, speaker_ids.values())
