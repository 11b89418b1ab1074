"""The types of extraction: quotations, attributions, names and quoted spans.

The terms are those of PARC and PolNeAR.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from service.text.document import Document
from service.text.spans import Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Kind(StrEnum):
    """How much of the content is verbatim."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"


class Stance(StrEnum):
    """What the source does, by the words of the cue: report, think or plan."""

    SPEECH = "speech"
    BELIEF = "belief"
    INTENTION = "intention"


class Polarity(StrEnum):
    """Whether the text says that the words were said."""

    ASSERTED = "asserted"
    DENIED = "denied"
    """They were not, or it is not known: "never said", "if she says", "a fake leaflet"."""


class EntityLabel(StrEnum):
    """What a name names."""

    PERSON = "person"
    ORGANIZATION = "organization"
    LOCATION = "location"
    MISC = "misc"


@dataclass(frozen=True, slots=True)
class QuotedSpan:
    """The text between a pair of quotation marks, within one paragraph."""

    inner: Span
    """The text without its marks."""
    outer: Span
    """The text with its marks."""
    depth: int
    """0 for the outermost, 1 for a quotation within a quotation, and so on."""
    closed: bool
    """False if there is no closing mark: the span then ends with its paragraph."""
    continues: bool
    """True if it continues an unclosed quoted span of the paragraph before."""


@dataclass(frozen=True, slots=True)
class NamedEntity:
    """A name in the text."""

    span: Span
    label: EntityLabel


@dataclass(frozen=True, slots=True)
class Attribution:
    """An attribution as an engine finds it: its spans, without a kind."""

    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    source: tuple[Span, ...]
    confidence: float
    polarity: Polarity = Polarity.ASSERTED


class ContextVectors(Protocol):
    """What an engine's encoder knows of words in their context, as vectors."""

    def vector(self, span: Span) -> NDArray[np.float32] | None:
        """Return the mean vector of the pieces of a span; None where the engine read none of it."""
        ...


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that an engine finds in one document."""

    attributions: tuple[Attribution, ...]
    entities: tuple[NamedEntity, ...]
    broken: tuple[Span, ...] = ()
    """Paragraphs on which the engine failed."""
    vectors: ContextVectors | None = field(default=None, compare=False, repr=False)
    """None for an engine without an encoder, or one that failed on the whole."""


class Reader(Protocol):
    """An engine: it finds attributions and names in paragraphs."""

    def read(self, document: Document, quoted_spans: Sequence[QuotedSpan]) -> Reading:
        """Return the attributions and names of the document, in the order of the text.

        Reads the paragraphs of the document and nothing between them. If the engine fails on a
        paragraph, it leaves that one out and reads the others.
        """
        ...


@dataclass(frozen=True, slots=True)
class Quotation:
    """An attribution with its kind, its stance and its utterances."""

    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    source: tuple[Span, ...]
    kind: Kind
    stance: Stance
    confidence: float
    utterances: tuple[tuple[Span, ...], ...]
    """The words that deduplication compares, without marks.

    A direct quotation has one utterance of all its parts. A mixed one has an utterance for each
    quoted span. An indirect one has its content.
    """
    polarity: Polarity = Polarity.ASSERTED
    """Denied words are answered, and never stored as an utterance."""
    statement: float = 1.0
    """The probability that this is a statement at all. Only an indirect quotation has less."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """The result of the pipeline for one document: quotations in the order of the text."""

    document: Document
    quotations: tuple[Quotation, ...]
    entities: tuple[NamedEntity, ...]
    broken: tuple[Span, ...] = ()
    """Paragraphs that could not be read."""
    quoted_spans: tuple[QuotedSpan, ...] = ()
    """All text between quotation marks, in the order of the text, quotation or not."""
    vectors: ContextVectors | None = field(default=None, compare=False, repr=False)
    """The vectors of the engine's encoder. They are large, so the next step uses and drops them."""
