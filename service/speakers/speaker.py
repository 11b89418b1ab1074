"""The vocabulary of speakers: who stands behind a source, and why we believe it."""

from __future__ import annotations

from dataclasses import dataclass
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
    """A speaker within one article: the fullest name that the article prints."""

    name: str | None
    """None where the article gives no name ("critics", "a person familiar with the activity").
    An anonymous speaker may keep its description ("The keeper"); it is not a name."""
    kind: SpeakerKind


@dataclass(frozen=True, slots=True)
class Resolution:
    """Who said one quotation."""

    speakers: tuple[Speaker, ...]
    """Several for a joint statement; empty where nobody can be made out."""
    confidence: float
    step: str
    """The step that decided, in words a reader of the API understands ("surname", "pronoun")."""
    mention: Span | None
    """The mention that gave the name: where the speaker is named most fully."""
    via: Speaker | None = None
    """Who relayed the words, where somebody else spoke them."""
