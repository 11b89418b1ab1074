"""Quotations as filing sees them: the speakers whom they name, and what these say."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Article, Occurrence, Outlet, Quotation, QuotationSpeaker
from service.dedup.key import Identity, identify
from service.storage.registry import Appearance
from service.storage.shapes import AnyRow
from service.storage.upsert import chunks
from service.storage.writes import UtteranceWrite

_INDIRECT = "indirect"


@dataclass(frozen=True, slots=True)
class Uttered:
    """An utterance of a stored quotation. One that just arrives has neither row nor quote yet."""

    quotation_id: UUID
    article_id: UUID
    ordinal: int
    text: str
    kind: str
    identity: Identity
    occurrence_id: UUID | None = None
    quote_id: UUID | None = None

    @property
    def words(self) -> str:
        """The fingerprint of what is said, with the version of the normal form."""
        return f"{self.identity.normal_version}:{self.identity.normal_hash}"


def arriving(
    article_id: UUID, kinds: Mapping[UUID, str], utterances: Sequence[tuple[UUID, UtteranceWrite]]
) -> list[Uttered]:
    """An article's utterances under their quotations' ids, in the order of the text -> the same."""
    return [
        Uttered(
            quotation_id=quotation_id,
            article_id=article_id,
            ordinal=ordinal,
            text=utterance.text,
            kind=kinds[quotation_id],
            identity=identify(utterance.text, verbatim=kinds[quotation_id] != _INDIRECT),
        )
        for ordinal, (quotation_id, utterance) in enumerate(utterances)
    ]


def stored(session: Session, quotation_ids: Collection[UUID]) -> Iterator[Uttered]:
    """Quotations' ids -> their stored utterances."""
    for some in chunks(sorted(quotation_ids)):
        rows = session.execute(
            select(Occurrence, Quotation.kind)
            .join(Quotation, Quotation.id == Occurrence.quotation_id)
            .where(Occurrence.quotation_id.in_(some))
        )
        for found, kind in rows:
            yield Uttered(
                quotation_id=found.quotation_id,
                article_id=found.article_id,
                ordinal=found.ordinal,
                text=found.text,
                kind=kind,
                identity=identify(found.text, verbatim=kind != _INDIRECT),
                occurrence_id=found.id,
                quote_id=found.quote_id,
            )


def appearances(
    session: Session, quotation_ids: Collection[UUID], uttered: Sequence[Uttered]
) -> list[Appearance]:
    """Quotations' ids and their utterances -> the named speakers, in the order of each article."""
    words: dict[UUID, list[str]] = {}
    for one in uttered:
        words.setdefault(one.quotation_id, []).append(one.words)
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
            said = words.get(row.QuotationSpeaker.quotation_id, [])
            found.append(_appearance(row, said))
    return found


def _appearance(row: AnyRow, words: Sequence[str]) -> Appearance:
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
        words=tuple(words),
    )
