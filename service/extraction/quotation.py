"""The vocabulary of extraction: what one reading of a text finds.

The terms are those of PARC and PolNeAR.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from service.text.document import Document
from service.text.spans import Span


class Kind(StrEnum):
    """How much of the content is verbatim."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"


class Stance(StrEnum):
    """What the cue says the source does: report, think or plan."""

    SPEECH = "speech"
    BELIEF = "belief"
    INTENTION = "intention"


class EntityLabel(StrEnum):
    """What a name names."""

    PERSON = "person"
    ORGANIZATION = "organization"
    LOCATION = "location"
    MISC = "misc"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words between a pair of quotation marks, within one paragraph."""

    inner: Span
    """What stands between the marks, the marks left out."""
    outer: Span
    """The same with its marks."""
    depth: int
    """0 for a stretch inside no other, 1 for a quotation within a quotation, and so on."""
    closed: bool
    """False where no closing mark was found, and the stretch runs to the paragraph's end."""
    continues: bool
    """True where it goes on what an unclosed stretch of the paragraph before began."""


@dataclass(frozen=True, slots=True)
class NamedEntity:
    """A name in the text."""

    span: Span
    label: EntityLabel


@dataclass(frozen=True, slots=True)
class Attribution:
    """What an engine finds: the spans alone, as yet without a kind."""

    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    source: tuple[Span, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Reading:
    """All that an engine finds in one document."""

    attributions: tuple[Attribution, ...]
    entities: tuple[NamedEntity, ...]
    broken: tuple[Span, ...] = ()
    """Paragraphs on which the engine failed."""


class Reader(Protocol):
    """An engine: paragraphs in, attributions and entities out."""

    def read(self, document: Document, stretches: Sequence[Stretch]) -> Reading:
        """A document and its stretches -> attributions and entities, in the order of the text.

        Reads the paragraphs of the document and nothing between them. A paragraph on which the
        engine fails is left out; the others are read all the same.
        """
        ...


@dataclass(frozen=True, slots=True)
class Quotation:
    """An attribution found in one text, with what its marks and its cue say about it."""

    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    source: tuple[Span, ...]
    kind: Kind
    stance: Stance
    confidence: float
    utterances: tuple[tuple[Span, ...], ...]
    """What deduplication works on, each the spans of its words without marks: all parts of a direct
    quotation together, each quoted stretch of a mixed one alone, the content of an indirect one."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """The result of the pipeline for one document: quotations in the order of the text."""

    document: Document
    quotations: tuple[Quotation, ...]
    entities: tuple[NamedEntity, ...]
    broken: tuple[Span, ...] = ()
    """Paragraphs that could not be read."""
