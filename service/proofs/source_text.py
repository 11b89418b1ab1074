"""A source of a proof: its text, and who says which words of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from uuid import UUID

from service.dedup.utterance import plain_name
from service.dedup.words.normalise import is_english_word
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
_LEAD = 100
"""The clause that introduces words within a quotation is in this many characters before them."""
_SENTENCE_BEFORE = re.compile(r"[.!?]\s+(?=\S)")
_LAST_LINES = 6
"""A letter is signed in one of its last lines."""
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
    """The source as the text prints it, or the whole label: "the mayor", "[0:12] MR. QUILL:"."""
    label: str = ""
    """The name in the label of a turn."""
    passed_on_by: tuple[SourceSpeaker, ...] = ()
    """Whose words they stand within: "Tom Reed told me, 'Never.'" """


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
    if len(labels) == 1 and reported and not _is_full_name(labels[0].name.of(text)):
        labels = ()  # A headline or a dateline: "Mayor: pier stays open", "KUCHING: The state".
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
    # In a transcript or a speech, what a speaker reports is in the speaker's own words.
    voices = {Voice.QUOTED}
    if not turns:
        voices |= {Voice.TURN} if own.voice is Voice.DOCUMENT else set(Voice)
    said = [each for each in found if each.voice in voices]
    return SourceText(
        text=text,
        statements=(
            *turns,
            *said,
            *(_bare_statement(document, span, (*turns, *said)) for span in bare),
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
        if each.voice is Voice.TURN and any(map(_has_name, each.speakers))
    }
    statements = []
    for label, span in zip(labels, turns_of(document, labels), strict=True):
        if span:
            name = label.name.of(text)
            kind = SpeakerKind.PERSON if len(name) > 1 else SpeakerKind.ANONYMOUS
            speakers = known.get(name) or (SourceSpeaker(name, kind),)
            printed = label.whole.of(text).strip()
            statements.append(Statement((span,), Voice.TURN, speakers, printed, label=name))
    return statements


def _is_full_name(label: str) -> bool:
    return label.isupper() and len(label.split()) > 1


def _bare_statement(document: Document, span: Span, others: Sequence[Statement]) -> Statement:
    """Return the statement of words in marks that the reader gives to no speaker."""
    around = [
        (each, whole)
        for each in others
        for whole in each.spans
        if whole.contains(span) and whole != span
    ]
    if not around:
        return Statement((span,), Voice.QUOTED)
    outer, whole = min(around, key=lambda pair: len(pair[1]))
    lead = Span(max(whole.start, span.start - _LEAD), span.start).of(document.text)
    printed = _SENTENCE_BEFORE.split(lead)[-1]
    return Statement((span,), Voice.QUOTED, printed=printed, passed_on_by=outer.speakers)


def _has_name(speaker: SourceSpeaker) -> bool:
    return speaker.name is not None and not all(
        is_english_word(word) for word in plain_name(speaker.name).split()
    )


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
    for line, following in pairwise(lines[-_LAST_LINES:]):
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
