"""What a list can be narrowed to, and in which order it comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

QuoteSort = Literal["newest", "oldest", "outlets"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFilter:
    """Which articles. Dates are aware; `published_from` is included, `published_to` is not."""

    outlet: str | None = None
    """A domain or a name."""
    published_from: datetime | None = None
    published_to: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteFilter:
    """Which quotes: all that is given must hold.

    Outlet, dates and stance must hold for one and the same occurrence of the quote.
    """

    q: str | None = None
    """Words that must all occur in the quote, whole, in any order and case."""
    speaker: str | None = None
    """A speaker's name or alias."""
    speaker_id: UUID | None = None
    outlet: str | None = None
    """A domain or a name."""
    kind: str | None = None
    stance: str | None = "speech"
    """None for every stance."""
    published_from: datetime | None = None
    """Included."""
    published_to: datetime | None = None
    """Not included."""
    min_outlets: int | None = None
