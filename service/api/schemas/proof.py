"""A draft and its sources, and the verdict on each quotation of the draft."""

from __future__ import annotations

from typing import Self
from uuid import UUID

from pydantic import ConfigDict, Field, StrictBool, model_validator
from pydantic_core import PydanticCustomError

from service.api.schemas.base import Answer, Submission, Text
from service.api.schemas.example_article import QUOTED_WORDS, TEXT, example_span
from service.api.schemas.quotation import ExtractedAttribution
from service.api.schemas.span import Difference, Excerpt, Span
from service.api.schemas.speaker import SpeakerRef
from service.extraction.quotation import Kind
from service.proofs.cuts import CutPlace, Lost
from service.proofs.findings import ProofVerdict
from service.proofs.notes import NoteKind
from service.proofs.source_text import Voice

MOST_SOURCES = 50
_MOST_NAME = 300
_TRANSCRIPT = "[0:12] ADA LINDQVIST: Well, who pays for the pier? Not the town."


class ProofDraft(Submission):
    """A draft to proof."""

    example = {"text": TEXT}

    text: Text = Field(min_length=1)
    """The draft. All offsets of its quotations count into this exact text."""


class ProofSource(Submission):
    """What the draft is compared with: exactly one of a `text` and an `article_id`.

    A text is a transcript, a release, notes or wire copy; an id is that of a stored article.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "not": {
                "anyOf": [
                    {
                        "properties": {
                            "article_id": {"type": "null"},
                            "text": {"type": "null"},
                        }
                    },
                    {
                        "required": ["article_id", "text"],
                        "properties": {
                            "article_id": {"type": "string"},
                            "text": {"type": "string"},
                        },
                    },
                ]
            }
        }
    )
    example = {"name": "Interview on Monday", "text": _TRANSCRIPT}

    name: Text | None = Field(default=None, max_length=_MOST_NAME)
    """What the newsroom calls it. It is not read."""
    text: Text | None = Field(default=None, min_length=1)
    """The text. Labels of speakers ("QUILL:", "Q.") and times ("[0:12]") of a transcript are read.
    """
    article_id: UUID | None = None
    """The id of a stored article, as in `GET /v1/articles/{article_id}`."""

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if (self.text is None) == (self.article_id is None):
            raise PydanticCustomError("one_source", "")
        return self


class ProofIn(Submission):
    """A draft, and the sources with which it is compared."""

    example = {
        "draft": ProofDraft.example,
        "sources": [ProofSource.example],
        "use_store": False,
    }

    draft: ProofDraft
    sources: list[ProofSource] = Field(default=[], max_length=MOST_SOURCES)
    """The sources. Their order changes no verdict."""
    use_store: StrictBool = False
    """Whether stored articles that print such words are sources, too."""


class ProofCut(Answer):
    """Words of the source that the draft leaves out."""

    example = {"start": 38, "end": 50, "text": "for the pier", "place": "end", "drops": []}

    start: int = Field(ge=0)
    """Where they begin in the source."""
    end: int = Field(ge=0)
    """Where they end in the source: the first position that no longer belongs to them."""
    text: str
    """The words as the source prints them."""
    place: CutPlace
    """Where the draft cuts: inside of its words, or the `start` or `end` of a sentence."""
    drops: list[Lost]
    """What is dropped that may change what was said: a `negation`, a `condition`, a `number`."""


class ProofEvidence(Answer):
    """A passage of a source on which a verdict rests."""

    example = {
        "source": 0,
        "article_id": None,
        "text": "who pays for the pier",
        "span": {"start": 28, "end": 49},
        "sentence": {
            "start": 22,
            "end": 50,
            "text": "Well, who pays for the pier?",
        },
        "draft_spans": [example_span(QUOTED_WORDS[:-1])],
        "similarity": 1.0,
        "alignment": [],
        "cuts": [],
        "voice": "turn",
        "speaker": {"id": None, "name": "ADA LINDQVIST", "kind": "person"},
        "speakers": [{"id": None, "name": "ADA LINDQVIST", "kind": "person"}],
        "time": "0:12",
    }

    source: int | None
    """The place of the source in the request, counted from 0; null for an article that the store
    found (`use_store`)."""
    article_id: UUID | None
    """The stored article; null where the source came as text."""
    text: str
    """The words of the passage as the source prints them."""
    span: Span
    """Where the passage stands in the source."""
    sentence: Excerpt
    """The sentences around the passage, with their place in the source. Of very long ones, what is
    within 1,000 characters of the passage."""
    draft_spans: list[Span]
    """The words of the draft that the passage explains: all, or a part of a splice."""
    similarity: float = Field(ge=0, le=1)
    """The share of these words that the passage has. Rare words count more than common ones."""
    alignment: list[Difference]
    """How the draft's words differ from the passage, in order. `printed` points into the `text` of
    the quotation, `full` into the `text` of the passage. Empty for a paraphrase."""
    cuts: list[ProofCut]
    """What the draft leaves out of the passage and of the sentences that it begins and ends in."""
    voice: Voice
    """Whose words the passage is made of: a speaker's `turn` in a transcript, words that the source
    has `quoted` in marks, a `paraphrase` of the source, its `narration` (the outlet's own words),
    or a `document` without labels and quotations (its author's own words)."""
    speaker: SpeakerRef | None
    """The first of `speakers`; null where the source does not say who speaks."""
    speakers: list[SpeakerRef]
    """Who says the passage, by the source."""
    time: str | None
    """The last time that a transcript prints before the passage, as printed."""


class ProofQuotation(Answer):
    """A quotation of the draft, and the verdict on it."""

    example = {
        "kind": "direct",
        "text": QUOTED_WORDS,
        "spans": [Span.example],
        "attribution": ExtractedAttribution.example,
        "speaker": {**SpeakerRef.example, "id": None},
        "speakers": [{**SpeakerRef.example, "id": None}],
        "verdict": "verbatim",
        "evidence": [ProofEvidence.example],
    }

    kind: Kind
    text: str
    """The words as the draft prints them, without quotation marks; the paraphrase where it is
    indirect."""
    spans: list[Span] = Field(min_length=1)
    """Where those words stand in the draft."""
    attribution: ExtractedAttribution
    """Its confidence is 0 for words in marks that no clause credits to a speaker."""
    speaker: SpeakerRef | None
    """The first of `speakers`; null where the draft does not say who spoke."""
    speakers: list[SpeakerRef]
    """Who said it, by the draft."""
    verdict: ProofVerdict
    """`verbatim`: the words stand in a source side by side. `trimmed`: words are left out, and none
    are added. `altered`: words are changed or added. `spliced`: two places are joined as one.
    `paraphrased`: indirect speech; the evidence is the nearest passage, and no promise.
    `other_speaker`: the words are there, said by somebody else. `not_found`: no source has them."""
    evidence: list[ProofEvidence]
    """The passages, in the order of the draft's words. For `not_found` the nearest one, if any."""


class ProofNote(Answer):
    """A question of the copy desk about the draft."""

    example = {"kind": "surname_only", "span": example_span("Ada Lindqvist"), "related": None}

    kind: NoteKind
    """`unattributed`: words in marks without a speaker. `anonymous_without_reason`: a source that
    has no name, and no reason why. `surname_only`: a speaker who is never named more fully.
    `two_speakers`: the same words are credited to two. `repeated`: the same words come twice."""
    span: Span
    """The words of the draft that it is about."""
    related: Span | None
    """The first of two quotations with the same words."""


class DraftProof(Answer):
    """A verdict on each quotation of a draft."""

    example = {"quotations": [ProofQuotation.example], "notes": [], "unread": []}

    quotations: list[ProofQuotation]
    """The quotations of the draft, in the order of its text."""
    notes: list[ProofNote]
    """What a copy desk asks about the draft, in the order of its text."""
    unread: list[Span]
    """Paragraphs of the draft on which the engine failed: their quotations are not proofed."""
