"""Read and write rows of `judgements`."""

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
from models.judgements import CORRECT, OF_QUOTES
from service.errors import Conflict, NotFound
from service.storage.db.bulk import AnyRow, AnySelect, insert_rows
from service.storage.db.cursors import Keyset, read_page
from service.storage.inputs import EditedBy
from service.storage.tables.audit import record_change
from service.storage.views import JudgementView, Page

LATEST_JUDGEMENTS = Keyset(
    name="judgements", columns=(Judgement.number,), types=(int,), descending=True
)

Party = tuple[str | None, UUID]
"""The key and id of a speaker, or None and the id of a quote or an article."""


@dataclass(frozen=True, slots=True)
class NamedOccurrence:
    """An occurrence that a judgement names, by keys that outlive its row."""

    place: str
    outlet_key: str
    article_key: str
    name_key: str = ""
    side: int = 0


def add_judgement(
    session: Session,
    kind: str,
    subject: Party,
    edited_by: EditedBy,
    *,
    other: Party | None = None,
    changes: Mapping[str, Any] | None = None,
    named: Iterable[NamedOccurrence] = (),
) -> UUID:
    """Store a judgement as the latest of all. The lock on the registry must be exclusive.

    Args:
        session: The transaction.
        kind: What was decided, as `models.Judgement.kind` lists it.
        subject: The speaker, quote or article that the judgement is about.
        edited_by: Who decided, and why.
        other: The second speaker or quote.
        changes: The fields that a description or a correction sets.
        named: The occurrences that the judgement moves, joins, pins or corrects.

    Returns:
        The judgement's id.
    """
    judgement_id = new_id()
    number = session.scalar(select(func.coalesce(func.max(Judgement.number), 0) + 1))
    row = {
        "id": judgement_id,
        "number": number,
        "kind": kind,
        "subject_key": subject[0],
        "subject_id": subject[1],
        "object_key": other[0] if other else None,
        "object_id": other[1] if other else None,
        "changes": dict(changes or {}),
        "editor": edited_by.editor,
        "reason": edited_by.reason,
        "created_at": datetime.now(UTC),
    }
    insert_rows(session, Judgement, [row])
    rows = [{"judgement_id": judgement_id, **asdict(occurrence)} for occurrence in set(named)]
    insert_rows(session, JudgementOccurrence, rows)
    record_change(session, judgement_id)
    return judgement_id


def mark_undone(session: Session, judgement_id: UUID, edited_by: EditedBy) -> Judgement:
    """Mark a judgement as undone, and return it.

    Raises:
        NotFound: No judgement has this id.
        Conflict: It was undone before.
    """
    judgement = session.get(Judgement, judgement_id)
    if judgement is None:
        raise _not_found()
    if judgement.undone_at is not None:
        raise Conflict("This judgement is undone already.")
    session.execute(
        update(Judgement)
        .where(Judgement.id == judgement_id)
        .values(undone_at=datetime.now(UTC), undone_by=edited_by.editor)
    )
    record_change(session, judgement_id)
    return judgement


# An article that was deleted and sent again has another id, so judgements name it by its keys.
_ARTICLES_NAMED = (
    select(Article.id)
    .join(Outlet, Outlet.id == Article.outlet_id)
    .join(
        JudgementOccurrence,
        (JudgementOccurrence.article_key == Article.key)
        & (JudgementOccurrence.outlet_key == Outlet.key),
    )
)


def articles_named(session: Session, judgement_id: UUID) -> set[UUID]:
    """Return the ids of the stored articles whose occurrences a judgement names."""
    query = _ARTICLES_NAMED.where(JudgementOccurrence.judgement_id == judgement_id)
    return set(session.scalars(query))


def places_named(session: Session, judgement_id: UUID) -> set[str]:
    """Return the keys of the occurrences that a judgement names."""
    query = select(JudgementOccurrence.place).where(
        JudgementOccurrence.judgement_id == judgement_id
    )
    return set(session.scalars(query))


def get_judgement(session: Session, judgement_id: UUID) -> JudgementView:
    """Return a judgement.

    Raises:
        NotFound: No judgement has this id.
    """
    row = session.execute(_query().where(Judgement.id == judgement_id)).one_or_none()
    if row is None:
        raise _not_found()
    return _view(row)


def list_judgements(
    session: Session,
    *,
    speaker_id: UUID | None,
    quote_id: UUID | None,
    article_id: UUID | None,
    limit: int,
    cursor: str | None,
) -> Page[JudgementView]:
    """Return a page of judgements, the latest first.

    Args:
        session: The transaction.
        speaker_id: The speaker that they are about. None means any.
        quote_id: The quote that they are about. None means any.
        article_id: The article whose quotations they correct. None means any.
        limit: The most judgements of a page.
        cursor: The end of the page before. None asks for the first page.
    """
    query = _query()
    if speaker_id is not None:
        keys = select(Speaker.name_key).where(Speaker.id == speaker_id)
        query = query.where(or_(Judgement.subject_key.in_(keys), Judgement.object_key.in_(keys)))
    if quote_id is not None:
        # A quote's id may have changed since. The keys of its occurrences have not.
        of_occurrences = (
            select(JudgementOccurrence.judgement_id)
            .join(Utterance, Utterance.place == JudgementOccurrence.place)
            .where(Utterance.quote_id == quote_id, Utterance.judged)
        )
        named = or_(
            Judgement.subject_id == quote_id,
            Judgement.object_id == quote_id,
            Judgement.id.in_(of_occurrences),
        )
        query = query.where(Judgement.kind.in_(OF_QUOTES), named)
    if article_id is not None:
        # The article may have had another id when it was corrected. Its key has not changed.
        of_article = (
            select(JudgementOccurrence.judgement_id)
            .join(Article, Article.key == JudgementOccurrence.article_key)
            .join(
                Outlet,
                (Outlet.id == Article.outlet_id) & (Outlet.key == JudgementOccurrence.outlet_key),
            )
            .where(Article.id == article_id)
        )
        query = query.where(Judgement.kind == CORRECT, Judgement.id.in_(of_article))
    where = [str(speaker_id), str(quote_id), str(article_id)]
    return read_page(
        session, query, LATEST_JUDGEMENTS, where, limit=limit, cursor=cursor, build=_views
    )


def _query() -> AnySelect:
    named = (
        select(func.count())
        .where(JudgementOccurrence.judgement_id == Judgement.id, JudgementOccurrence.side == 0)
        .correlate(Judgement)
        .scalar_subquery()
    )
    # The ids of today: a corrected article, and its speakers, may have had others.
    article = (
        _ARTICLES_NAMED.where(
            JudgementOccurrence.judgement_id == Judgement.id, Judgement.kind == CORRECT
        )
        .correlate(Judgement)
        .scalar_subquery()
    )
    speaker = (
        select(Speaker.id)
        .where(Speaker.name_key == Judgement.object_key, Judgement.kind == CORRECT)
        .correlate(Judgement)
        .scalar_subquery()
    )
    columns = [getattr(Judgement, column.key) for column in Judgement.__table__.columns]
    return select(
        *columns,
        named.label("named"),
        func.coalesce(article, Judgement.subject_id).label("about_id"),
        func.coalesce(speaker, Judgement.object_id).label("other_id"),
    )


def _views(rows: Sequence[AnyRow]) -> list[JudgementView]:
    return [_view(row) for row in rows]


def _view(row: AnyRow) -> JudgementView:
    return JudgementView(
        id=row.id,
        kind=row.kind,
        speaker_id=None if row.subject_key is None else row.subject_id,
        quote_id=row.subject_id if row.kind in OF_QUOTES else None,
        article_id=row.about_id if row.kind == CORRECT else None,
        other_id=row.other_id,
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
