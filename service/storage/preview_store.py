"""The parts of the store that show what a decision would change, and that correct quotations.

The decision is carried out in a transaction that is always rolled back. So a preview is what the
decision does, and no second set of rules can differ from the first.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import NoReturn
from uuid import UUID

from sqlalchemy.orm import Session

from models import Speaker
from service.errors import NotFound
from service.storage.db.database import Database
from service.storage.inputs import EditedBy, QuotationCorrection
from service.storage.reads import speakers
from service.storage.reads.given_away import given_away
from service.storage.reads.redirects import follow_redirects
from service.storage.tables import judgements
from service.storage.views import JudgementView, SpeakerView
from service.storage.writes import edit_speakers
from service.storage.writes.correct import correct_quotation


@dataclass(frozen=True, slots=True)
class SpeakersPreview:
    """Two speakers before a decision, and those that there are after it."""

    before: tuple[SpeakerView, ...]
    after: tuple[SpeakerView, ...]
    occurrence_count: int
    """How many occurrences would change their speaker by a split."""


class _RolledBack(Exception):
    """Carries a preview out of the transaction that made it."""

    def __init__(self, preview: SpeakersPreview) -> None:
        self.preview = preview


class PreviewStore:
    """Shows what decisions would change. Each call is one transaction that is rolled back.

    Every method raises what the method of `Store` that decides raises.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def merge_speakers(self, kept_id: UUID, other_id: UUID, edited_by: EditedBy) -> SpeakersPreview:
        """Return what merging the second speaker into the first would change."""

        def work(session: Session) -> SpeakersPreview:
            before = _stored(session, [kept_id, other_id])
            edit_speakers.merge_speakers(session, kept_id, other_id, edited_by)
            return SpeakersPreview(before, (speakers.get_speaker(session, kept_id),), 0)

        return self._try(work)

    def split_speaker(
        self,
        speaker_id: UUID,
        occurrence_ids: Collection[UUID],
        edited_by: EditedBy,
        *,
        to_id: UUID | None = None,
        name: str | None = None,
    ) -> SpeakersPreview:
        """Return what a split would change. Args: Those of `edit_speakers.split_speaker`."""

        def work(session: Session) -> SpeakersPreview:
            known = [speaker_id, *([to_id] if to_id else [])]
            before = _stored(session, known)
            judgement_id = edit_speakers.split_speaker(
                session, speaker_id, occurrence_ids, edited_by, to_id=to_id, name=name
            )
            judgement = judgements.get_judgement(session, judgement_id)
            return SpeakersPreview(before, _both(session, judgement), judgement.occurrence_count)

        return self._try(work)

    def _try(self, work: Callable[[Session], SpeakersPreview]) -> SpeakersPreview:
        def run(session: Session) -> NoReturn:
            raise _RolledBack(work(session))

        try:
            self._database.write(run)
        except _RolledBack as tried:
            return tried.preview


class CorrectionStore:
    """Corrects quotations of stored articles. Each call is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def correct_quotation(
        self,
        article_id: UUID,
        occurrence_id: UUID,
        correction: QuotationCorrection,
        edited_by: EditedBy,
    ) -> JudgementView:
        """Correct a quotation, and return the judgement.

        Args: Those of `writes.correct.correct_quotation`.
        """

        def work(session: Session) -> JudgementView:
            made = correct_quotation(session, article_id, occurrence_id, correction, edited_by)
            return judgements.get_judgement(session, made)

        return self._database.write(work)

    def given_away(self, article_id: UUID) -> frozenset[UUID]:
        """Return the occurrences of an article that a split gave to another speaker."""
        with self._database.reading() as session:
            return given_away(session, article_id)


def _stored(session: Session, speaker_ids: Sequence[UUID]) -> tuple[SpeakerView, ...]:
    current = [follow_redirects(session, Speaker, speaker_id) for speaker_id in speaker_ids]
    if None in current:
        raise NotFound("No speaker is stored under this id.")
    return tuple(speakers.get_speaker(session, found) for found in current if found)


def _both(session: Session, judgement: JudgementView) -> tuple[SpeakerView, ...]:
    assert judgement.speaker_id is not None
    assert judgement.other_id is not None
    return (
        speakers.get_speaker(session, judgement.speaker_id),
        speakers.get_speaker(session, judgement.other_id),
    )
