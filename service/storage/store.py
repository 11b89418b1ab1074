"""Storage as the API and the command line see it: one transaction a call."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from service.storage.db import locks
from service.storage.db.engine import check_ready, open_engine, reading, write
from service.storage.filters import ArticleFilter, QuoteFilter, QuoteSort
from service.storage.inputs import OutletWrite, Ruling, SpeakerChange, SpeakerSeed
from service.storage.reads import match, quotes, speakers
from service.storage.tables import articles, judgements, outlets
from service.storage.tables.decisions import OF_QUOTES
from service.storage.views import (
    ArticleRef,
    ArticleView,
    JudgementView,
    MatchView,
    OutletView,
    Page,
    QuoteDetail,
    QuoteView,
    SpeakerView,
)
from service.storage.writes import edit_quotes, edit_speakers, removal

ALL_ARTICLES = ArticleFilter()
SPOKEN_QUOTES = QuoteFilter()


class Store:
    """All that is stored. Safe to share between threads; each call is a transaction of its own.

    A judgement raises `NotFound`, `Superseded` or `Conflict` where it cannot be.

    Every method may raise `NotReady` where the database does not answer, `get_...` and `delete_...`
    raise `NotFound`, and `list_...` raises `InvalidCursor` for a cursor of another list or filter.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @classmethod
    def open(cls, database_url: str) -> Store:
        """A database URL -> a store on it. The tables must be there: see `migrate.upgrade`."""
        return cls(open_engine(database_url))

    def close(self) -> None:
        """Close the connections."""
        self.engine.dispose()

    def ping(self) -> None:
        """Nothing -> nothing, or `NotReady` where the database or its tables are not there."""
        check_ready(self.engine)

    def get_article(self, article_id: UUID) -> ArticleView:
        """An article's id -> the article with its text and all that was found in it."""
        with reading(self.engine) as session:
            return articles.get_view(session, article_id)

    def delete_article(self, article_id: UUID) -> None:
        """An article's id -> it is gone, with the quotes and speakers that nothing else holds."""

        def work(session: Session) -> None:
            removal.delete_article(session, article_id)

        write(self.engine, work)

    def list_articles(
        self, where: ArticleFilter = ALL_ARTICLES, *, limit: int = 50, cursor: str | None = None
    ) -> Page[ArticleRef]:
        """A filter -> articles, latest date first."""
        with reading(self.engine) as session:
            return articles.list_page(session, where, limit=limit, cursor=cursor)

    def list_quotes(
        self,
        where: QuoteFilter = SPOKEN_QUOTES,
        *,
        sort: QuoteSort = "newest",
        limit: int = 50,
        cursor: str | None = None,
    ) -> Page[QuoteView]:
        """A filter -> quotes: by the date first seen, or those at most outlets first."""
        with reading(self.engine) as session:
            return quotes.list_page(session, where, sort=sort, limit=limit, cursor=cursor)

    def get_quote(self, quote_id: UUID, *, with_texts: bool = False) -> QuoteDetail:
        """A quote's id -> the quote and where it was printed, earliest date first.

        Raises:
            Superseded: it is one with another quote now.
        """
        with reading(self.engine) as session:
            return quotes.get_detail(session, quote_id, with_texts=with_texts)

    def match_quotes(
        self,
        words: str,
        *,
        speaker: str | None = None,
        published: date | None = None,
        limit: int = 10,
    ) -> tuple[MatchView, ...]:
        """Words, who is said to have said them, and when -> the quotes that they met, best first.

        Stores nothing, and knows words by what they say: see `service.dedup.lenient_match`.
        """
        with reading(self.engine) as session:
            return match.match(session, words, speaker=speaker, published=published, limit=limit)

    def list_speakers(
        self, *, q: str | None = None, limit: int = 50, cursor: str | None = None
    ) -> Page[SpeakerView]:
        """The beginning of a word of a name or alias -> speakers by name; without one, all."""
        with reading(self.engine) as session:
            return speakers.list_page(session, q=q, limit=limit, cursor=cursor)

    def get_speaker(self, speaker_id: UUID) -> SpeakerView:
        """A speaker's id -> the speaker, or `Superseded` with the id of who it is now."""
        with reading(self.engine) as session:
            return speakers.get_view(session, speaker_id)

    def require_speaker(self, speaker_id: UUID) -> None:
        """A speaker's id -> nothing; `NotFound`, or `Superseded` with the id of who it is now."""
        with reading(self.engine) as session:
            speakers.require(session, speaker_id)

    def describe_speaker(
        self, speaker_id: UUID, change: SpeakerChange, ruling: Ruling
    ) -> JudgementView:
        """A speaker's id and what to change -> the judgement, stored with all that follows."""
        return self._judge(lambda s: edit_speakers.describe(s, speaker_id, change, ruling))

    def merge_speakers(self, kept_id: UUID, other_id: UUID, ruling: Ruling) -> JudgementView:
        """Two speakers' ids -> the judgement; the second is the first from now on."""
        return self._judge(lambda s: edit_speakers.merge(s, kept_id, other_id, ruling))

    def split_speaker(
        self,
        speaker_id: UUID,
        occurrence_ids: Collection[UUID],
        ruling: Ruling,
        *,
        to_id: UUID | None = None,
        name: str | None = None,
    ) -> JudgementView:
        """A speaker's id and some occurrences -> the judgement; they are another speaker's now."""
        return self._judge(
            lambda s: edit_speakers.split(
                s, speaker_id, occurrence_ids, ruling, to_id=to_id, name=name
            )
        )

    def keep_apart(self, speaker_id: UUID, other_id: UUID, ruling: Ruling) -> JudgementView:
        """Two speakers' ids -> the judgement; nothing makes them one while it holds."""
        return self._judge(lambda s: edit_speakers.never_same(s, speaker_id, other_id, ruling))

    def merge_quotes(self, kept_id: UUID, other_id: UUID, ruling: Ruling) -> JudgementView:
        """Two quotes' ids -> the judgement; they are one from now on."""
        return self._judge(lambda s: edit_quotes.merge(s, kept_id, other_id, ruling))

    def split_quote(
        self, quote_id: UUID, occurrence_ids: Collection[UUID], ruling: Ruling
    ) -> JudgementView:
        """A quote's id and some occurrences -> the judgement; they are another quote now."""
        return self._judge(lambda s: edit_quotes.split(s, quote_id, occurrence_ids, ruling))

    def pin_quote(self, quote_id: UUID, ruling: Ruling) -> JudgementView:
        """A quote's id -> the judgement; its occurrences stay one quote, whatever rules say."""
        return self._judge(lambda s: edit_quotes.pin(s, quote_id, ruling))

    def undo_judgement(self, judgement_id: UUID, ruling: Ruling) -> JudgementView:
        """A judgement's id -> the judgement, which no longer holds."""

        def work(session: Session) -> UUID:
            locks.lock_registry_exclusive(session)
            judgement = judgements.undo(session, judgement_id, ruling)
            of = edit_quotes if judgement.kind in OF_QUOTES else edit_speakers
            of.follow_undone(session, judgement)
            return judgement_id

        return self._judge(work)

    def get_judgement(self, judgement_id: UUID) -> JudgementView:
        """A judgement's id -> the judgement."""
        with reading(self.engine) as session:
            return judgements.get_view(session, judgement_id)

    def list_judgements(
        self,
        *,
        speaker_id: UUID | None = None,
        quote_id: UUID | None = None,
        limit: int = 50,
        cursor: str | None = None,
    ) -> Page[JudgementView]:
        """A speaker's or a quote's id, or None for all -> judgements, the latest first."""
        with reading(self.engine) as session:
            return judgements.list_page(
                session, speaker_id=speaker_id, quote_id=quote_id, limit=limit, cursor=cursor
            )

    def _judge(self, work: Callable[[Session], UUID]) -> JudgementView:
        def judged(session: Session) -> JudgementView:
            return judgements.get_view(session, work(session))

        return write(self.engine, judged)

    def list_outlets(self, *, limit: int = 50, cursor: str | None = None) -> Page[OutletView]:
        """Nothing -> outlets by domain, those known by name alone among them."""
        with reading(self.engine) as session:
            return outlets.list_page(session, limit=limit, cursor=cursor)

    def load_outlets(self, seeds: Iterable[OutletWrite]) -> None:
        """Outlets of a newsroom's own list -> they are stored. Doing it again changes nothing."""
        listed = tuple(seeds)

        def work(session: Session) -> None:
            for seed in sorted(listed, key=lambda seed: seed.key):
                outlets.hold(session, seed)

        write(self.engine, work)

    def load_speakers(self, seeds: Iterable[SpeakerSeed]) -> None:
        """Speakers of a newsroom's own list -> stored for good. Doing it again changes nothing."""
        listed = list(seeds)

        def work(session: Session) -> None:
            edit_speakers.list_speakers(session, listed)

        write(self.engine, work)
