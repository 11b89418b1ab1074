"""An article's rows find their place among all others: who speaks, which quote each one is."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from models.base import new_id
from service.storage.db import locks
from service.storage.inputs import ArticleWrite, OutletWrite, QuotationWrite
from service.storage.registry import affected
from service.storage.tables import articles, occurrences, outlets, quotations, speakers
from service.storage.writes import reassign


def place(
    session: Session,
    outlet: OutletWrite,
    article: ArticleWrite,
    written: Sequence[QuotationWrite],
) -> articles.Held:
    """An article with its quotations -> stored, in the place of what the article held before.

    All writers take locks in one order: registry, article, surnames, speakers by key, all quotes.
    The very same text again changes nothing. What the article held before is held with what it
    holds now, in one go: two goes could meet another writer's in the opposite order.
    """
    locks.lock_registry_shared(session)
    outlet_id = outlets.hold(session, outlet)
    held = articles.hold(session, outlet_id, article)
    if not held.changed:
        return held
    locks.lock_surnames_exclusive(
        session, _surnames(written) | speakers.surnames_of(session, held.id)
    )

    quotations_now = [(new_id(), one) for one in written]
    arrival = reassign.Arrival(
        article_id=held.id,
        quotations=dict(quotations_now),
        speakers_before=speakers.of_article(session, held.id),
        left=occurrences.of_article(session, held.id),
    )
    before = affected.full_names(session, held.id)
    quotations.remove_of_article(session, held.id)
    quotations.add(session, held.id, quotations_now)
    period = articles.period_of(article.key, article.published_at)
    others = affected.neighbours(
        session,
        article_id=held.id,
        outlet_id=outlet_id,
        periods={period, held.period_before or period},
        before=before,
        after=affected.full_names(session, held.id),
    )
    own: set[UUID] = {quotation_id for quotation_id, _ in quotations_now}
    reassign.file(session, own | others, arrival=arrival)
    return held


def _surnames(written: Sequence[QuotationWrite]) -> set[str]:
    names = (quotations.printed_name(who, one.source) for one in written for who in one.speakers)
    return {name.surname for name in names if name and name.surname}
