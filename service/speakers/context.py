"""What the resolver carries from quotation to quotation while it reads one article."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from service.extraction.quotation import Extraction, Quotation
from service.speakers.coreference.entities import Entities
from service.speakers.coreference.entity import Entity
from service.speakers.coreference.pronouns import Choice
from service.speakers.mentions.mention import EntityType, Mention
from service.speakers.names.layout import TextLayout
from service.speakers.names.lexicon import fold_word, word_set
from service.speakers.speaker import Resolution, Speaker, SpeakerKind
from service.text.spans import Span

_LAST_LEAD_PARAGRAPH = 3
"""A headline, a byline and a place may stand before the lead."""
_LONGEST_MENTION = 120
"""No mention is longer, in code points."""
_WORD_BEFORE = re.compile(r"(\w+)[ \u00a0](?:the[ \u00a0])?$")

STEP_CONFIDENCE = {
    "name": 0.97,
    "relative": 0.9,
    "group": 0.88,
    "organization": 0.8,
    "unnamed": 0.7,
}
"""How often these steps are right; pronouns and roles have their own scores."""
_DOUBTFUL = 0.8
"""An attribution below this confidence has more often another source than the engine's."""
_DOUBTFUL_ANAPHOR = 0.9
"""The same where a pronoun is the source."""
_DOUBT_FACTOR = 0.9

PronounObserver = Callable[[Entities, str, int, Sequence[Span]], None]
"""Is called with each pronoun before it is resolved; training collects these.

Its arguments are the entities so far, the pronoun in lower case, its offset, and what its person
said: nothing for a pronoun of the narrative.
"""


@dataclass(frozen=True, slots=True)
class ResolvedSource:
    """Who spoke a quotation, before the whole article is read.

    It holds entities in place of names, since a later paragraph may print a more complete name.
    """

    entities: tuple[Entity, ...] = ()
    speaker: Speaker | None = None
    """The speaker, where the source has no entity: a group, an organisation."""
    confidence: float = 0.0
    step: str = "unknown"
    mention: tuple[Span, ...] = ()
    """The words that refer to the speaker, where these are not the names of its entities."""


@dataclass(slots=True)
class ReadingContext:
    """The state of the resolver for one article."""

    extraction: Extraction
    layout: TextLayout
    entities: Entities
    mentions: list[Mention]
    observe: PronounObserver | None = None
    role_words: re.Pattern[str] | None = None
    """A definite noun for a role that the text gives to a person; None where it gives none."""
    resolved: dict[int, ResolvedSource] = field(default_factory=dict)
    """The resolved source of each quotation that was read, by its number."""
    document: tuple[int, ResolvedSource] | None = None
    """The number of the last quotation from a document, and its resolved source."""
    interviewee: ResolvedSource | None = None
    """The speaker of all answers, once one was read."""
    descriptions: dict[int, tuple[Span, ...]] = field(default_factory=dict)
    """What the article prints beside the names of entities, by their numbers."""


def name_speakers(
    source: ResolvedSource, relay: Entity | None, *, attribution: float
) -> Resolution:
    """Return the resolution of a quotation, with the names known at the end of the article.

    Args:
        source: The resolved source.
        relay: Who passed on the words, if anybody.
        attribution: The confidence of the attribution: where it is low, so is the speaker's.
    """
    via = _speaker_of(relay) if relay else None
    doubtful = _DOUBTFUL_ANAPHOR if source.step == "pronoun" else _DOUBTFUL
    factor = _DOUBT_FACTOR if attribution < doubtful else 1.0
    confidence = round(factor * source.confidence, 4)
    if source.entities:
        return Resolution(
            speakers=tuple(_speaker_of(entity) for entity in source.entities),
            confidence=confidence,
            step=source.step,
            mention=source.mention
            or tuple(sorted({entity.full_name_span for entity in source.entities})),
            via=via,
        )
    speakers = (source.speaker,) if source.speaker else ()
    return Resolution(speakers, confidence, source.step, source.mention, via)


def reading_offset(quotation: Quotation) -> int:
    """Return the offset at which a quotation is resolved: that of its source, or its content."""
    spans = quotation.source or quotation.content or quotation.cue
    return spans[0].start if spans else 0


def is_in_lead(context: ReadingContext, offset: int) -> bool:
    """Return whether an offset lies in the headline or the lead, which may print roles first."""
    return context.layout.paragraph_at(offset) <= _LAST_LEAD_PARAGRAPH


def last_quotation_before(context: ReadingContext, offset: int) -> int | None:
    """Return the last quotation before an offset, the first of those that share its offset."""
    quotations = context.extraction.quotations
    last, last_offset = None, -1
    # Quotations are resolved in the order of their offsets.
    for number in reversed(context.resolved):
        at = reading_offset(quotations[number])
        if at < last_offset:
            break
        if at < offset:
            last, last_offset = number, at
    return last


def source_of_choice(choice: Choice | None, step: str) -> ResolvedSource:
    """Return a choice as a resolved source, an unknown one where there is no choice."""
    if choice is None:
        return ResolvedSource()
    return ResolvedSource((choice.entity,), confidence=choice.confidence, step=step)


def mentions_in_source(mentions: list[Mention], source: tuple[Span, ...]) -> list[Mention]:
    """Return the mentions that overlap a source; all mentions are in the order of the text."""
    inside: dict[Span, Mention] = {}
    for span in source:
        first = span.start - _LONGEST_MENTION
        index = bisect_left(mentions, first, key=lambda mention: mention.span.start)
        while index < len(mentions) and mentions[index].span.start < span.end:
            if mentions[index].span.overlaps(span):
                inside[mentions[index].span] = mentions[index]
            index += 1
    return sorted(inside.values(), key=lambda mention: mention.span)


def mention_beside_source(context: ReadingContext, quotation: Quotation) -> Mention | None:
    """Return the mention right beside a source that is its apposition, None where there is none.

    The engine cut the name off: "Jane Roe, [a spokeswoman], said"; "[the harbour's spokeswoman]
    Jane Roe said"; "even Norway, [an old ally], said".
    """
    if not quotation.source:
        return None
    text, start, end = context.layout.text, quotation.source[0].start, quotation.source[-1].end
    near = Span(max(0, start - 3), end + 2)
    for mention in mentions_in_source(context.mentions, (near,)):
        if mention.possessive:
            continue
        is_person = mention.entity_type is EntityType.PERSON
        apposed = text[mention.span.end : start] == ", " and not _is_subject(text, end, quotation)
        if is_person and (apposed or text[end : mention.span.start] == " "):
            return mention
        if apposed and "," in text[end - 1 : end + 1] and _may_be_subject(text, mention):
            return mention
    return None


def _speaker_of(entity: Entity) -> Speaker:
    """Return the speaker of an entity; apostrophes are straight, so that a name has one form."""
    name = entity.full_name or entity.description
    return Speaker(name.replace("’", "'") if name else None, _speaker_kind(entity))


def _speaker_kind(entity: Entity) -> SpeakerKind:
    if not entity.full_name:
        return SpeakerKind.ANONYMOUS
    if entity.entity_type is EntityType.PERSON:
        return SpeakerKind.PERSON
    is_group = entity.entity_type is EntityType.GROUP
    return SpeakerKind.GROUP if is_group else SpeakerKind.ORGANIZATION


def _is_subject(text: str, end: int, quotation: Quotation) -> bool:
    """Return whether the cue follows a source without a comma, so that it is no apposition."""
    return any(text[end : cue.start].isspace() for cue in quotation.cue)


def _may_be_subject(text: str, mention: Mention) -> bool:
    """Return whether no preposition or verb governs a name: not "in Norway"."""
    before = _WORD_BEFORE.search(text, max(0, mention.span.start - 24), mention.span.start)
    return before is None or fold_word(before.group(1)) not in word_set("governing_words")
