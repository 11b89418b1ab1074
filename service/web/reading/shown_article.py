"""What the page of an article shows: each quotation with its speaker, evidence and colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from service.api.schemas.quotation import DeniedQuotation, ExtractedQuotation, Quotation
from service.api.schemas.speaker import SpeakerRef
from service.extraction.quotation import Kind, Polarity
from service.text.document import read_document
from service.text.wrapped_lines import unwrap
from service.web.reading.chosen_words import parts_of
from service.web.reading.marks import MarkedParagraph, TextMark, mark_text
from service.web.reading.reasons import reason_for

AnyQuotation = Quotation | DeniedQuotation | ExtractedQuotation

SURE_FROM = 0.7
"""A quotation, or its speaker, below this probability looks unsure."""

HUES = 12
_UNKNOWN = "Speaker unknown"
_UNNAMED = "Not named"


@dataclass(frozen=True, slots=True)
class ShownUtterance:
    """Words of a quotation that deduplication compares, and where else they were printed."""

    text: str
    parts: str
    """The same, each span on a line of its own."""
    occurrence_id: UUID | None
    quote_id: UUID | None
    outlets: int | None
    articles: int | None
    origins: int | None


@dataclass(frozen=True, slots=True)
class ShownSpeaker:
    """A speaker of the article, in the colour of all quotations of theirs."""

    key: str
    name: str
    kind: str
    hue: int | None
    """None for a speaker who is not known: no two of them are the same."""
    id: UUID | None
    quotations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownQuotation:
    """One attribution of the article."""

    number: int
    kind: str
    speaker: ShownSpeaker
    speakers: str
    """All their names."""
    confidence: int
    """In percent, as that of the speaker."""
    speaker_confidence: int
    is_sure: bool
    is_denied: bool
    reason: str
    described: tuple[str, ...]
    """What the article prints beside the names of its speakers."""
    via: str | None
    utterances: tuple[ShownUtterance, ...]

    @property
    def looks(self) -> str:
        """The classes of its marks: the speaker's colour, and whether it is unsure or denied."""
        hue = "hue-none" if self.speaker.hue is None else f"hue-{self.speaker.hue}"
        unsure = "" if self.is_sure or self.is_denied else " unsure"
        return f"{hue}{unsure}{' denied' if self.is_denied else ''}"

    @property
    def initials(self) -> str:
        """Two letters for a margin that has no room for a name."""
        if self.speaker.hue is None:
            return "?"
        words = [word for word in self.speaker.name.split() if word[0].isalnum()]
        return "".join(word[0] for word in (words[:1] + words[1:][-1:]))


@dataclass(frozen=True, slots=True)
class ShownArticle:
    """An article as its page shows it."""

    paragraphs: tuple[MarkedParagraph, ...]
    quotations: tuple[ShownQuotation, ...]
    speakers: tuple[ShownSpeaker, ...]
    """The one with the most quotations first."""
    is_stored: bool

    @property
    def outline(self) -> str:
        """How much was found, in words."""
        quotes, people = len(self.quotations), len([one for one in self.speakers if one.name])
        return f"{_count(quotes, 'quotation')} by {_count(people, 'speaker')}"


def show_reading(
    text: str, quotations: Sequence[AnyQuotation], *, is_stored: bool = False
) -> ShownArticle:
    """Return what a page shows of a text and of the quotations that the API answers for it.

    Args:
        text: The text, in which the quotations' offsets count code points.
        quotations: As the API answers them: a mixed one once for each quoted span.
        is_stored: Whether they come from the store.
    """
    grouped: dict[object, list[AnyQuotation]] = {}
    for each in quotations:
        grouped.setdefault(_same_attribution(each), []).append(each)
    hues: dict[str, int] = {}
    marks: list[TextMark] = []
    shown = []
    for number, parts in enumerate(grouped.values(), start=1):
        marks += _marks_of(parts, number)
        shown.append(_show(parts, number, hues, text))
    return ShownArticle(
        paragraphs=tuple(mark_text(text, marks, is_wrapped=_is_wrapped(text))),
        quotations=tuple(shown),
        speakers=_speakers_of(shown),
        is_stored=is_stored,
    )


def _is_wrapped(text: str) -> bool:
    return unwrap(read_document(text, max_characters=len(text))) is not None


def _same_attribution(quotation: AnyQuotation) -> object:
    attribution = quotation.attribution
    parts = (attribution.content, attribution.cue, attribution.source)
    return (
        *(tuple((span.start, span.end) for span in part.spans) if part else () for part in parts),
        attribution.polarity,
    )


def _marks_of(parts: Sequence[AnyQuotation], number: int) -> list[TextMark]:
    attribution = parts[0].attribution
    named = {
        "content": attribution.content.spans,
        "cue": attribution.cue.spans if attribution.cue else [],
        "source": attribution.source.spans if attribution.source else [],
        "words": [span for part in parts if part.kind is not Kind.INDIRECT for span in part.spans],
    }
    return [
        TextMark(span.start, span.end, part, number)
        for part, spans in named.items()
        for span in spans
    ]


def _show(
    parts: Sequence[AnyQuotation], number: int, hues: dict[str, int], text: str
) -> ShownQuotation:
    first = parts[0]
    attribution, resolution = first.attribution, first.resolution
    is_sure = attribution.confidence >= SURE_FROM and (
        not first.speakers or resolution.confidence >= SURE_FROM
    )
    return ShownQuotation(
        number=number,
        kind=first.kind.value,
        speaker=_show_speaker(first.speaker, number, hues),
        speakers=" and ".join(each.name or _called(first) for each in first.speakers) or _UNKNOWN,
        confidence=round(attribution.confidence * 100),
        speaker_confidence=round(resolution.confidence * 100),
        is_sure=is_sure and first.speaker is not None,
        is_denied=attribution.polarity is Polarity.DENIED,
        reason=reason_for(first),
        described=tuple(
            ", ".join(text[span.start : span.end] for span in each.description.spans)
            for each in first.speakers
            if each.description
        ),
        via=resolution.via.name if resolution.via else None,
        utterances=tuple(_show_utterance(part, text) for part in parts),
    )


def _show_speaker(speaker: SpeakerRef | None, number: int, hues: dict[str, int]) -> ShownSpeaker:
    if speaker is None or speaker.name is None:
        name = _UNKNOWN if speaker is None else _UNNAMED
        kind = "" if speaker is None else speaker.kind.value
        return ShownSpeaker(f"unknown {number}", name, kind, None, None)
    key = str(speaker.id or speaker.name)
    hue = hues.setdefault(key, len(hues) % HUES)
    return ShownSpeaker(key, speaker.name, speaker.kind.value, hue, speaker.id)


def _called(quotation: AnyQuotation) -> str:
    """Return what the article calls a speaker without a name."""
    words = quotation.resolution.mention or quotation.attribution.source
    return f"“{words.text}”" if words else _UNNAMED


def _show_utterance(quotation: AnyQuotation, text: str) -> ShownUtterance:
    return ShownUtterance(
        text=quotation.text,
        parts="\n".join(parts_of(text, quotation.spans)),
        occurrence_id=quotation.id,
        quote_id=quotation.quote_id,
        outlets=quotation.outlet_count,
        articles=quotation.occurrence_count,
        origins=quotation.origin_count,
    )


def _speakers_of(quotations: Sequence[ShownQuotation]) -> tuple[ShownSpeaker, ...]:
    numbers: dict[str, list[int]] = {}
    known: dict[str, ShownSpeaker] = {}
    for each in quotations:
        if each.speaker.hue is not None:
            known.setdefault(each.speaker.key, each.speaker)
            numbers.setdefault(each.speaker.key, []).append(each.number)
    counted = [
        ShownSpeaker(key, one.name, one.kind, one.hue, one.id, tuple(numbers[key]))
        for key, one in known.items()
    ]
    return tuple(sorted(counted, key=lambda one: -len(one.quotations)))


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
