"""Utterances across all outlets, and where each was printed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Spans, new_id


class Quote(Base):
    """One utterance: the row that deduplication keeps.

    The unique constraint is what makes it one: parallel writers of the same words by the same
    speaker meet in the same row.
    """

    __tablename__ = "quotes"
    __table_args__ = (
        UniqueConstraint("normal_version", "normal_hash", "speaker_key"),
        Index(None, "first_seen", "id"),
        Index(None, "outlet_count", "first_seen", "id"),
        Index(None, "successor_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    normal_version: Mapped[int]
    normal_hash: Mapped[str] = mapped_column(String)
    speaker_key: Mapped[str] = mapped_column(String)
    successor_id: Mapped[UUID | None]
    """The quote that took all its occurrences when their speaker became another one. Such a row
    holds no words; it keeps its id, which leads to the successor, and lives again when undone."""
    words: Mapped[str]
    """Its words in normal form, a space before and after each: what a search looks through."""

    # From here on: what the occurrences add up to, kept by `storage.quotes.settle`.
    text: Mapped[str]
    """The fullest wording seen."""
    kind: Mapped[str]
    first_seen: Mapped[datetime]
    """The earliest date among the articles that print it."""
    outlet_count: Mapped[int]
    occurrence_count: Mapped[int]


class QuoteSpeaker(Base):
    """Who said a quote, by name: all of them for a joint statement, no row for the unnamed."""

    __tablename__ = "quote_speakers"
    __table_args__ = (Index(None, "speaker_id", "quote_id"),)

    quote_id: Mapped[UUID] = mapped_column(
        ForeignKey("quotes.id", ondelete="CASCADE"), primary_key=True
    )
    speaker_id: Mapped[UUID] = mapped_column(ForeignKey("speakers.id"), primary_key=True)


class Occurrence(Base):
    """A quote in one article, with the wording that this article printed."""

    __tablename__ = "occurrences"
    __table_args__ = (
        UniqueConstraint("article_id", "ordinal"),
        Index(None, "quote_id", "article_id"),
        Index(None, "quotation_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    quote_id: Mapped[UUID] = mapped_column(ForeignKey("quotes.id"))
    quotation_id: Mapped[UUID] = mapped_column(ForeignKey("quotations.id", ondelete="CASCADE"))
    article_id: Mapped[UUID] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"))
    ordinal: Mapped[int]
    text: Mapped[str]
    spans: Mapped[Spans]
    match: Mapped[str]
    """How it met its quote when it arrived."""
    similarity: Mapped[float]
