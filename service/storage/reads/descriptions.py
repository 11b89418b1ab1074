"""Read what articles print beside a speaker's name, by date."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Article, Quotation, QuotationSpeaker
from service.storage.db.bulk import AnyRow, AnySelect
from service.storage.speaker_views import DescriptionView

_MOST_DESCRIPTIONS = 50
_MOST_ARTICLES = 10
"""Articles shown for each description."""


def read_descriptions(session: Session, speaker_id: UUID) -> tuple[DescriptionView, ...]:
    """Return what articles print beside a speaker's name, the one printed last first.

    An article counts for the speaker whose row its quotation has now, so merging and splitting
    speakers carries descriptions over. They end with their article.
    """
    rows: Sequence[AnyRow] = session.execute(_latest(_by_article(speaker_id))).all()
    return tuple(
        DescriptionView(
            text=text,
            first_printed=found[0].first_printed,
            last_printed=found[0].last_printed,
            article_count=found[0].article_count,
            article_ids=tuple(row.article_id for row in found),
        )
        for text, found in ((text, list(rows)) for text, rows in groupby(rows, _text))
    )


def _by_article(speaker_id: UUID) -> AnySelect:
    """Return the query for each description and article once."""
    return (
        select(QuotationSpeaker.description_text, Article.id.label("article_id"), Article.dated_at)
        .join(Quotation, Quotation.id == QuotationSpeaker.quotation_id)
        .join(Article, Article.id == Quotation.article_id)
        .where(
            QuotationSpeaker.speaker_id == speaker_id,
            QuotationSpeaker.description_text.is_not(None),
        )
        .distinct()
    )


def _latest(by_article: AnySelect) -> AnySelect:
    """Return the query for the latest descriptions, each with its latest articles."""
    found = by_article.subquery()
    text = found.c.description_text
    summed = (
        select(
            text,
            func.min(found.c.dated_at).label("first_printed"),
            func.max(found.c.dated_at).label("last_printed"),
            func.count().label("article_count"),
        )
        .group_by(text)
        .order_by(func.max(found.c.dated_at).desc(), text)
        .limit(_MOST_DESCRIPTIONS)
        .subquery()
    )
    newest = (found.c.dated_at.desc(), found.c.article_id.desc())
    numbered = select(
        found, func.row_number().over(partition_by=text, order_by=newest).label("place")
    ).subquery()
    return (
        select(summed, numbered.c.article_id)
        .join(numbered, numbered.c.description_text == summed.c.description_text)
        .where(numbered.c.place <= _MOST_ARTICLES)
        .order_by(summed.c.last_printed.desc(), summed.c.description_text, numbered.c.place)
    )


def _text(row: AnyRow) -> str:
    text: str = row.description_text
    return text
