"""Quotes: utterances across all outlets, their speakers and their occurrences."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Spans, new_id


class Quote(Base):
    """One utterance across all outlets: a cluster of utterances, under an id that lasts.

    The id is tied to one occurrence, its anchor. Of several ids whose anchors are in one quote the
    oldest is the quote's, and the others redirect to it.
    """

    __tablename__ = "quotes"
    __table_args__ = (
        Index(None, "first_seen", "id"),
        Index(None, "outlet_count", "first_seen", "id"),
        Index(None, "origin_count", "first_seen", "id"),
        Index(None, "relevance", "first_seen", "id"),
        # Few rows have one. An index of nothing but nulls would look useless to SQLite's planner.
        Index(
            None,
            "successor_id",
            sqlite_where=sql("successor_id IS NOT NULL"),
            postgresql_where=sql("successor_id IS NOT NULL"),
        ),
        Index(None, "anchor_id"),
        # Few rows have one here either.
        Index(
            None,
            "home_id",
            sqlite_where=sql("home_id IS NOT NULL"),
            postgresql_where=sql("home_id IS NOT NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    anchor_id: Mapped[UUID]
    """The occurrence that the id is tied to."""
    home_id: Mapped[UUID | None]
    """The anchor before, where a split that holds made another one the anchor. Else None."""
    successor_id: Mapped[UUID | None]
    """The older quote that its anchor is in. Such a row holds no words and redirects to it, until
    the two quotes part."""
    words: Mapped[str]
    """Its normal words, each between two spaces. Searches read this column. Each database indexes
    it in its own way (`migrations.word_index`)."""
    judged: Mapped[bool]
    """True where a judgement names any of its occurrences."""

    # The columns below are derived from the occurrences (`service.storage.tables.quotes.refresh`).
    text: Mapped[str]
    """The fullest wording."""
    kind: Mapped[str]
    first_seen: Mapped[datetime]
    """The earliest date of its articles."""
    outlet_count: Mapped[int]
    origin_count: Mapped[int] = mapped_column(server_default="0")
    """The stories and single articles that print it."""
    occurrence_count: Mapped[int]
    relevance: Mapped[int] = mapped_column(server_default="0")
    """The higher, the earlier among quotes that hold the words of a search."""


class ListClock(Base):
    """How many times rows of a list changed their places. Its triggers count."""

    __tablename__ = "list_clocks"

    list: Mapped[str] = mapped_column(String, primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger)
    forgotten: Mapped[int] = mapped_column(BigInteger)
    """Cursors that are not younger than this number are refused."""


class QuoteOrder(Base):
    """What a quote was sorted by before a change. Triggers insert it, and delete the oldest."""

    __tablename__ = "quote_orders"
    __table_args__ = (Index(None, "quote_id", "number"),)

    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    """The number of the change, in the order of commits."""
    quote_id: Mapped[UUID] = mapped_column(ForeignKey("quotes.id", ondelete="CASCADE"))
    first_seen: Mapped[datetime]
    outlet_count: Mapped[int]
    relevance: Mapped[int]
    origin_count: Mapped[int] = mapped_column(server_default="0")


class QuoteSpeaker(Base):
    """A named speaker of a quote. A joint statement has several."""

    __tablename__ = "quote_speakers"
    __table_args__ = (
        Index(None, "speaker_id", "quote_id"),
        Index(
            "ix_quote_speakers_disputed",
            "quote_id",
            sqlite_where=sql("disputed = 1"),
            postgresql_where=sql("disputed"),
        ),
    )

    quote_id: Mapped[UUID] = mapped_column(
        ForeignKey("quotes.id", ondelete="CASCADE"), primary_key=True
    )
    speaker_id: Mapped[UUID] = mapped_column(ForeignKey("speakers.id"), primary_key=True)
    disputed: Mapped[bool]
    """True for a speaker whom some articles name, and most or the surest do not."""


class Occurrence(Base):
    """A quote in one article, in the wording that this article printed."""

    __tablename__ = "occurrences"
    __table_args__ = (
        UniqueConstraint("article_id", "ordinal"),
        Index(None, "quote_id", "article_id"),
        Index(None, "quotation_id"),
        Index(None, "utterance_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    quote_id: Mapped[UUID] = mapped_column(ForeignKey("quotes.id"))
    """The quote of its utterance."""
    utterance_id: Mapped[int] = mapped_column(ForeignKey("utterances.id"))
    quotation_id: Mapped[UUID] = mapped_column(ForeignKey("quotations.id", ondelete="CASCADE"))
    article_id: Mapped[UUID] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"))
    ordinal: Mapped[int]
    text: Mapped[str]
    spans: Mapped[Spans]
