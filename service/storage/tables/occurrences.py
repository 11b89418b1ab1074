"""Rows of `occurrences`."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.orm import Session

from models import Occurrence
from service.storage.db.bulk import insert_rows
from service.storage.tables import quotations
from service.storage.tables.incoming import Uttered


def add(session: Session, placed: Iterable[tuple[Uttered, int, UUID]]) -> None:
    """What arrived, with the ids of its utterances and quotes -> it is stored."""
    rows = [
        {
            "id": one.occurrence_id,
            "quote_id": quote_id,
            "utterance_id": utterance_id,
            "quotation_id": one.quotation_id,
            "article_id": one.article_id,
            "ordinal": one.ordinal,
            "text": one.text,
            "spans": quotations.write_spans(one.spans),
        }
        for one, utterance_id, quote_id in placed
    ]
    insert_rows(session, Occurrence, rows)
