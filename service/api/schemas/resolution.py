"""Resolutions: the evidence on which a speaker was named."""

from __future__ import annotations

from pydantic import Field

from service.api.schemas.base import Answer
from service.api.schemas.example_article import example_span_text
from service.api.schemas.span import Convert, SpanText, to_span_text, to_unstored_span_text
from service.speakers.speaker import Resolution as ReadResolution
from service.speakers.speaker import SpeakerKind
from service.storage.views import ResolutionView


class Relay(Answer):
    """Who passed on the words of another speaker: a newspaper that quotes an official, or a person
    who says what another person said.
    """

    example = {"name": "Coastal Radio", "kind": "organization"}

    name: str
    """The fullest name that the article prints."""
    kind: SpeakerKind


class Resolution(Answer):
    """The evidence in this article for who spoke. Other articles change `speakers`, and never this.
    Neither does an editor's decision about speakers. A correction of the quotation does.
    """

    example = {
        "step": "name",
        "confidence": 0.97,
        "mention": example_span_text("Ada Lindqvist"),
        "via": None,
    }

    step: str
    """The step that decided, which may be another word in a later version: `name` (the source
    names the speaker), `pronoun` ("she"), `role` ("the spokesman"), `relative` ("who"),
    `organization` ("the company"), `group` ("critics"), `document` ("the report"), `unnamed`
    ("one official"), `label` (the "A:" of an interview), `joint` (several speakers), `continuation`
    (the words go on with the speaker before), `lead` (a later paragraph names the role that speaks
    in the lead), `editor` (an editor named the speaker), or `unknown` (no speaker was found)."""
    confidence: float = Field(ge=0, le=1)
    """How likely the speaker is to be right, given the attribution. Where no speaker is answered,
    how likely the best guess was."""
    mention: SpanText | None
    """Where the article names the speaker most fully, once for each of several; where it gives
    no name, what it calls them ("she", "critics"). Null where nothing refers to a speaker, and for
    articles stored before evidence was kept."""
    via: Relay | None
    """Who passed the words on; null where they were not passed on."""


def to_resolution(resolution: ResolutionView, convert: Convert) -> Resolution:
    """Return the answer for the stored evidence, its spans converted."""
    return Resolution(
        step=resolution.step,
        confidence=resolution.confidence,
        mention=to_span_text(resolution.mention, convert) if resolution.mention else None,
        via=Relay.model_validate(resolution.via) if resolution.via else None,
    )


def to_unstored_resolution(resolution: ReadResolution, text: str, convert: Convert) -> Resolution:
    """Return the answer for the evidence in a text that is not stored."""
    via = resolution.via
    return Resolution(
        step=resolution.step,
        confidence=resolution.confidence,
        mention=(
            to_unstored_span_text(resolution.mention, text, convert) if resolution.mention else None
        ),
        via=Relay(name=via.name, kind=via.kind) if via and via.name else None,
    )
