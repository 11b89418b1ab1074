"""Find quotations whose speaker may change after an edit or a new article."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import Session

from models import Article, Quotation, QuotationSpeaker
from service.storage.db.bulk import chunks

FullName = tuple[str | None, str | None, str | None]
"""The surname, title and key of a full name that an article prints."""


def affected_by_edit(
    session: Session,
    *,
    speaker_ids: Iterable[UUID] = (),
    name_keys: Iterable[str] = (),
    article_ids: Iterable[UUID] = (),
    surnames: Iterable[str] = (),
) -> set[UUID]:
    """Return the quotations whose speaker may change after an edit.

    A full name is evidence for its surname, so quotations of the same surnames alone are included.

    Args:
        session: The transaction.
        speaker_ids: Speakers whose quotations may move.
        name_keys: Names that now mean another speaker.
        article_ids: Articles whose quotations an editor named.
        surnames: Surnames that now mean another speaker.
    """
    found: set[UUID] = set()
    all_surnames = set(surnames)
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
            all_surnames.add(surname or "")
    for some in chunks(sorted(all_surnames)):
        found.update(session.scalars(_surnames_alone(QuotationSpeaker.surname.in_(some))))
    return found


def full_names_in(session: Session, article_id: UUID) -> set[FullName]:
    """Return the full names of people in an article. They are evidence for other articles."""
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


def affected_by_article(
    session: Session,
    *,
    article_id: UUID,
    outlet_id: UUID,
    periods: Iterable[str],
    before: set[FullName],
    after: set[FullName],
) -> set[UUID]:
    """Return other articles' quotations whose speaker may change after an article changed.

    Args:
        session: The transaction.
        article_id: The article.
        outlet_id: Its outlet.
        periods: Its periods, before and after the change.
        before: The full names that it had.
        after: The full names that it has.
    """
    found: set[UUID] = set()
    surnames = sorted({surname for surname, _, _ in before | after if surname})
    for some in chunks(surnames):
        same_outlet = _surnames_alone(QuotationSpeaker.surname.in_(some)).join(
            Quotation, Quotation.id == QuotationSpeaker.quotation_id
        )
        same_outlet = same_outlet.join(Article, Article.id == Quotation.article_id).where(
            Article.outlet_id == outlet_id,
            Article.period.in_(sorted(set(periods))),
            Article.id != article_id,
        )
        found.update(session.scalars(same_outlet))
    for full_name in sorted(before ^ after, key=repr):
        surname, title, _ = full_name
        if title is not None and not _is_printed_elsewhere(session, full_name, article_id):
            with_title = and_(QuotationSpeaker.surname == surname, QuotationSpeaker.title == title)
            in_articles = select(Quotation.article_id).where(
                Quotation.id.in_(_surnames_alone(with_title).scalar_subquery())
            )
            query = _surnames_alone(QuotationSpeaker.surname == surname).join(
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


def _is_printed_elsewhere(session: Session, full_name: FullName, article_id: UUID) -> bool:
    surname, title, key = full_name
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


def _surnames_alone(where: ColumnElement[bool]) -> Select[UUID]:
    return select(QuotationSpeaker.quotation_id).where(where, QuotationSpeaker.alone)
