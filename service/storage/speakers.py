"""Rows of `speakers` and `speaker_aliases`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from uuid import UUID

from sqlalchemy import ColumnElement, Select, delete, exists, false, func, or_, select, update
from sqlalchemy.orm import Session

from models import Quotation, QuotationSpeaker, QuoteSpeaker, Speaker, SpeakerAlias
from models.base import new_id
from service.errors import NotFound
from service.storage.cursors import Keyset, read_page
from service.storage.names import fuller, name_key
from service.storage.shapes import AnyRow, AnySelect
from service.storage.upsert import chunks, hold_rows, insert_missing
from service.storage.views import Page, SpeakerView
from service.storage.writes import SpeakerSeed

Printed = tuple[str, str]
"""A name and a kind, as one article has them."""

BY_NAME = Keyset(name="speakers", columns=(Speaker.name_key, Speaker.id), types=(str, UUID))

# Which kind wins where articles disagree: the one that says most.
_KINDS = ("person", "organization", "group", "anonymous")


def resolve(session: Session, names: Iterable[str]) -> dict[str, str]:
    """Names' keys -> the keys of the speakers they stand for.

    A name that a listed speaker bears is that speaker; else one that exactly one speaker has as an
    alias is that one; any other stands for itself.
    """
    keys = sorted(set(names))
    canonical = {key: key for key in keys}
    listed: set[str] = set()
    for some in chunks(keys):
        listed.update(
            session.scalars(
                select(Speaker.name_key).where(Speaker.name_key.in_(some), Speaker.curated)
            )
        )
        aliases = session.execute(
            select(SpeakerAlias.alias_key, func.min(Speaker.name_key))
            .join(Speaker, Speaker.id == SpeakerAlias.speaker_id)
            .where(SpeakerAlias.alias_key.in_(some))
            .group_by(SpeakerAlias.alias_key)
            .having(func.count() == 1)
        )
        canonical |= {alias: key for alias, key in aliases if alias not in listed}
    return canonical


def hold(session: Session, speakers: Iterable[tuple[str, Printed]]) -> dict[str, UUID]:
    """Speakers' keys, each with a name and kind in print -> their ids; stored and locked.

    A stored speaker takes the fuller name and the kind that says more, unless it is a listed one.
    """
    printed: dict[str, list[Printed]] = {}
    for key, named in speakers:
        printed.setdefault(key, []).append(named)
    rows = []
    for key in sorted(printed):
        name, kind = _fullest(printed[key])
        rows.append({"id": new_id(), "name_key": key, "name": name, "kind": kind, "curated": False})
    columns = ["id", "name_key", "curated", "name", "kind"]
    held = hold_rows(session, Speaker, rows, key=["name_key"], returning=columns)
    for row in held:
        if not row.curated:
            _describe(session, row, [(row.name, row.kind), *printed[row.name_key]])
    return {row.name_key: row.id for row in held}


def of_article(session: Session, article_id: UUID) -> list[tuple[str, Printed]]:
    """An article's id -> the speakers that it names now: their keys, and how they are stored."""
    rows = session.execute(
        select(Speaker.name_key, Speaker.name, Speaker.kind)
        .distinct()
        .join(QuotationSpeaker, QuotationSpeaker.speaker_id == Speaker.id)
        .join(Quotation, Quotation.id == QuotationSpeaker.quotation_id)
        .where(Quotation.article_id == article_id)
    )
    return [(row.name_key, (row.name, row.kind)) for row in rows]


def settle(session: Session, speaker_ids: Iterable[UUID]) -> None:
    """Speakers that an article named before, locked -> those that none names are gone.

    The others take the fullest of the names that remain. Listed speakers stay as they are.
    """
    for some in chunks(sorted(speaker_ids)):
        rows = session.execute(
            select(
                Speaker.id,
                Speaker.name,
                Speaker.kind,
                QuotationSpeaker.name.label("printed_name"),
                QuotationSpeaker.kind.label("printed_kind"),
            )
            .distinct()
            .outerjoin(QuotationSpeaker, QuotationSpeaker.speaker_id == Speaker.id)
            .where(Speaker.id.in_(some), ~Speaker.curated)
        ).all()
        printed: dict[UUID, list[AnyRow]] = {}
        for row in rows:
            printed.setdefault(row.id, []).append(row)
        for speaker_id, found in printed.items():
            names = [(r.printed_name, r.printed_kind) for r in found if r.printed_name is not None]
            if names:
                _describe(session, found[0], names)
            else:
                session.execute(delete(Speaker).where(Speaker.id == speaker_id))


def load(session: Session, seeds: Sequence[SpeakerSeed]) -> None:
    """Listed speakers -> they are stored under the given names and kinds, aliases added."""
    by_key = {name_key(seed.name): seed for seed in seeds if name_key(seed.name)}
    ids = hold(session, [(key, (seed.name, seed.kind)) for key, seed in by_key.items()])
    for key, seed in sorted(by_key.items()):
        session.execute(
            update(Speaker)
            .where(Speaker.id == ids[key])
            .values(name=seed.name, kind=seed.kind, curated=True)
        )
        aliases = {name_key(alias): alias for alias in seed.aliases}
        for alias_key, alias in sorted(aliases.items()):
            if alias_key and alias_key != key:
                row = {"speaker_id": ids[key], "alias_key": alias_key, "alias": alias}
                insert_missing(session, SpeakerAlias, row, key=["speaker_id", "alias_key"])


def named(name: str) -> Select[UUID]:
    """A name or alias as a reader gives it -> the query for the ids of the speakers it fits."""
    key = name_key(name)
    alias = select(SpeakerAlias.speaker_id).where(SpeakerAlias.alias_key == key)
    return select(Speaker.id).where(or_(Speaker.name_key == key, Speaker.id.in_(alias)))


def get_view(session: Session, speaker_id: UUID) -> SpeakerView:
    """A speaker's id -> the speaker."""
    rows = session.execute(_query().where(Speaker.id == speaker_id)).all()
    if not rows:
        raise NotFound("No speaker is stored under this id.")
    return _views(session, rows)[0]


def list_page(
    session: Session, *, q: str | None, limit: int, cursor: str | None
) -> Page[SpeakerView]:
    """The beginning of a name or alias, or None -> speakers in the order of their names' keys."""
    query = _query()
    if q is not None and q.strip():
        query = query.where(_begins(name_key(q)))

    def build(rows: Sequence[AnyRow]) -> list[SpeakerView]:
        return _views(session, rows)

    return read_page(session, query, BY_NAME, q, limit=limit, cursor=cursor, build=build)


def _begins(key: str) -> ColumnElement[bool]:
    if not key:  # signs alone begin no name
        return false()
    alias = exists().where(
        SpeakerAlias.speaker_id == Speaker.id,
        SpeakerAlias.alias_key.startswith(key, autoescape=True),
    )
    return or_(Speaker.name_key.startswith(key, autoescape=True), alias)


def _query() -> AnySelect:
    quotes = (
        select(func.count())
        .where(QuoteSpeaker.speaker_id == Speaker.id)
        .correlate(Speaker)
        .scalar_subquery()
    )
    return select(
        Speaker.id, Speaker.name_key, Speaker.name, Speaker.kind, quotes.label("quote_count")
    )


def _views(session: Session, rows: Sequence[AnyRow]) -> list[SpeakerView]:
    aliases: dict[UUID, list[str]] = {}
    for row in session.execute(
        select(SpeakerAlias.speaker_id, SpeakerAlias.alias)
        .where(SpeakerAlias.speaker_id.in_([row.id for row in rows]))
        .order_by(SpeakerAlias.alias_key)
    ):
        aliases.setdefault(row.speaker_id, []).append(row.alias)
    return [
        SpeakerView(
            id=row.id,
            name=row.name,
            kind=row.kind,
            aliases=tuple(aliases.get(row.id, ())),
            quote_count=row.quote_count,
        )
        for row in rows
    ]


def _describe(session: Session, row: AnyRow, printed: Sequence[Printed]) -> None:
    name, kind = _fullest(printed)
    if (name, kind) != (row.name, row.kind):
        session.execute(update(Speaker).where(Speaker.id == row.id).values(name=name, kind=kind))


def _fullest(printed: Sequence[Printed]) -> Printed:
    name = reduce(fuller, (name for name, _ in printed))
    return name, min((kind for _, kind in printed), key=_KINDS.index)
