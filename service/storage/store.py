"""The store: the one door to everything that is stored. Each call is one transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from models import Quote, Speaker
from service.storage.batch_store import BatchStore
from service.storage.bulk_store import BulkStore
from service.storage.db.database import Database
from service.storage.db.migrate import upgrade
from service.storage.event_store import EventStore, WebhookStore
from service.storage.export_store import ExportStore
from service.storage.filters import (
    ArticleFilter,
    ArticleSort,
    QuoteFilter,
    QuoteSort,
    SpeakerFilter,
    SpeakerSort,
)
from service.storage.inputs import (
    ArticleToStore,
    ArticleWrite,
    EditedBy,
    OutletWrite,
    SpeakerChange,
    SpeakerSeed,
)
from service.storage.job_store import JobStore
from service.storage.key_store import KeyStore
from service.storage.preview_store import CorrectionStore, PreviewStore
from service.storage.reads import article_list, articles, quotes, speakers
from service.storage.reads.match import match_words
from service.storage.reads.redirects import require_current
from service.storage.replay_store import ReplayStore
from service.storage.report_store import ReportStore
from service.storage.speaker_views import DescribedSpeaker
from service.storage.tables import articles as article_rows
from service.storage.tables import judgements
from service.storage.views import (
    ArticleRef,
    ArticleView,
    JudgementView,
    MatchView,
    OutletView,
    Page,
    Progress,
    QuoteDetail,
    QuoteView,
    SpeakerView,
    StoredArticle,
)
from service.storage.writes import articles as article_writes
from service.storage.writes import edit_quotes, edit_speakers
from service.storage.writes.recluster import rebuild_outdated
from service.storage.writes.undo import undo_judgement

ALL_ARTICLES = ArticleFilter()
ALL_SPEAKERS = SpeakerFilter()
SPOKEN_QUOTES = QuoteFilter()


class Store:
    """Everything that is stored. Safe to share between threads.

    Every method may raise `NotReady` if the database does not answer. `get_...` and `delete_...`
    raise `NotFound`, `get_quote` and `get_speaker` also raise `Superseded` with the id to use
    instead, and `list_...` raises `InvalidCursor` for a cursor of another list or filter.
    Those with `edited_by` store a judgement, or raise `NotFound`, `Superseded` or `Conflict`.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.jobs, self.keys, self.load = JobStore(database), KeyStore(database), database.load
        self.batches, self.exports = BatchStore(database), ExportStore(database)
        self.replays, self.reports = ReplayStore(database), ReportStore(database)
        self.previews, self.bulk = PreviewStore(database), BulkStore(database)
        self.events, self.webhooks = EventStore(database), WebhookStore(database)
        self.corrections = CorrectionStore(database)

    @staticmethod
    def migrate(database_url: str) -> None:
        """Bring a database's tables to the newest schema. Doing it again changes nothing."""
        upgrade(database_url)

    @classmethod
    def open(cls, database_url: str, *, limited: bool = False) -> Store:
        """Open a store on a database that was migrated.

        A server needs a `limited` one: its transactions raise `Overloaded` instead of waiting long.
        """
        return cls(Database(database_url, limited=limited))

    def close(self) -> None:
        """Close the connections."""
        self._database.close()

    def ping(self) -> None:
        """Raise `NotReady` if the database or its tables are missing, or if it takes no writes."""
        self._database.check()

    def put_article(self, one: ArticleToStore) -> StoredArticle:
        """Store an article with its quotations, in place of its text before.

        The same text again changes nothing.
        """
        return self._database.write(lambda session: article_writes.put_article(session, one))

    def find_unchanged(self, outlet: OutletWrite, article: ArticleWrite) -> ArticleView | None:
        """Return the stored article if it has the same text, else None."""
        with self._database.reading() as session:
            return articles.find_unchanged(session, outlet.key, article.key, article.text_hash)

    def get_article(self, article_id: UUID) -> ArticleView:
        """Return an article with its text and its occurrences."""
        with self._database.reading() as session:
            return articles.get_article(session, article_id)

    def delete_article(self, article_id: UUID, *, seen: frozenset[str] | None = None) -> None:
        """Delete an article, with the quotes and speakers that only it held, if it is as `seen`."""
        self._database.write(lambda s: article_writes.delete_article(s, article_id, seen=seen))

    def list_articles(
        self,
        where: ArticleFilter = ALL_ARTICLES,
        *,
        sort: ArticleSort = "newest",
        limit: int = 50,
        cursor: str | None = None,
    ) -> Page[ArticleRef]:
        """Return a page of articles. Args: Those of `reads.article_list.list_articles`."""
        with self._database.reading() as session:
            return article_list.list_articles(session, where, sort=sort, limit=limit, cursor=cursor)

    def list_quotes(
        self,
        where: QuoteFilter = SPOKEN_QUOTES,
        *,
        sort: QuoteSort = "newest",
        limit: int = 50,
        cursor: str | None = None,
    ) -> Page[QuoteView]:
        """Return a page of quotes. Args: Those of `reads.quotes.list_quotes`."""
        with self._database.reading() as session:
            return quotes.list_quotes(session, where, sort=sort, limit=limit, cursor=cursor)

    def get_quote(self, quote_id: UUID, *, with_texts: bool = False) -> QuoteDetail:
        """Return a quote and its occurrences, the earliest date first."""
        with self._database.reading() as session:
            require_current(session, Quote, quote_id)
            return quotes.get_quote(session, quote_id, with_texts=with_texts)

    def match_quotes(
        self,
        words: str,
        *,
        speaker: str | None = None,
        published: date | None = None,
        limit: int = 10,
    ) -> tuple[MatchView, ...]:
        """Return the quotes that match words, best first, and store nothing.

        Args: Those of `reads.match.match_words`.
        """
        with self._database.reading() as session:
            return match_words(session, words, speaker=speaker, published=published, limit=limit)

    def list_speakers(
        self,
        where: SpeakerFilter = ALL_SPEAKERS,
        *,
        sort: SpeakerSort = "name",
        limit: int = 50,
        cursor: str | None = None,
    ) -> Page[SpeakerView]:
        """Return a page of speakers. Args: Those of `reads.speakers.list_speakers`."""
        with self._database.reading() as session:
            return speakers.list_speakers(session, where, sort=sort, limit=limit, cursor=cursor)

    def get_speaker(self, speaker_id: UUID) -> DescribedSpeaker:
        """Return a speaker with what articles print beside the name."""
        with self._database.reading() as session:
            require_current(session, Speaker, speaker_id)
            return speakers.get_speaker(session, speaker_id)

    def list_speaker_quotes(
        self, speaker_id: UUID, *, limit: int = 50, cursor: str | None = None
    ) -> Page[QuoteView]:
        """Return a page of what a speaker said, the latest first. It raises as `get_speaker`."""
        with self._database.reading() as session:
            require_current(session, Speaker, speaker_id)
            where = QuoteFilter(speaker_id=speaker_id)
            return quotes.list_quotes(session, where, sort="newest", limit=limit, cursor=cursor)

    def describe_speaker(
        self, speaker_id: UUID, change: SpeakerChange, edited_by: EditedBy
    ) -> tuple[DescribedSpeaker, JudgementView]:
        """Change a speaker, and return it with the judgement, as that transaction made them."""

        def work(s: Session) -> tuple[DescribedSpeaker, JudgementView]:
            made = edit_speakers.describe_speaker(s, speaker_id, change, edited_by)
            return speakers.get_speaker(s, speaker_id), judgements.get_judgement(s, made)

        return self._database.write(work)

    def merge_speakers(self, kept_id: UUID, other_id: UUID, edited_by: EditedBy) -> JudgementView:
        """Merge the second speaker into the first."""
        return self._judge(lambda s: edit_speakers.merge_speakers(s, kept_id, other_id, edited_by))

    def split_speaker(
        self,
        speaker_id: UUID,
        occurrence_ids: Collection[UUID],
        edited_by: EditedBy,
        *,
        to_id: UUID | None = None,
        name: str | None = None,
    ) -> JudgementView:
        """Give occurrences to another speaker. Args: Those of `edit_speakers.split_speaker`."""
        return self._judge(
            lambda s: edit_speakers.split_speaker(
                s, speaker_id, occurrence_ids, edited_by, to_id=to_id, name=name
            )
        )

    def keep_apart(self, speaker_id: UUID, other_id: UUID, edited_by: EditedBy) -> JudgementView:
        """Say that two speakers are never the same."""
        return self._judge(lambda s: edit_speakers.keep_apart(s, speaker_id, other_id, edited_by))

    def merge_quotes(self, kept_id: UUID, other_id: UUID, edited_by: EditedBy) -> JudgementView:
        """Merge two quotes into one."""
        return self._judge(lambda s: edit_quotes.merge_quotes(s, kept_id, other_id, edited_by))

    def split_quote(
        self, quote_id: UUID, occurrence_ids: Collection[UUID], edited_by: EditedBy
    ) -> JudgementView:
        """Make some of a quote's occurrences another quote."""
        return self._judge(
            lambda s: edit_quotes.split_quote(s, quote_id, occurrence_ids, edited_by)
        )

    def pin_quote(self, quote_id: UUID, edited_by: EditedBy) -> JudgementView:
        """Keep a quote's occurrences one quote, whatever the rules say."""
        return self._judge(lambda s: edit_quotes.pin_quote(s, quote_id, edited_by))

    def undo_judgement(self, judgement_id: UUID, edited_by: EditedBy) -> JudgementView:
        """Undo a judgement, as if it had never been made."""
        return self._judge(lambda s: undo_judgement(s, judgement_id, edited_by))

    def get_judgement(self, judgement_id: UUID) -> JudgementView:
        """Return a judgement."""
        with self._database.reading() as session:
            return judgements.get_judgement(session, judgement_id)

    def list_judgements(
        self,
        *,
        speaker_id: UUID | None = None,
        quote_id: UUID | None = None,
        article_id: UUID | None = None,
        limit: int = 50,
        cursor: str | None = None,
    ) -> Page[JudgementView]:
        """Return a page of judgements. Args: Those of `tables.judgements.list_judgements`."""
        with self._database.reading() as session:
            return judgements.list_judgements(
                session,
                speaker_id=speaker_id,
                quote_id=quote_id,
                article_id=article_id,
                limit=limit,
                cursor=cursor,
            )

    def list_outlets(self, *, limit: int = 50, cursor: str | None = None) -> Page[OutletView]:
        """Return a page of outlets by domain, and by name where the domain is unknown."""
        with self._database.reading() as session:
            return article_rows.list_outlets(session, limit=limit, cursor=cursor)

    def load_outlets(self, seeds: Iterable[OutletWrite]) -> None:
        """Store the outlets of a newsroom's own list. Doing it again changes nothing."""
        listed = list(seeds)
        self._database.write(lambda s: article_rows.get_or_create_outlets(s, listed))

    def load_speakers(self, seeds: Iterable[SpeakerSeed]) -> None:
        """Store the speakers of a newsroom's own list. Doing it again changes nothing."""
        listed = list(seeds)
        self._database.write(lambda session: edit_speakers.load_speakers(session, listed))

    def recluster(self, *, everything: bool, batch: int) -> Iterator[Progress]:
        """Rebuild outdated quotes, or all, `batch` in a transaction, and yield how far it is."""
        return rebuild_outdated(self._database.writes, everything=everything, batch=batch)

    def _judge(self, work: Callable[[Session], UUID]) -> JudgementView:
        return self._database.write(lambda s: judgements.get_judgement(s, work(s)))
