"""Occurrences and their speakers -> what each says, as it is to be stored and compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from service.dedup.stored_form import NewUtterance, digest_of, new_utterance
from service.storage.tables.decisions import judged_occurrences
from service.storage.tables.incoming import Uttered
from service.storage.tables.occurrence_keys import Printed, places_in

_INDIRECT = "indirect"


@dataclass(frozen=True, slots=True)
class Placed:
    """What an occurrence says, and the keys of all who are named as having said it."""

    uttered: Uttered
    speakers: tuple[str, ...]


def sayings_of(
    session: Session, placed: Sequence[Placed], printed: Mapping[UUID, Printed]
) -> dict[UUID, NewUtterance]:
    """Occurrences with their speakers, and their articles -> by their ids what each says."""
    judged = judged_occurrences(
        session, {one.article_key for one in printed.values() if one.judged}
    )
    places = places_in(session, printed.keys(), [one.uttered for one in placed]) if judged else {}
    found = {}
    for one in placed:
        uttered, article = one.uttered, printed[one.uttered.article_id]
        place = places[uttered.occurrence_id].place if judged else None
        found[uttered.occurrence_id] = new_utterance(
            uttered.text,
            speakers=one.speakers,
            source=uttered.source or "",
            day=article.published_at.toordinal() if article.published_at else None,
            verbatim=uttered.kind != _INDIRECT,
            place=digest_of(str(uttered.article_id), str(uttered.ordinal)),
            judged=place if place in judged else None,
        )
    return found
