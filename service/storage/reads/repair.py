"""Repair unsure speakers: where other outlets agree who said the same words, the answer follows.

What the article itself shows is not changed. It is in the occurrence's resolution.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from models import (
    Article,
    ArticleSketch,
    Judgement,
    JudgementOccurrence,
    Occurrence,
    Quotation,
    QuoteSpeaker,
    Speaker,
    Utterance,
)
from models.judgements import HOLDS
from service.dedup.quote_summary import Witness
from service.dedup.witnesses import others_agree
from service.storage.db.bulk import AnyRow, chunks, in_array
from service.storage.views import SpeakerRef

# An editor who decided about an article's speakers has the last word on it.
_IS_JUDGED = (
    exists()
    .where(
        JudgementOccurrence.article_key == Article.key,
        Judgement.id == JudgementOccurrence.judgement_id,
        HOLDS,
    )
    .correlate(Article)
)
_WITNESSES = (
    select(
        Occurrence.id,
        Occurrence.quote_id,
        Article.outlet_id,
        func.coalesce(ArticleSketch.story_id, Article.id).label("origin"),
        Quotation.resolution_confidence,
        Utterance.speakers,
        _IS_JUDGED.label("judged"),
    )
    .join(Article, Article.id == Occurrence.article_id)
    .outerjoin(ArticleSketch, ArticleSketch.article_id == Occurrence.article_id)
    .join(Quotation, Quotation.id == Occurrence.quotation_id)
    .join(Utterance, Utterance.id == Occurrence.utterance_id)
    .where(in_array(Occurrence.quote_id, "ids"))
)
_SPEAKERS = (
    select(QuoteSpeaker.quote_id, Speaker.id, Speaker.name, Speaker.kind)
    .join(Speaker, Speaker.id == QuoteSpeaker.speaker_id)
    .where(in_array(QuoteSpeaker.quote_id, "ids"), ~QuoteSpeaker.disputed)
    .order_by(Speaker.sort_key, Speaker.id)
)


def repaired_speakers(
    session: Session, unsure: Collection[tuple[UUID, UUID]]
) -> dict[UUID, tuple[SpeakerRef, ...]]:
    """Return the speakers of those occurrences for which other outlets show them.

    Args:
        session: The transaction.
        unsure: The ids of occurrences, each with that of its quote.
    """
    quote_ids = sorted({quote_id for _, quote_id in unsure})
    of_quote: dict[UUID, dict[UUID, AnyRow]] = {}
    speakers: dict[UUID, tuple[SpeakerRef, ...]] = {}
    for some in chunks(quote_ids):
        for row in session.connection().execute(_WITNESSES, {"ids": some}):
            of_quote.setdefault(row.quote_id, {})[row.id] = row
        for quote_id, id_, name, kind in session.connection().execute(_SPEAKERS, {"ids": some}):
            ref = SpeakerRef(id=id_, name=name, kind=kind)
            speakers[quote_id] = (*speakers.get(quote_id, ()), ref)
    return {
        occurrence_id: speakers[quote_id]
        for occurrence_id, quote_id in unsure
        if quote_id in speakers and _is_repaired(occurrence_id, of_quote[quote_id])
    }


def _is_repaired(occurrence_id: UUID, rows: dict[UUID, AnyRow]) -> bool:
    own = rows[occurrence_id]
    return not own.judged and others_agree(_witness(own), map(_witness, rows.values()))


def _witness(row: AnyRow) -> Witness:
    return Witness(tuple(row.speakers), row.resolution_confidence, row.outlet_id, row.origin)
