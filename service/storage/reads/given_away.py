"""Find the occurrences of an article that editors gave to another speaker by a split."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import (
    Article,
    Judgement,
    JudgementOccurrence,
    Occurrence,
    Outlet,
    QuotationSpeaker,
)
from models.judgements import HOLDS, SPLIT
from service.dedup.stored_form import occurrence_key

_SPLITS = (
    select(JudgementOccurrence.place, JudgementOccurrence.name_key)
    .join(Judgement, Judgement.id == JudgementOccurrence.judgement_id)
    .join(Article, Article.key == JudgementOccurrence.article_key)
    .where(HOLDS, Judgement.kind == SPLIT)
)
PRINTED_SPEAKERS = (
    select(
        Occurrence.id,
        Occurrence.text,
        Outlet.key.label("outlet_key"),
        Article.key.label("article_key"),
        QuotationSpeaker.name_key,
    )
    .join(Article, Article.id == Occurrence.article_id)
    .join(Outlet, Outlet.id == Article.outlet_id)
    .join(QuotationSpeaker, QuotationSpeaker.quotation_id == Occurrence.quotation_id)
)
"""Occurrences with what a judgement names them by, a row for each speaker as printed."""


def given_away(session: Session, article_id: UUID) -> frozenset[UUID]:
    """Return the ids of the article's occurrences whose printed speaker an editor overruled.

    A split names an occurrence by its words and by the speaker as printed, so it is found by both.
    """
    splits = {tuple(row) for row in session.execute(_SPLITS.where(Article.id == article_id))}
    if not splits:
        return frozenset()
    printed = session.execute(PRINTED_SPEAKERS.where(Article.id == article_id))
    return frozenset(
        row.id
        for row in printed
        if (occurrence_key(row.outlet_key, row.article_key, row.text), row.name_key) in splits
    )
