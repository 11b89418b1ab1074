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
    """Who said one quotation, and on what evidence."""

    speakers: tuple[Speaker, ...]
    """Several for a joint statement; empty where nobody can be made out."""
    confidence: float
    """How sure; where nobody is named, how sure the best guess was."""
    step: str
    """The step that decided, in words a reader of the API understands ("name", "pronoun")."""
    mention: tuple[Span, ...]
    """Where the speakers are named most fully, or else what the source calls them: one span for
    each, in the order of the text. Empty where nothing in the text refers to anybody."""
    via: Speaker | None = None
    """Who relayed the words, where somebody else spoke them."""


UNRESOLVED = Resolution(speakers=(), confidence=0.0, step="unknown", mention=())
"""The resolution of a quotation whose speaker could not be looked for."""
