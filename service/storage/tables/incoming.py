"""Quotations as filing sees them: the speakers whom they name, and what these say."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Article, Occurrence, Outlet, Quotation, QuotationSpeaker
from models.base import new_id
from service.dedup.stored_form import occurrence_key
from service.storage.db.bulk import AnyRow, chunks
from service.storage.inputs import QuotationWrite
from service.storage.registry.link_speakers import Appearance
from service.text.spans import Span


@dataclass(frozen=True, slots=True)
class Uttered:
    """What an occurrence says. One that just arrives has no row yet, and no quote."""

    occurrence_id: UUID
    quotation_id: UUID
    article_id: UUID
    ordinal: int
    text: str
    kind: str
    source: str | None
    """Who said it, as printed."""
    utterance_id: int | None = None
    quote_id: UUID | None = None
    spans: tuple[Span, ...] = ()
    """Of one that arrives."""


def arriving(
    article_id: UUID,
    written: Mapping[UUID, QuotationWrite],
) -> list[Uttered]:
    """An article's quotations under their ids, in the order of the text -> what they utter."""
    utterances = [(number, one, said) for number, one in written.items() for said in one.utterances]
    return [
        Uttered(
            occurrence_id=new_id(),
            quotation_id=quotation_id,
            article_id=article_id,
            ordinal=ordinal,
            text=utterance.text,
            kind=one.kind,
            source=one.source.text if one.source else None,
            spans=utterance.spans,
        )
        for ordinal, (quotation_id, one, utterance) in enumerate(utterances)
    ]


def stored(session: Session, quotation_ids: Collection[UUID]) -> Iterator[Uttered]:
    """Quotations' ids -> their stored utterances."""
    for some in chunks(sorted(quotation_ids)):
        rows = session.execute(
            select(Occurrence, Quotation.kind, Quotation.source_text)
            .join(Quotation, Quotation.id == Occurrence.quotation_id)
            .where(Occurrence.quotation_id.in_(some))
            .order_by(Occurrence.id)
        )
        for found, kind, source in rows:
            yield Uttered(
                occurrence_id=found.id,
                quotation_id=found.quotation_id,
                article_id=found.article_id,
                ordinal=found.ordinal,
                text=found.text,
                kind=kind,
                source=source,
                utterance_id=found.utterance_id,
                quote_id=found.quote_id,
            )


def appearances(
    session: Session, quotation_ids: Collection[UUID], uttered: Sequence[Uttered]
) -> list[Appearance]:
    """Quotations' ids and their utterances -> the named speakers, in the order of each article."""
    said: dict[UUID, list[str]] = {}
    for one in uttered:
        said.setdefault(one.quotation_id, []).append(one.text)
    found = []
    for some in chunks(sorted(quotation_ids)):
        query = (
            select(
                QuotationSpeaker,
                Article.id.label("article_id"),
                Article.key.label("article_key"),
                Article.period,
                Outlet.id.label("outlet_id"),
                Outlet.key.label("outlet_key"),
            )
            .join(Quotation, Quotation.id == QuotationSpeaker.quotation_id)
            .join(Article, Article.id == Quotation.article_id)
            .join(Outlet, Outlet.id == Article.outlet_id)
            .where(QuotationSpeaker.quotation_id.in_(some), QuotationSpeaker.name_key.is_not(None))
            .order_by(QuotationSpeaker.quotation_id, QuotationSpeaker.position)
        )
        for row in session.execute(query):
            found.append(_appearance(row, said.get(row.QuotationSpeaker.quotation_id, ())))
    return found


def _appearance(row: AnyRow, said: Sequence[str]) -> Appearance:
    named = row.QuotationSpeaker
    return Appearance(
        quotation_id=named.quotation_id,
        position=named.position,
        speaker_id=named.speaker_id,
        article_id=row.article_id,
        article_key=row.article_key,
        outlet_id=row.outlet_id,
        outlet_key=row.outlet_key,
        period=row.period,
        name_key=named.name_key,
        surname=named.surname,
        alone=named.alone,
        title=named.title,
        gender=named.gender,
        places=tuple(occurrence_key(row.outlet_key, row.article_key, words) for words in said),
    )
