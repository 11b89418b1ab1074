"""Quotations: attributions found in articles, and their speakers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, SpanLists, Spans, new_id


class Quotation(Base):
    """One attribution in one article: content, cue and source, with their words."""

    __tablename__ = "quotations"
    __table_args__ = (UniqueConstraint("article_id", "ordinal"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    article_id: Mapped[UUID] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"))
    ordinal: Mapped[int]
    kind: Mapped[str]
    stance: Mapped[str]
    polarity: Mapped[str] = mapped_column(server_default="asserted")
    confidence: Mapped[float]
    content_text: Mapped[str]
    content_spans: Mapped[Spans]
    cue_text: Mapped[str | None]
    cue_spans: Mapped[Spans]
    source_text: Mapped[str | None]
    source_spans: Mapped[Spans]
    denied_spans: Mapped[SpanLists] = mapped_column(server_default=text("'[]'"))
    """The words of a denied quotation, which has no occurrences: the spans of each utterance."""

    as_read: Mapped[dict[str, Any] | None] = mapped_column(
        JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
    )
    """What was read, where an editor corrected it (`service.storage.tables.read_quotations`)."""

    # From here on: how the speaker was found in the article. Only a correction changes this.
    resolution_step: Mapped[str]
    resolution_confidence: Mapped[float]
    mention_text: Mapped[str | None]
    """The fullest name of the speakers, or a reference to them where no name is given."""
    mention_spans: Mapped[Spans]
    via_name: Mapped[str | None]
    """Who reported the words of another speaker, or None."""
    via_kind: Mapped[str | None]


class QuotationSpeaker(Base):
    """A speaker as the article names them. A joint statement has several rows."""

    __tablename__ = "quotation_speakers"
    __table_args__ = (
        Index(None, "name_key", "name", "kind"),
        Index(None, "surname", "alone", "title"),
    )

    quotation_id: Mapped[UUID] = mapped_column(
        ForeignKey("quotations.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    speaker_id: Mapped[UUID | None] = mapped_column(ForeignKey("speakers.id"), index=True)
    """None for an anonymous or unnamed speaker."""
    name: Mapped[str | None]
    kind: Mapped[str]

    # From here on: parts of the name (`speakers.names.printed_names`). None for an unnamed speaker.
    name_key: Mapped[str | None]
    """The name without titles, case and accents. The registry looks this up."""
    surname: Mapped[str | None]
    """A person's surname, in the same form."""
    alone: Mapped[bool]
    """True where a person's name is a single word. A surname alone may mean several people."""
    title: Mapped[str | None]
    """The title printed with the name ("foreign minister"), without "Mr" and the like."""
    gender: Mapped[str | None]
    """The gender that the titles imply."""

    description_text: Mapped[str | None]
    """Title, role and affiliation as the article prints them beside the name, or None."""
    description_spans: Mapped[Spans] = mapped_column(server_default=text("'[]'"))
