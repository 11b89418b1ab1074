"""Rows of `quote_speakers`: whom the outlets that print a quote credit with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Boolean, Uuid, bindparam, delete, insert, select
from sqlalchemy.orm import Session

from models import QuoteSpeaker, Speaker

SURE = 0.5
"""From this confidence on an article's answer counts before those of less sure ones."""

_CREDIT = insert(QuoteSpeaker).from_select(
    ["quote_id", "speaker_id", "rival"],
    select(
        bindparam("of_quote", type_=Uuid()), Speaker.id, bindparam("is_rival", type_=Boolean())
    ).where(Speaker.name_key == bindparam("name")),
)
_TAKE_BACK = delete(QuoteSpeaker).where(
    QuoteSpeaker.quote_id.in_(bindparam("quotes", expanding=True))
)


@dataclass(frozen=True, slots=True)
class Credit:
    """Some speakers, and how many occurrences credit exactly these with the quote."""

    speakers: tuple[str, ...]
    """Their keys, in order."""
    sure: int
    """How many of the occurrences are sure of it."""
    confidence: float
    """The sum of how sure they are."""


@dataclass(frozen=True, slots=True)
class Credited:
    """Who said a quote, and whom else outlets credit with it."""

    speakers: tuple[str, ...] = ()
    rivals: tuple[str, ...] = ()


def weigh(every: Iterable[Credit]) -> Credited:
    """All credits of a quote -> the majority's speakers, and their rivals.

    The sure ones are counted, or all where none is sure; how sure they are breaks ties. Whoever any
    outlet names together with the majority's speakers (one of two signers) is no rival.
    """
    found = [one for one in every if one.speakers]
    if not found:
        return Credited()
    counted = [one for one in found if one.sure] or found
    said = max(counted, key=_weight).speakers
    allies = {speaker for one in found if set(one.speakers) & set(said) for speaker in one.speakers}
    rivals = {speaker for one in counted for speaker in one.speakers} - allies
    return Credited(speakers=said, rivals=tuple(sorted(rivals)))


def settle(
    session: Session,
    every: Mapping[UUID, Sequence[Credit]],
    before: Mapping[UUID, Mapping[str, bool]],
) -> None:
    """Quotes with all credits, and who is credited as stored -> who is credited is told anew.

    Stored ones are told by their keys, each with whether they are a rival.
    """
    now = {quote_id: _told(weigh(its)) for quote_id, its in every.items()}
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


def _weight(credit: Credit) -> tuple[int, float, tuple[str, ...]]:
    return credit.sure, round(credit.confidence, 6), credit.speakers


def _told(credited: Credited) -> dict[str, bool]:
    return dict.fromkeys(credited.rivals, True) | dict.fromkeys(credited.speakers, False)
