"""Rows of `judgements`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from models import Article, Judgement, JudgementOccurrence, Outlet, Speaker, Utterance
from models.base import new_id
from service.errors import Conflict, NotFound
from service.storage.db.bulk import AnyRow, AnySelect, insert_rows
from service.storage.db.cursors import Keyset, read_page
from service.storage.inputs import Ruling
from service.storage.tables.decisions import OF_QUOTES
from service.storage.views import JudgementView, Page

LATEST = Keyset(name="judgements", columns=(Judgement.number,), types=(int,), descending=True)

Party = tuple[str | None, UUID]
"""A speaker's key and id; a quote has no key."""


@dataclass(frozen=True, slots=True)
class Named:
    """An occurrence that a judgement names, by what outlives its row."""

    place: str
    outlet_key: str
    article_key: str
    name_key: str = ""
    side: int = 0


def add(
    session: Session,
    kind: str,
    subject: Party,
    ruling: Ruling,
    *,
    other: Party | None = None,
    changes: Mapping[str, Any] | None = None,
    named: Iterable[Named] = (),
) -> UUID:
    """A decision -> it is stored, after all others. The registry must be one's own."""
    made = new_id()
    number = session.scalar(select(func.coalesce(func.max(Judgement.number), 0) + 1))
    row = {
        "id": made,
        "number": number,
        "kind": kind,
        "subject_key": subject[0],
        "subject_id": subject[1],
        "object_key": other[0] if other else None,
        "object_id": other[1] if other else None,
        "changes": dict(changes or {}),
        "editor": ruling.editor,
        "reason": ruling.reason,
        "created_at": datetime.now(UTC),
    }
    insert_rows(session, Judgement, [row])
    rows = [{"judgement_id": made, **asdict(one)} for one in set(named)]
    insert_rows(session, JudgementOccurrence, rows)
    return made


def undo(session: Session, judgement_id: UUID, ruling: Ruling) -> Judgement:
    """A judgement's id -> the judgement, which no longer holds.

    Raises:
        NotFound: there is no such judgement.
        Conflict: it was undone before.
    """
    judgement = session.get(Judgement, judgement_id)
    if judgement is None:
        raise _not_found()
    if judgement.undone_at is not None:
        raise Conflict("This judgement is undone already.")
    session.execute(
        update(Judgement)
        .where(Judgement.id == judgement_id)
        .values(undone_at=datetime.now(UTC), undone_by=ruling.editor)
    )
    return judgement


def articles_named(session: Session, judgement_id: UUID) -> set[UUID]:
    """A judgement's id -> the ids of the articles whose occurrences it names, as far as stored."""
    query = (
        select(Article.id)
        .join(Outlet, Outlet.id == Article.outlet_id)
        .join(
            JudgementOccurrence,
            (JudgementOccurrence.article_key == Article.key)
            & (JudgementOccurrence.outlet_key == Outlet.key),
        )
        .where(JudgementOccurrence.judgement_id == judgement_id)
    )
    return set(session.scalars(query))


def places_named(session: Session, judgement_id: UUID) -> set[str]:
    """A judgement's id -> the places of the occurrences that it names."""
    query = select(JudgementOccurrence.place).where(
        JudgementOccurrence.judgement_id == judgement_id
    )
    return set(session.scalars(query))


def get_view(session: Session, judgement_id: UUID) -> JudgementView:
    """A judgement's id -> the judgement."""
    row = session.execute(_query().where(Judgement.id == judgement_id)).one_or_none()
    if row is None:
        raise _not_found()
    return _view(row)


def list_page(
    session: Session,
    *,
    speaker_id: UUID | None,
    quote_id: UUID | None,
    limit: int,
    cursor: str | None,
) -> Page[JudgementView]:
    """A speaker's and a quote's id, None for any -> judgements about them, the latest first."""
    query = _query()
    if speaker_id is not None:
        keys = select(Speaker.name_key).where(Speaker.id == speaker_id)
        query = query.where(or_(Judgement.subject_key.in_(keys), Judgement.object_key.in_(keys)))
    if quote_id is not None:
        # Ids may be others since; places are not.
        of_places = (
            select(JudgementOccurrence.judgement_id)
            .join(Utterance, Utterance.place == JudgementOccurrence.place)
            .where(Utterance.quote_id == quote_id, Utterance.judged)
        )
        named = or_(
            Judgement.subject_id == quote_id,
            Judgement.object_id == quote_id,
            Judgement.id.in_(of_places),
        )
        query = query.where(Judgement.kind.in_(OF_QUOTES), named)
    where = [str(speaker_id), str(quote_id)]
    return read_page(session, query, LATEST, where, limit=limit, cursor=cursor, build=_views)


def _query() -> AnySelect:
    named = (
        select(func.count())
        .where(JudgementOccurrence.judgement_id == Judgement.id, JudgementOccurrence.side == 0)
        .correlate(Judgement)
        .scalar_subquery()
    )
    columns = [getattr(Judgement, column.key) for column in Judgement.__table__.columns]
    return select(*columns, named.label("named"))


def _views(rows: Sequence[AnyRow]) -> list[JudgementView]:
    return [_view(row) for row in rows]


def _view(row: AnyRow) -> JudgementView:
    return JudgementView(
        id=row.id,
        kind=row.kind,
        speaker_id=None if row.kind in OF_QUOTES else row.subject_id,
        quote_id=row.subject_id if row.kind in OF_QUOTES else None,
        other_id=row.object_id,
        changes=row.changes,
        occurrence_count=row.named,
        editor=row.editor,
        reason=row.reason,
        created_at=row.created_at,
        undone_at=row.undone_at,
        undone_by=row.undone_by,
    )


def _not_found() -> NotFound:
    return NotFound("No judgement is stored under this id.")
