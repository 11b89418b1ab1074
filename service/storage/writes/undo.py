"""Undo judgements."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from models.judgements import CORRECT, OF_QUOTES
from service.storage.db import locks
from service.storage.inputs import EditedBy
from service.storage.tables.judgements import get_judgement, mark_undone
from service.storage.versions import require_seen
from service.storage.writes.correct import undo_correction
from service.storage.writes.edit_quotes import undo_quote_judgement
from service.storage.writes.edit_speakers import undo_speaker_judgement


def undo_judgement(session: Session, judgement_id: UUID, edited_by: EditedBy) -> UUID:
    """Undo a judgement, as if it had never been made, and return its id.

    Raises:
        NotFound: No judgement has this id.
        Conflict: It was undone before.
    """
    locks.lock_registry_exclusive(session)
    require_seen(edited_by.seen, lambda: get_judgement(session, judgement_id))
    judgement = mark_undone(session, judgement_id, edited_by)
    if judgement.kind == CORRECT:
        undo_correction(session, judgement)
    elif judgement.kind in OF_QUOTES:
        undo_quote_judgement(session, judgement)
    else:
        undo_speaker_judgement(session, judgement)
    return judgement_id
