"""Utterances across all outlets, and where each was printed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Spans, new_id


class Quote(Base):
    """One utterance across all outlets: the row that deduplication keeps.

    Which occurrences are one quote is told by their utterances. The row gives it an id that lasts:
    it belongs to the quote that its founder is in, and of several founders in one quote the eldest
    row stands for it.
    """

    __tablename__ = "quotes"
    __table_args__ = (
        Index(None, "first_seen", "id"),
        Index(None, "outlet_count", "first_seen", "id"),
        # Few rows have one. An index of nothing but nulls would look useless to SQLite's planner.
        Index(
            None,
            "successor_id",
            sqlite_where=sql("successor_id IS NOT NULL"),
            postgresql_where=sql("successor_id IS NOT NULL"),
        ),
        Index(None, "founder_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    founder_id: Mapped[UUID]
    """The occurrence that it was made for."""
    successor_id: Mapped[UUID | None]
    """The elder quote that its founder is part of now. Such a row holds no words; its id leads to
    the successor, and lives again when the two part."""
    words: Mapped[str]
    """Its normal words, a space before and after each: what a search looks through. Migration 0005
    indexes it, on each database in a way of its own."""
    judged: Mapped[bool]
    """True where a judgement names any of its occurrences."""

    # From here on: what the occurrences add up to, kept by `storage.quotes.settle`.
    text: Mapped[str]
    """The fullest wording seen."""
    kind: Mapped[str]
    first_seen: Mapped[datetime]
    """The earliest date among the articles that print it."""
    outlet_count: Mapped[int]
    occurrence_count: Mapped[int]


class QuoteSpeaker(Base):
    """Who is credited with a quote, by name: all of them for a joint statement, none unnamed."""

    __tablename__ = "quote_speakers"
    __table_args__ = (Index(None, "speaker_id", "quote_id"),)

    quote_id: Mapped[UUID] = mapped_column(
        ForeignKey("quotes.id", ondelete="CASCADE"), primary_key=True
    )
    speaker_id: Mapped[UUID] = mapped_column(ForeignKey("speakers.id"), primary_key=True)
    rival: Mapped[bool]
    """True for whom some outlets credit with it, and most or the surest do not."""


class Occurrence(Base):
    """A quote in one article, with the wording that this article printed."""

    __tablename__ = "occurrences"
    __table_args__ = (
        UniqueConstraint("article_id", "ordinal"),
        Index(None, "quote_id", "article_id"),
        Index(None, "quotation_id"),
        Index(None, "utterance_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    quote_id: Mapped[UUID] = mapped_column(ForeignKey("quotes.id"))
    """That of its utterance."""
    utterance_id: Mapped[int] = mapped_column(ForeignKey("utterances.id"))
    quotation_id: Mapped[UUID] = mapped_column(ForeignKey("quotations.id", ondelete="CASCADE"))
    article_id: Mapped[UUID] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"))
    ordinal: Mapped[int]
    text: Mapped[str]
    spans: Mapped[Spans]
