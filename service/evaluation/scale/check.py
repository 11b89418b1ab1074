"""A batch filled in bulk and the same batch placed quote by quote -> where the two differ."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models import CommonKey, Occurrence, Utterance, UtteranceKey, UtteranceOutline
from service.evaluation.scale.fill import fill, finish, insert, prepare
from service.evaluation.scale.rows import Rows
from service.storage.clusters.assign import place
from service.storage.clusters.sayings import Placed
from service.storage.db.engine import for_writing
from service.storage.tables.incoming import Uttered
from service.text.spans import Span


@dataclass(frozen=True, slots=True)
class Check:
    """What both ways left. Where they agree, the first three are none."""

    utterances: int
    """That only one of them has."""
    keys: int
    common: int
    quotes: int
    """That placing found."""
    apart: int
    """How many more bulk filling has: words alike by accident are not joined there."""


def check(bulk: Engine, placing: Engine, rows: Rows) -> Check:
    """Two empty databases and a batch -> where filling in bulk and placing differ."""
    prepare(bulk)
    fill(bulk, 0, rows, set())
    finish(bulk)
    prepare(placing)
    with Session(for_writing(placing), expire_on_commit=False) as session, session.begin():
        for table in ("speakers", "articles", "quotations", "quotation_speakers"):
            insert(session.connection(), table, rows[table])
        for coming in _placed(rows):
            place(session, [coming], [])
    one, other = _read(bulk), _read(placing)
    quotes = set(other.quotes.values())
    return Check(
        utterances=len(one.utterances ^ other.utterances),
        keys=len(one.keys ^ other.keys),
        common=len(one.common ^ other.common),
        quotes=len(quotes),
        apart=len(set(one.quotes.values())) - len(quotes),
    )


@dataclass(frozen=True, slots=True)
class _Read:
    utterances: frozenset[tuple[object, ...]]
    keys: frozenset[tuple[int, str]]
    common: frozenset[int]
    quotes: dict[UUID, UUID]


def _read(engine: Engine) -> _Read:
    its = (Utterance.digest, Utterance.words_hash, Utterance.form, Utterance.place)
    outline = (UtteranceOutline.bits, UtteranceOutline.day, UtteranceOutline.stems)
    what = select(*its, *outline).outerjoin(
        UtteranceOutline, UtteranceOutline.utterance_id == Utterance.id
    )
    with Session(engine) as session:
        keys = select(UtteranceKey.key, Utterance.digest).join(
            Utterance, Utterance.id == UtteranceKey.utterance_id
        )
        quotes = select(Occurrence.quotation_id, Occurrence.quote_id)
        return _Read(
            utterances=frozenset(tuple(row) for row in session.execute(what)),
            keys=frozenset((key, digest) for key, digest in session.execute(keys)),
            common=frozenset(session.scalars(select(CommonKey.key))),
            quotes={row[0]: row[1] for row in session.execute(quotes)},
        )


def _placed(rows: Rows) -> list[Placed]:
    named = {row["quotation_id"]: row for row in rows["quotation_speakers"]}
    found = []
    for row in sorted(rows["occurrences"], key=lambda row: row["quotation_id"]):
        speaker = named.get(row["quotation_id"])
        uttered = Uttered(
            occurrence_id=row["id"],
            quotation_id=row["quotation_id"],
            article_id=row["article_id"],
            ordinal=row["ordinal"],
            text=row["text"],
            kind="direct",
            source=speaker["name"] if speaker else None,
            spans=(Span(0, len(row["text"])),),
        )
        found.append(Placed(uttered, speakers=(speaker["name_key"],) if speaker else ()))
    return found
