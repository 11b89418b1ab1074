"""Judgements: what editors decided about speakers and quotes."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ColumnElement, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, new_id

DESCRIBE, MERGE, SPLIT, NEVER_SAME = "describe", "merge", "split", "never_same"
"""Kinds of judgements about speakers."""

MERGE_QUOTES, SPLIT_QUOTE, PIN_QUOTE = "merge_quotes", "split_quote", "pin_quote"
OF_QUOTES = (MERGE_QUOTES, SPLIT_QUOTE, PIN_QUOTE)
"""Kinds of judgements about quotes."""

CORRECT = "correct_quotation"
"""The kind of judgements about one quotation of an article."""


class Judgement(Base):
    """One decision of an editor. It holds while `undone_at` is None.

    It names speakers and occurrences by keys that outlive their rows. It holds no words of any
    article.
    """

    __tablename__ = "judgements"
    __table_args__ = (
        UniqueConstraint("number"),
        Index(None, "subject_key"),
        Index(None, "object_key"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[int]
    """The place in the order of all judgements. Of two that disagree, the later one wins."""
    kind: Mapped[str]
    """One of the kinds above."""
    subject_key: Mapped[str | None] = mapped_column(String)
    """The speaker's key, or None for a judgement about quotes or a quotation."""
    subject_id: Mapped[UUID]
    """The id of the speaker, quote or article at the time of the judgement."""
    object_key: Mapped[str | None] = mapped_column(String)
    object_id: Mapped[UUID | None]
    changes: Mapped[dict[str, Any]] = mapped_column(JSON().with_variant(JSONB(), "postgresql"))
    """The fields that it sets, and the names that it adds and removes."""
    editor: Mapped[str]
    reason: Mapped[str | None]
    created_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str | None]


HOLDS: ColumnElement[bool] = Judgement.undone_at.is_(None)
"""The condition that a judgement was not undone."""


class JudgementOccurrence(Base):
    """An occurrence that a judgement names, by keys that outlive its row.

    A split of a speaker gives it to another speaker. In a judgement of quotes each occurrence has a
    side: those of one side must be linked, and those of two sides cannot be linked. A correction
    names one occurrence, as it was read.
    """

    __tablename__ = "judgement_occurrences"
    __table_args__ = (Index(None, "article_key"), Index(None, "place"))

    judgement_id: Mapped[UUID] = mapped_column(
        ForeignKey("judgements.id", ondelete="CASCADE"), primary_key=True
    )
    place: Mapped[str] = mapped_column(String(32), primary_key=True)
    """The occurrence's key: a hash of outlet, article and words."""
    name_key: Mapped[str] = mapped_column(String, primary_key=True)
    """The key of the speaker's printed name. Empty in any judgement but a split of a speaker."""
    side: Mapped[int]
    outlet_key: Mapped[str] = mapped_column(String)
    article_key: Mapped[str] = mapped_column(String)
