"""What editors decided about speakers."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, new_id


class Judgement(Base):
    """One decision of an editor. It holds while `undone_at` is None.

    It names speakers by their keys, which outlive their rows, and holds no words of any article.
    """

    __tablename__ = "judgements"
    __table_args__ = (
        UniqueConstraint("number"),
        Index(None, "subject_key"),
        Index(None, "object_key"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[int]
    """Counts all judgements in their order: of two that disagree, the later one wins."""
    kind: Mapped[str]
    """`describe`, `merge`, `split` or `never_same`."""
    subject_key: Mapped[str] = mapped_column(String)
    subject_id: Mapped[UUID]
    object_key: Mapped[str | None] = mapped_column(String)
    object_id: Mapped[UUID | None]
    changes: Mapped[dict[str, Any]] = mapped_column(JSON().with_variant(JSONB(), "postgresql"))
    """The fields that it sets, the names that it adds and removes."""
    editor: Mapped[str]
    reason: Mapped[str | None]
    created_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str | None]


class JudgementMove(Base):
    """An occurrence that a split moved, by what it is in itself: it may come again in new rows."""

    __tablename__ = "judgement_moves"
    __table_args__ = (Index(None, "article_key"),)

    judgement_id: Mapped[UUID] = mapped_column(
        ForeignKey("judgements.id", ondelete="CASCADE"), primary_key=True
    )
    outlet_key: Mapped[str] = mapped_column(String, primary_key=True)
    article_key: Mapped[str] = mapped_column(String, primary_key=True)
    words: Mapped[str] = mapped_column(String, primary_key=True)
    """The fingerprint of the utterance, with the version of the normal form."""
    name_key: Mapped[str] = mapped_column(String, primary_key=True)
    """The speaker's name in print."""
