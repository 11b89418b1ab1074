"""Which rows a list holds, and in which order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

QuoteSort = Literal["newest", "oldest", "outlets", "origins", "relevance"]
"""The order of a list of quotes."""
ArticleSort = Literal["newest", "oldest"]
"""The order of a list of articles."""
SpeakerSort = Literal["name", "quotes"]
"""The order of a list of speakers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFilter:
    """Which articles. Dates are aware; `published_from` is included, `published_to` is not."""

    article_id: UUID | None = None
    """This article alone."""
    q: str | None = None
    """What title or text must hold, as `service.dedup.search_terms` reads it."""
    speaker_id: UUID | None = None
    """A speaker whom the article quotes."""
    outlet: str | None = None
    """A domain or a name."""
    story_id: UUID | None = None
    """A story: its id, or that of any of its articles."""
    published_from: datetime | None = None
    published_to: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteFilter:
    """Which quotes: all conditions must hold.

    Outlet, dates and stance must hold for the same occurrence of the quote.
    """

    q: str | None = None
    """What any wording must hold, as `service.dedup.search_terms` reads it."""
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
    min_origins: int | None = None
    disputed: bool | None = None
    """Whether some articles name another speaker."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerFilter:
    """Which speakers: all conditions must hold."""

    q: str | None = None
    """The beginning of a name or alias, or of a word in one."""
    kind: str | None = None
    provisional: bool | None = None
