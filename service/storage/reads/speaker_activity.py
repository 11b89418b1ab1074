"""Read when a speaker was quoted, by week, and which outlets quote them most."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from models import Article, Occurrence, Outlet, Quotation, QuotationSpeaker
from service.extraction.quotation import Stance
from service.storage.db.bulk import AnySelect
from service.storage.report_views import OutletCount, SpeakerActivity, WeekCount
from service.storage.tables.articles import outlet_ref

_QUOTES = func.count(Occurrence.quote_id.distinct())


def read_activity(session: Session, speaker_id: UUID, *, outlets: int) -> SpeakerActivity:
    """Return when and where a speaker was quoted.

    Args:
        session: The transaction.
        speaker_id: A speaker that is not merged into another one.
        outlets: The most outlets to name.
    """
    by_week = (
        _said_by(select(Article.period, _QUOTES.label("quotes")), speaker_id)
        .where(Article.published_at.is_not(None))
        .group_by(Article.period)
    )
    by_outlet = (
        _said_by(
            select(
                Outlet.id.label("outlet_id"),
                Outlet.domain.label("outlet_domain"),
                Outlet.name.label("outlet_name"),
                _QUOTES.label("quotes"),
                func.count(Article.id.distinct()).label("articles"),
            ),
            speaker_id,
        )
        .join(Outlet, Outlet.id == Article.outlet_id)
        .group_by(Outlet.id, Outlet.key, Outlet.domain, Outlet.name)
        .order_by(_QUOTES.desc(), Outlet.key)
        .limit(outlets)
    )
    weeks = (
        WeekCount(_monday(row.period), quote_count=row.quotes) for row in session.execute(by_week)
    )
    return SpeakerActivity(
        weeks=tuple(sorted(weeks, key=lambda week: week.start)),
        outlets=tuple(
            OutletCount(outlet_ref(row), quote_count=row.quotes, article_count=row.articles)
            for row in session.execute(by_outlet)
        ),
    )


def _said_by(query: AnySelect, speaker_id: UUID) -> AnySelect:
    joined: Select[*tuple[object, ...]] = (
        query.select_from(QuotationSpeaker)
        .join(Quotation, Quotation.id == QuotationSpeaker.quotation_id)
        .join(Occurrence, Occurrence.quotation_id == Quotation.id)
        .join(Article, Article.id == Occurrence.article_id)
        .where(QuotationSpeaker.speaker_id == speaker_id, Quotation.stance == Stance.SPEECH)
    )
    return joined


def _monday(period: str) -> date:
    """Return the first day of a week such as "2022-W08"."""
    year, week = period.split("-W")
    return date.fromisocalendar(int(year), int(week), 1)
