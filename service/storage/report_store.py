"""The part of the store that counts for reports. Each call is one transaction."""

from __future__ import annotations

from uuid import UUID

from models import Speaker
from service.storage.db.database import Database
from service.storage.filters import ArticleFilter
from service.storage.reads.redirects import require_current
from service.storage.reads.source_report import count_sources
from service.storage.reads.speaker_activity import read_activity
from service.storage.report_views import SourceReport, SpeakerActivity


class ReportStore:
    """Counts what is stored. Safe to share between threads.

    Every method may raise `NotReady` and `Overloaded` as `Store` does.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def sources(self, where: ArticleFilter, *, limit: int = 50) -> SourceReport:
        """Return who is quoted in the articles of a filter. Args: Those of `count_sources`."""
        with self._database.reading() as session:
            return count_sources(session, where, limit=limit)

    def activity(self, speaker_id: UUID, *, outlets: int = 10) -> SpeakerActivity:
        """Return when and where a speaker was quoted. It raises as `Store.get_speaker`."""
        with self._database.reading() as session:
            require_current(session, Speaker, speaker_id)
            return read_activity(session, speaker_id, outlets=outlets)
