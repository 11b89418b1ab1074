"""Attributions found in articles."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Spans, new_id


class Quotation(Base):
    """One attribution in one article: content, cue and source, with the words that stand there."""

    __tablename__ = "quotations"
    __table_args__ = (UniqueConstraint("article_id", "ordinal"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    article_id: Mapped[UUID] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"))
    ordinal: Mapped[int]
    kind: Mapped[str]
    stance: Mapped[str]
    confidence: Mapped[float]
    content_text: Mapped[str]
    content_spans: Mapped[Spans]
    cue_text: Mapped[str | None]
    cue_spans: Mapped[Spans]
    source_text: Mapped[str | None]
    source_spans: Mapped[Spans]

    # From here on: how the article itself told who spoke, whatever editors made of it since.
    resolution_step: Mapped[str]
    resolution_confidence: Mapped[float]
    mention_text: Mapped[str | None]
    """What names the speakers most fully, or refers to them where nobody is named."""
    mention_spans: Mapped[Spans]
    via_name: Mapped[str | None]
    """Who passed on words that somebody else spoke; None where nobody did."""
    via_kind: Mapped[str | None]


class QuotationSpeaker(Base):
    """Who spoke, as the article names them; several rows for a joint statement."""

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

    # From here on: what `storage.printed` reads out of the name. None for who gets no row.
    name_key: Mapped[str | None]
    """The name without titles, case and accents: what the registry looks up."""
    surname: Mapped[str | None]
    """A person's surname, in the same form."""
    alone: Mapped[bool]
    """True where a person's name is a single word: a surname alone names nobody for sure."""
    title: Mapped[str | None]
    """The title printed with the name ("foreign minister"), without "Mr" and the like."""
    gender: Mapped[str | None]
    """What the titles tell."""
