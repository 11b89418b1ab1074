"""Count the sources of some articles: who is quoted, how often, and in which kind of quotation."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from models import Article, Occurrence, Outlet, Quotation, QuotationSpeaker, Speaker
from service.extraction.quotation import Kind, Polarity, Stance
from service.storage.db.bulk import AnyRow, AnySelect
from service.storage.filters import ArticleFilter
from service.storage.reads.article_list import article_conditions
from service.storage.report_views import UNKNOWN, KindCounts, SourceCount, SourceReport
from service.storage.views import SpeakerRef

_IS_COUNTED = (Quotation.stance == Stance.SPEECH, Quotation.polarity == Polarity.ASSERTED)
# Where an editor said that words are no quotation, the row stays without an occurrence.
_HAS_WORDS = or_(
    Quotation.as_read.is_(None), exists().where(Occurrence.quotation_id == Quotation.id)
)
_SPEAKER_KIND = func.coalesce(Speaker.kind, QuotationSpeaker.kind)
# An anonymous speaker has no row, so what the article calls it takes the place of the name.
_NAME = func.coalesce(Speaker.name, QuotationSpeaker.name)
_NUMBER = func.count()
_ARTICLES = func.count(Article.id.distinct())


def count_sources(session: Session, where: ArticleFilter, *, limit: int) -> SourceReport:
    """Return who is quoted in the articles of a filter. It takes three queries.

    Args:
        session: The transaction.
        where: The articles.
        limit: The most sources to name. The counts of kinds are of all.
    """
    conditions = article_conditions(session, where)
    articles = select(_NUMBER).select_from(Article).join(Outlet).where(*conditions)
    by_kind: Counter[str] = Counter()
    by_speaker_kind: Counter[str] = Counter()
    for row in session.execute(_kinds(conditions)):
        by_kind[row.kind] += row.number
        by_speaker_kind[row.speaker_kind or UNKNOWN] += row.number
    return SourceReport(
        article_count=session.scalars(articles).one(),
        quotations=KindCounts(**by_kind),
        speaker_kinds=dict(by_speaker_kind),
        sources=tuple(map(_source, session.execute(_sources(conditions).limit(limit)))),
    )


def _kinds(conditions: list[ColumnElement[bool]]) -> AnySelect:
    is_first = (QuotationSpeaker.quotation_id == Quotation.id) & (QuotationSpeaker.position == 0)
    return (
        select(Quotation.kind, _SPEAKER_KIND.label("speaker_kind"), _NUMBER.label("number"))
        .join(Article, Article.id == Quotation.article_id)
        .join(Outlet, Outlet.id == Article.outlet_id)
        .outerjoin(QuotationSpeaker, is_first)
        .outerjoin(Speaker, Speaker.id == QuotationSpeaker.speaker_id)
        .where(*_IS_COUNTED, _HAS_WORDS, *conditions)
        .group_by(Quotation.kind, _SPEAKER_KIND)
    )


def _sources(conditions: list[ColumnElement[bool]]) -> AnySelect:
    kinds = (_NUMBER.filter(Quotation.kind == kind).label(kind) for kind in Kind)
    return (
        select(
            QuotationSpeaker.speaker_id,
            _NAME.label("name"),
            _SPEAKER_KIND.label("speaker_kind"),
            *kinds,
            _ARTICLES.label("articles"),
            func.count(Article.outlet_id.distinct()).label("outlets"),
        )
        .join(Quotation, Quotation.id == QuotationSpeaker.quotation_id)
        .join(Article, Article.id == Quotation.article_id)
        .join(Outlet, Outlet.id == Article.outlet_id)
        .outerjoin(Speaker, Speaker.id == QuotationSpeaker.speaker_id)
        .where(*_IS_COUNTED, *conditions)
        .group_by(QuotationSpeaker.speaker_id, _NAME, _SPEAKER_KIND)
        .order_by(_NUMBER.desc(), _ARTICLES.desc(), _NAME, QuotationSpeaker.speaker_id)
    )


def _source(row: AnyRow) -> SourceCount:
    return SourceCount(
        speaker=SpeakerRef(id=row.speaker_id, name=row.name, kind=row.speaker_kind),
        quotations=KindCounts(direct=row.direct, mixed=row.mixed, indirect=row.indirect),
        article_count=row.articles,
        outlet_count=row.outlets,
    )
