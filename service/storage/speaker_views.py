"""What storage returns of one speaker: the profile, and what articles print beside the name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from service.storage.views import SpeakerView


@dataclass(frozen=True, slots=True)
class DescriptionView:
    """What articles print beside a speaker's name, and from when to when they do."""

    text: str
    first_printed: datetime
    last_printed: datetime
    article_count: int
    article_ids: tuple[UUID, ...]
    """The latest articles that print it, the last one first."""


@dataclass(frozen=True, slots=True)
class DescribedSpeaker(SpeakerView):
    """A speaker with the descriptions that articles print."""

    descriptions: tuple[DescriptionView, ...]
    """The one that was printed last comes first."""
