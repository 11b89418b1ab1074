"""Rows of `quote_speakers`: whom the outlets that print a quote credit with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import Boolean, Uuid, bindparam, delete, insert, select
from sqlalchemy.orm import Session

from models import QuoteSpeaker, Speaker
from service.dedup.credits import Credit, Credited, majority_speakers

_CREDIT = insert(QuoteSpeaker).from_select(
    ["quote_id", "speaker_id", "rival"],
    select(
        bindparam("of_quote", type_=Uuid()), Speaker.id, bindparam("is_rival", type_=Boolean())
    ).where(Speaker.name_key == bindparam("name")),
)
_TAKE_BACK = delete(QuoteSpeaker).where(
    QuoteSpeaker.quote_id.in_(bindparam("quotes", expanding=True))
)


def settle(
    session: Session,
    every: Mapping[UUID, Sequence[Credit]],
    before: Mapping[UUID, Mapping[str, bool]],
) -> None:
    """Quotes with all credits, and who is credited as stored -> who is credited is told anew.

    Stored ones are told by their keys, each with whether they are a rival.
    """
    now = {quote_id: _told(majority_speakers(its)) for quote_id, its in every.items()}
    changed = [quote_id for quote_id in now if now[quote_id] != before[quote_id]]
    gone = [quote_id for quote_id in changed if before[quote_id]]
    if gone:
        session.connection().execute(_TAKE_BACK, {"quotes": gone})
    add(
        session,
        [(quote_id, key, rival) for quote_id in changed for key, rival in now[quote_id].items()],
    )


def add(session: Session, told: Iterable[tuple[UUID, str, bool]]) -> None:
    """Quotes with the keys of speakers, and whether these are rivals -> they are stored."""
    rows = [{"of_quote": quote_id, "name": key, "is_rival": rival} for quote_id, key, rival in told]
    if rows:
        session.connection().execute(_CREDIT, rows)


def _told(credited: Credited) -> dict[str, bool]:
    return dict.fromkeys(credited.disputed, True) | dict.fromkeys(credited.speakers, False)
