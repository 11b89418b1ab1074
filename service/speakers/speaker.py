"""Speakers, and resolutions: which speaker said a quotation, and on what evidence."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from service.text.spans import Span


class SpeakerKind(StrEnum):
    """What a speaker is."""

    PERSON = "person"
    ORGANIZATION = "organization"
    GROUP = "group"
    ANONYMOUS = "anonymous"


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker within one article, with the most complete name that the article prints."""

    name: str | None
    """None where the article gives no name ("critics", "a person familiar with the activity").
    An anonymous speaker may keep its description ("The keeper"); it is not a name."""
    kind: SpeakerKind
    description: tuple[Span, ...] = field(default=(), compare=False)
    """The words beside one printing of the name that say who the speaker is: title, role,
    affiliation. Empty where the article prints none. Equal speakers may differ in it."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """Who said one quotation, and on what evidence."""

    speakers: tuple[Speaker, ...]
    """Several for a joint statement; empty where the speaker is unknown."""
    confidence: float
    """The probability that the speakers are right; where unknown, that of the best guess."""
    step: str
    """The step that decided, as the API names it: "name", "pronoun" and so on."""
    mention: tuple[Span, ...]
    """The spans of the speakers' full names, or else of the words that refer to them.

    One span for each speaker, in the order of the text. Empty where no words refer to a speaker."""
    via: Speaker | None = None
    """The speaker that passed on the words of another, if any."""


UNRESOLVED = Resolution(speakers=(), confidence=0.0, step="unknown", mention=())
"""The resolution of a quotation on which the resolver failed."""
