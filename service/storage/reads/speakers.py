"""Read speakers: by id, by the beginning of a name, by a full name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, false, func, or_, select, union
from sqlalchemy.orm import InstrumentedAttribute, Session

from models import Judgement, QuoteSpeaker, Speaker, SpeakerAlias
from models.judgements import HOLDS, MERGE
from service.errors import InvalidCursor
from service.speakers.names.printed_names import parse_printed_name
from service.storage.db.bulk import AnyRow, AnySelect
from service.storage.db.cursors import Keyset, read_page
from service.storage.db.order_log import SPEAKER_LOG
from service.storage.filters import SpeakerFilter, SpeakerSort
from service.storage.reads.descriptions import read_descriptions
from service.storage.speaker_views import DescribedSpeaker
from service.storage.views import Page, SpeakerView
from service.text.name_key import name_key

SPEAKERS_BY_NAME = Keyset(
    name="speakers", columns=(Speaker.sort_key, Speaker.id), types=(str, UUID), log=SPEAKER_LOG
)

_IS_CURRENT: ColumnElement[bool] = Speaker.successor_id.is_(None)


def with_name(name: str) -> Select[UUID]:
    """Return the query for the ids of the speakers that have this name or alias."""
    keys = {
        name_key(name),
        *(parse_printed_name(name, kind).key for kind in ("person", "organization")),
    }
    keys -= {""}
    alias = select(SpeakerAlias.speaker_id).where(
        SpeakerAlias.alias_key.in_(keys), SpeakerAlias.active
    )
    # One condition with OR would make PostgreSQL read all speakers.
    named = select(Speaker.id).where(Speaker.name_key.in_(keys))
    sorted_as = select(Speaker.id).where(Speaker.sort_key.in_(keys))
    fits = Speaker.id.in_(union(named, sorted_as, alias))
    return _last_successors(select(Speaker.id, Speaker.successor_id).where(fits))


def get_speaker(session: Session, speaker_id: UUID) -> DescribedSpeaker:
    """Return a stored speaker, with the descriptions that articles print."""
    rows = session.execute(_query().where(Speaker.id == speaker_id)).all()
    (view,) = _views(session, rows)
    known = {each.name: getattr(view, each.name) for each in fields(view)}
    return DescribedSpeaker(**known, descriptions=read_descriptions(session, speaker_id))


def list_speakers(
    session: Session,
    where: SpeakerFilter,
    *,
    sort: SpeakerSort,
    limit: int,
    cursor: str | None,
) -> Page[SpeakerView]:
    """Return a page of speakers by name, or the most quoted ones.

    Numbers of quotes change with most articles, so the order by them has one page only.

    Args:
        session: The transaction.
        where: The speakers to list.
        sort: The order of the list.
        limit: The most speakers of a page.
        cursor: The end of the page before. None asks for the first page.
    """
    query = _query().where(_IS_CURRENT, *_conditions(where))
    if sort == "quotes":
        if cursor is not None:
            raise InvalidCursor("The most quoted speakers have one page. Start without a cursor.")
        return Page(items=tuple(_most_quoted(session, query, limit)), next_cursor=None)

    def build(rows: Sequence[AnyRow]) -> list[SpeakerView]:
        return _views(session, rows)

    return read_page(
        session, query, SPEAKERS_BY_NAME, where, limit=limit, cursor=cursor, build=build
    )


def _conditions(where: SpeakerFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if where.q is not None and where.q.strip():
        conditions.append(_begins(name_key(where.q)))
    if where.kind is not None:
        conditions.append(Speaker.kind == where.kind)
    if where.provisional is not None:
        conditions.append(Speaker.provisional.is_(where.provisional))
    return conditions


def _most_quoted(session: Session, query: AnySelect, limit: int) -> list[SpeakerView]:
    # Count once for all speakers: an index per speaker costs more where most are counted.
    counts = (
        select(QuoteSpeaker.speaker_id, func.count().label("quotes"))
        .group_by(QuoteSpeaker.speaker_id)
        .subquery()
    )
    query = query.outerjoin(counts, counts.c.speaker_id == Speaker.id)
    most = func.coalesce(counts.c.quotes, 0).desc()
    rows = session.execute(query.order_by(most, Speaker.sort_key, Speaker.id).limit(limit)).all()
    return _views(session, rows)


def _begins(key: str) -> ColumnElement[bool]:
    if not key:  # a name begins with no sign
        return false()
    alias = exists().where(
        SpeakerAlias.speaker_id == Speaker.id,
        _has_word(SpeakerAlias.alias_key, key),
        SpeakerAlias.active,
    )
    merged = _merged().where(_has_word(Speaker.sort_key, key))
    return or_(
        _has_word(Speaker.sort_key, key),
        Speaker.name_key.startswith(key, autoescape=True),
        alias,
        Speaker.id.in_(
            _last_successors(merged.with_only_columns(Speaker.id, Speaker.successor_id))
        ),
    )


def _has_word(column: InstrumentedAttribute[str], key: str) -> ColumnElement[bool]:
    # Editors search for surnames, which are the last word of most names.
    inside = column.contains(f" {key}", autoescape=True)
    return or_(column.startswith(key, autoescape=True), inside)


def _last_successors(found: AnySelect) -> Select[UUID]:
    """Return the query for the current speakers that those of a query redirect to.

    `found` must select ids and ids of successors.
    """
    line = found.cte(recursive=True)
    line = line.union(
        select(Speaker.id, Speaker.successor_id).join(line, line.c.successor_id == Speaker.id)
    )
    return select(line.c.id).where(line.c.successor_id.is_(None))


def _names_merged_into(ids: Sequence[UUID]) -> AnySelect:
    """Return the query for the names of speakers that were merged into these, at any distance."""
    current = Speaker.successor_id.label("current_id")
    line = _merged().add_columns(current).where(Speaker.successor_id.in_(ids)).cte(recursive=True)
    line = line.union(
        _merged().add_columns(line.c.current_id).join(line, line.c.id == Speaker.successor_id)
    )
    return select(line.c.current_id, line.c.name, line.c.sort_key)


def _merged() -> AnySelect:
    # Merged by an editor. A speaker that a rule redirects gives the other one no name.
    return (
        select(Speaker.id, Speaker.name, Speaker.sort_key)
        .join(Judgement, Judgement.subject_key == Speaker.name_key)
        .where(Judgement.kind == MERGE, HOLDS)
    )


def _query() -> AnySelect:
    quotes = (
        select(func.count())
        .where(QuoteSpeaker.speaker_id == Speaker.id)
        .correlate(Speaker)
        .scalar_subquery()
    )
    return select(
        Speaker.id,
        Speaker.sort_key,
        Speaker.name,
        Speaker.kind,
        Speaker.wikidata_id,
        Speaker.notes,
        Speaker.provisional,
        quotes.label("quote_count"),
    )


def _views(session: Session, rows: Sequence[AnyRow]) -> list[SpeakerView]:
    ids = [row.id for row in rows]
    aliases: dict[UUID, dict[str, str]] = {}
    for speaker_id, alias, key in session.execute(_names_merged_into(ids)):
        aliases.setdefault(speaker_id, {})[key] = alias
    for row in session.execute(
        select(SpeakerAlias.speaker_id, SpeakerAlias.alias_key, SpeakerAlias.alias).where(
            SpeakerAlias.speaker_id.in_(ids), SpeakerAlias.active
        )
    ):
        aliases.setdefault(row.speaker_id, {})[row.alias_key] = row.alias
    return [
        SpeakerView(
            id=row.id,
            name=row.name,
            kind=row.kind,
            aliases=tuple(
                alias
                for key, alias in sorted(aliases.get(row.id, {}).items())
                if key != row.sort_key
            ),
            wikidata_id=row.wikidata_id,
            notes=row.notes,
            provisional=row.provisional,
            quote_count=row.quote_count,
        )
        for row in rows
    ]
