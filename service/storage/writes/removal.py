"""An article out, with all that only it held."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from service.storage.db import locks
from service.storage.registry import affected
from service.storage.tables import articles, occurrences, speakers
from service.storage.writes import reassign


def delete_article(session: Session, article_id: UUID) -> None:
    """An article's id -> it is gone with its occurrences, and quotes and speakers held by no other.

    Locks are taken in the order in which ingestion takes them: registry, article, surnames,
    speakers, quotes. Surnames of which it was the evidence are asked anew whose they are.

    Raises:
        NotFound: nothing is stored under this id.
    """
    locks.lock_registry_shared(session)
    place = articles.lock(session, article_id)
    locks.lock_surnames_exclusive(session, speakers.surnames_of(session, article_id))
    left = reassign.Arrival(
        article_id=article_id,
        speakers_before=speakers.of_article(session, article_id),
        left=occurrences.of_article(session, article_id),
    )
    before = affected.full_names(session, article_id)
    articles.remove(session, article_id)
    others = affected.neighbours(
        session,
        article_id=article_id,
        outlet_id=place.outlet_id,
        periods={place.period},
        before=before,
        after=set(),
    )
    reassign.file(session, others, arrival=left)
