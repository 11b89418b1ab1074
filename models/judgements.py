"""What editors decided about speakers and quotes."""

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

    It names speakers by their keys and occurrences by their places, which outlive their rows, and
    holds no words of any article.
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
    """Of speakers `describe`, `merge`, `split`, `never_same`; of quotes `merge_quotes`,
    `split_quote`, `pin_quote`."""
    subject_key: Mapped[str | None] = mapped_column(String)
    """The speaker's key; None where it is about quotes."""
    subject_id: Mapped[UUID]
    """The speaker or quote, as it was named."""
    object_key: Mapped[str | None] = mapped_column(String)
    object_id: Mapped[UUID | None]
    changes: Mapped[dict[str, Any]] = mapped_column(JSON().with_variant(JSONB(), "postgresql"))
    """The fields that it sets, the names that it adds and removes."""
    editor: Mapped[str]
    reason: Mapped[str | None]
    created_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str | None]


class JudgementOccurrence(Base):
    """An occurrence that a judgement names, by what it is in itself: it may come in new rows.

    A split of a speaker moves it. Those of quotes belong to one side each: the occurrences of one
    side are one quote, those of two sides are not.
    """

    __tablename__ = "judgement_occurrences"
    __table_args__ = (Index(None, "article_key"), Index(None, "place"))

    judgement_id: Mapped[UUID] = mapped_column(
        ForeignKey("judgements.id", ondelete="CASCADE"), primary_key=True
    )
    place: Mapped[str] = mapped_column(String(32), primary_key=True)
    """A fingerprint of outlet, article and words."""
    name_key: Mapped[str] = mapped_column(String, primary_key=True)
    """The speaker's name in print; empty where it is about quotes."""
    side: Mapped[int]
    outlet_key: Mapped[str] = mapped_column(String)
    article_key: Mapped[str] = mapped_column(String)
