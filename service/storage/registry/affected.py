"""What a change touches: quotations whose speakers may be others now."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import Session

from models import Article, Quotation, QuotationSpeaker
from service.storage.db.bulk import chunks


def affected(
    session: Session,
    *,
    speaker_ids: Iterable[UUID] = (),
    name_keys: Iterable[str] = (),
    article_ids: Iterable[UUID] = (),
    surnames: Iterable[str] = (),
) -> set[UUID]:
    """What an edit names -> quotations whose speakers may be others now.

    With those of full names go those of the same surnames alone.
    """
    found: set[UUID] = set()
    touched = set(surnames)
    in_articles = QuotationSpeaker.quotation_id.in_(
        select(Quotation.id).where(Quotation.article_id.in_(sorted(article_ids)))
    )
    conditions: list[ColumnElement[bool]] = [
        QuotationSpeaker.speaker_id.in_(sorted(speaker_ids)),
        in_articles,
    ]
    conditions += [QuotationSpeaker.name_key.in_(some) for some in chunks(sorted(set(name_keys)))]
    for condition in conditions:
        query = select(QuotationSpeaker.quotation_id, QuotationSpeaker.surname).where(condition)
        for quotation_id, surname in session.execute(query):
            found.add(quotation_id)
            touched.add(surname or "")
    for some in chunks(sorted(touched)):
        found.update(session.scalars(_alone(QuotationSpeaker.surname.in_(some))))
    return found


Named = tuple[str | None, str | None, str | None]
"""The surname, title and key of a full name in print."""


def full_names(session: Session, article_id: UUID) -> set[Named]:
    """An article's id -> the full names of people that it prints: evidence for other articles."""
    rows = session.execute(
        select(QuotationSpeaker.surname, QuotationSpeaker.title, QuotationSpeaker.name_key)
        .distinct()
        .join(Quotation, Quotation.id == QuotationSpeaker.quotation_id)
        .where(
            Quotation.article_id == article_id,
            QuotationSpeaker.surname.is_not(None),
            ~QuotationSpeaker.alone,
        )
    )
    return {(surname, title, key) for surname, title, key in rows}


def neighbours(
    session: Session,
    *,
    article_id: UUID,
    outlet_id: UUID,
    periods: Iterable[str],
    before: set[Named],
    after: set[Named],
) -> set[UUID]:
    """An article whose full names changed -> other articles' quotations to be looked at again."""
    found: set[UUID] = set()
    surnames = sorted({surname for surname, _, _ in before | after if surname})
    for some in chunks(surnames):
        beside = _alone(QuotationSpeaker.surname.in_(some)).join(
            Quotation, Quotation.id == QuotationSpeaker.quotation_id
        )
        beside = beside.join(Article, Article.id == Quotation.article_id).where(
            Article.outlet_id == outlet_id,
            Article.period.in_(sorted(set(periods))),
            Article.id != article_id,
        )
        found.update(session.scalars(beside))
    for named in sorted(before ^ after, key=repr):
        surname, title, _ = named
        if title is not None and not _printed_elsewhere(session, named, article_id):
            where = and_(QuotationSpeaker.surname == surname, QuotationSpeaker.title == title)
            in_articles = select(Quotation.article_id).where(
                Quotation.id.in_(_alone(where).scalar_subquery())
            )
            query = _alone(QuotationSpeaker.surname == surname).join(
                Quotation, Quotation.id == QuotationSpeaker.quotation_id
            )
            found.update(
                session.scalars(
                    query.where(
                        Quotation.article_id.in_(in_articles), Quotation.article_id != article_id
                    )
                )
            )
    return found


def _printed_elsewhere(session: Session, named: Named, article_id: UUID) -> bool:
    surname, title, key = named
    query = (
        select(QuotationSpeaker.quotation_id)
        .join(Quotation, Quotation.id == QuotationSpeaker.quotation_id)
        .where(
            QuotationSpeaker.surname == surname,
            QuotationSpeaker.title == title,
            QuotationSpeaker.name_key == key,
            Quotation.article_id != article_id,
        )
        .limit(1)
    )
    return session.scalar(query) is not None


def _alone(where: ColumnElement[bool]) -> Select[UUID]:
    return select(QuotationSpeaker.quotation_id).where(where, QuotationSpeaker.alone)
