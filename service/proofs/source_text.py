"""A source of a proof: its text, and who says which words of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from service.extraction.quotation import Kind
from service.proofs.labels import (
    Timestamp,
    TurnLabel,
    find_labels,
    find_timestamps,
    turns_of,
)
from service.proofs.patterns import FIRST_PERSON, SIGN_OFF, STAGE_DIRECTION
from service.speakers.article_reader import ReadArticle
from service.speakers.speaker import Speaker, SpeakerKind
from service.text.document import Document
from service.text.spans import Span

_FEWEST_FIRST_PERSON = 2
_FEWEST_NESTED = 4
"""Fewer words in marks within a turn are a phrase of its speaker, and no quotation."""


class Voice(StrEnum):
    """Whose words a passage of a source is made of."""

    TURN = "turn"
    """A turn of a transcript, or a letter: its speaker's own words."""
    QUOTED = "quoted"
    """Words in quotation marks."""
    PARAPHRASE = "paraphrase"
    """Indirect speech: what somebody said, in words of the outlet."""
    NARRATION = "narration"
    """Words of an article without a speaker: the outlet's own."""
    DOCUMENT = "document"
    """Words of a text without labels and quotations: its author's own."""


@dataclass(frozen=True, slots=True)
class SourceSpeaker:
    """Who says words of a source. The id is that of a stored speaker."""

    name: str | None
    kind: SpeakerKind
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """Words of a source that one speaker, or several together, said."""

    spans: tuple[Span, ...]
    voice: Voice
    speakers: tuple[SourceSpeaker, ...] = ()
    printed: str = ""
    """The label or the source as the text prints it: "MR. QUILL", "the mayor"."""


@dataclass(frozen=True, slots=True)
class SourceText:
    """A text with which a draft is compared."""

    text: str
    statements: tuple[Statement, ...]
    own_voice: Statement
    """Who says the words outside of all statements."""
    hidden: tuple[Span, ...] = ()
    """What no speaker said: labels, times, "(Applause.)". In order, none overlapping."""
    timestamps: tuple[Timestamp, ...] = ()
    number: int | None = None
    """The place among the sources of the request; None for an article that the store found."""
    article_id: UUID | None = None
    labels: frozenset[str] = field(default=frozenset(), compare=False)
    """The names that label turns."""


def read_source(article: ReadArticle, *, number: int | None = None) -> SourceText:
    """Return a text that was read as a source."""
    extraction = article.extraction
    document = extraction.document
    inner = [quoted.inner for quoted in extraction.quoted_spans]
    found = []
    for quotation, resolution in zip(extraction.quotations, article.resolutions, strict=True):
        voice, spans = Voice.PARAPHRASE, quotation.content
        if quotation.kind is not Kind.INDIRECT:
            spans = tuple(span for utterance in quotation.utterances for span in utterance)
            in_marks = all(any(marks.contains(span) for marks in inner) for span in spans)
            voice = Voice.QUOTED if in_marks else Voice.TURN
        printed = " ".join(span.of(document.text) for span in quotation.source)
        speakers = tuple(map(to_source_speaker, resolution.speakers))
        found.append(Statement(spans, voice, speakers, printed))
    reported = any(
        each.voice is Voice.QUOTED and quotation.cue
        for each, quotation in zip(found, extraction.quotations, strict=True)
    )
    return build_source(document, found, inner, reported=reported, number=number)


def build_source(
    document: Document,
    found: Sequence[Statement],
    inner: Sequence[Span],
    *,
    reported: bool,
    number: int | None = None,
    article_id: UUID | None = None,
) -> SourceText:
    """Return the source of a text whose quotations are known.

    Args:
        document: The text and its paragraphs.
        found: Its quotations.
        inner: The spans between quotation marks.
        reported: Whether a clause reports a quotation in marks, as in an article.
        number: The place among the sources of a request.
        article_id: The id of a stored article.
    """
    text = document.text
    labels = find_labels(document)
    if len(labels) == 1 and reported:
        labels = ()  # The headline of an article: "Mayor: pier stays open".
    turns = _turn_statements(document, labels, found) if labels else []
    stamps = find_timestamps(text)
    hidden = _merged(
        [label.whole for label in labels]
        + [stamp.span for stamp in stamps]
        + [Span(*match.span()) for match in STAGE_DIRECTION.finditer(text)]
    )
    covered = {span for each in found for span in each.spans}
    bare = [
        span
        for span in inner
        if span not in covered and (not turns or len(span.of(text).split()) >= _FEWEST_NESTED)
    ]
    own = _own_voice(document, inner, has_turns=bool(turns), reported=reported)
    if own.voice is Voice.DOCUMENT:
        bare = []
    said = [each for each in found if not (turns and each.voice is not Voice.QUOTED)]
    return SourceText(
        text=text,
        statements=(
            *turns,
            *(Statement((span,), Voice.QUOTED) for span in bare),
            *said,
        ),
        own_voice=own,
        hidden=hidden,
        timestamps=stamps,
        number=number,
        article_id=article_id,
        labels=frozenset(label.name.of(text) for label in labels),
    )


def to_source_speaker(speaker: Speaker) -> SourceSpeaker:
    """Return a speaker of a text that is not stored."""
    return SourceSpeaker(speaker.name, speaker.kind)


def _turn_statements(
    document: Document, labels: Sequence[TurnLabel], found: Sequence[Statement]
) -> list[Statement]:
    """Return a statement for each turn. The reader may know a fuller name than the label has."""
    text = document.text
    known = {
        each.printed: each.speakers
        for each in found
        if each.voice is Voice.TURN and any(speaker.name for speaker in each.speakers)
    }
    statements = []
    for label, span in zip(labels, turns_of(document, labels), strict=True):
        if span:
            name = label.name.of(text)
            speakers = known.get(name) or (SourceSpeaker(name, SpeakerKind.PERSON),)
            printed = label.whole.of(text).strip()
            statements.append(Statement((span,), Voice.TURN, speakers, printed))
    return statements


def _own_voice(
    document: Document, inner: Sequence[Span], *, has_turns: bool, reported: bool
) -> Statement:
    """Return who says the words that no label and no marks give to a speaker."""
    text = document.text
    if has_turns:
        return Statement((), Voice.NARRATION)
    outside, position = [], 0
    for span in sorted(inner):
        outside.append(text[position : max(position, span.start)])
        position = max(position, span.end)
    outside.append(text[position:])
    first_person = sum(len(FIRST_PERSON.findall(words)) for words in outside)
    own = not reported or (first_person >= _FEWEST_FIRST_PERSON and _signature(document))
    return Statement(
        (), Voice.DOCUMENT if own else Voice.NARRATION, _signature(document) if own else ()
    )


def _signature(document: Document) -> tuple[SourceSpeaker, ...]:
    """Return who signs a letter: the line after "Sincerely," or the like."""
    lines = document.paragraphs
    for line, following in zip(lines[-6:], lines[-5:], strict=False):
        if SIGN_OFF.fullmatch(document.text, line.start, line.end):
            name = following.of(document.text).split(",")[0].strip()
            return (SourceSpeaker(name, SpeakerKind.PERSON),)
    return ()


def _merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        elif span:
            merged.append(span)
    return tuple(merged)
