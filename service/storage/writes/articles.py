"""Store one article, and delete one, with all that follows for quotes and speakers."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from uuid import UUID

from sqlalchemy.orm import Session

from models.base import new_id
from service.speakers.registry_rules import period_of
from service.storage.db import locks
from service.storage.inputs import ArticleWrite, OutletWrite, QuotationWrite
from service.storage.reads.articles import get_article
from service.storage.tables import articles, occurrences, quotations, speakers
from service.storage.tables.articles import get_or_create_outlet
from service.storage.tables.audit import record_change
from service.storage.views import StoredArticle, WriteEffort
from service.storage.writes.reassign import (
    ArticleChange,
    affected_by_article,
    full_names_in,
    reassign,
)


def put_article(
    session: Session,
    outlet: OutletWrite,
    article: ArticleWrite,
    written: Sequence[QuotationWrite],
) -> StoredArticle:
    """Store an article and its quotations, in place of what was stored for the article before.

    The same text again changes nothing. Old and new occurrences are handled in one pass, because
    two passes could lock rows in another order than a parallel writer: see `db.locks`.
    `Store` begins and commits the transaction (`db.database.write`).

    Args:
        session: The transaction.
        outlet: The article's outlet, which is inserted if it is missing.
        article: The article.
        written: Its quotations in the order of the text.
    """
    locks.lock_registry_shared(session)
    outlet_id = get_or_create_outlet(session, outlet)
    row = articles.upsert_article(session, outlet_id, article)
    if row.changed:
        _replace_quotations(session, outlet_id, article, row, written)
        record_change(session, row.id, status=None if row.created else HTTPStatus.OK)
    else:
        # The view takes several queries. No other writer may move a quote between them.
        locks.lock_quotes_exclusive(session)
    view = get_article(session, row.id)
    # Those who work on the session add to these numbers.
    effort = WriteEffort(
        candidates=session.info.get("candidates", 0),
        clustering_seconds=session.info.get("clustering_seconds", 0.0),
    )
    return StoredArticle(view=view, created=row.created, changed=row.changed, effort=effort)


def delete_article(session: Session, article_id: UUID) -> None:
    """Delete an article, its occurrences, and the quotes and speakers that only it held.

    Surnames that it was evidence for are linked again.

    Raises:
        NotFound: No article has this id.
    """
    locks.lock_registry_shared(session)
    row = articles.lock_article(session, article_id)
    locks.lock_surnames_exclusive(session, speakers.surnames_in(session, article_id))
    change = ArticleChange(
        article_id=article_id,
        speakers_before=speakers.speakers_in(session, article_id),
        left=occurrences.of_article(session, article_id),
    )
    before = full_names_in(session, article_id)
    articles.delete_article_row(session, article_id)
    others = affected_by_article(
        session,
        article_id=article_id,
        outlet_id=row.outlet_id,
        periods={row.period},
        before=before,
        after=set(),
    )
    reassign(session, others, change=change)
    record_change(session, article_id)


def _replace_quotations(
    session: Session,
    outlet_id: UUID,
    article: ArticleWrite,
    row: articles.LockedArticle,
    written: Sequence[QuotationWrite],
) -> None:
    surnames = _surnames(written) | speakers.surnames_in(session, row.id)
    locks.lock_surnames_exclusive(session, surnames)
    new_quotations = [(new_id(), quotation) for quotation in written]
    change = ArticleChange(
        article_id=row.id,
        quotations=dict(new_quotations),
        speakers_before=speakers.speakers_in(session, row.id),
        left=occurrences.of_article(session, row.id),
    )
    before = full_names_in(session, row.id)
    quotations.delete_quotations_of(session, row.id)
    quotations.add_quotations(session, row.id, new_quotations)
    period = period_of(article.key, article.published_at)
    others = affected_by_article(
        session,
        article_id=row.id,
        outlet_id=outlet_id,
        periods={period, row.period_before or period},
        before=before,
        after=full_names_in(session, row.id),
    )
    reassign(session, change.quotations.keys() | others, change=change)


def _surnames(written: Sequence[QuotationWrite]) -> set[str]:
    names = (
        quotations.printed_name(speaker, quotation.source)
        for quotation in written
        for speaker in quotation.speakers
    )
    return {name.surname for name in names if name and name.surname}
