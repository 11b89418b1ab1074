"""The source of a quotation to an answer: each form of source asks for another kind of evidence."""

from __future__ import annotations

import re
from dataclasses import replace

from service.extraction.quotation import Quotation
from service.speakers.answer import ResolvedSource
from service.speakers.context import (
    ReadingContext,
    mention_beside_source,
    mentions_in_source,
    reading_offset,
)
from service.speakers.coreference.descriptions import (
    find_described_organization,
    find_described_person,
)
from service.speakers.coreference.documents import find_document_maker
from service.speakers.coreference.entities import Entities
from service.speakers.coreference.patterns import PRONOUN_GENDERS
from service.speakers.coreference.pronouns import Choice, choose_antecedent, is_one_of_pair
from service.speakers.interviews import is_answer, who_answers
from service.speakers.mentions.mention import EntityType
from service.speakers.names.lexicon import word_set
from service.speakers.sources.parse import SourceForm, SourcePart, parse_source
from service.speakers.speaker import Speaker, SpeakerKind
from service.text.spans import Span

_FARTHEST = 120
_EVEN = 0.5
"""How sure the best guess is where two fit alike."""
_BESIDE = re.compile(
    r"\s+\(?|\s?\([^()\n]{1,60}\),?\s+|\s?[—–-]+\s?"
    r"|(?:\s(?:of|from|for|at|in)\s[^,.;:\n]{1,40})?,\s+(?:[^.;:\n]{1,60},\s+)?"
)
"""What may stand between a name and its relative pronoun."""

STEP_CONFIDENCE = {"name": 0.97, "relative": 0.9, "group": 0.9, "organization": 0.8, "unnamed": 0.8}
"""How often these steps were right on PolNeAR train; pronouns and roles are ranked one by one."""
LEAST_SURE = 0.45
"""Below it a pronoun stays unknown: on PolNeAR train such names are as often wrong."""
LEAST_SURE_OF_A_ROLE = 0.55
"""The same for a role: rivals that nobody called so leave more doubt than a pronoun's."""


def resolve_source(context: ReadingContext, number: int) -> ResolvedSource:
    """A reading and the number of a quotation -> who spoke it, by what has been read so far."""
    quotation = context.extraction.quotations[number]
    if quotation.source and is_answer(context.layout.text, quotation.source[0]):
        return _chosen(who_answers(context.entities), "label")
    inside = mentions_in_source(context.mentions, quotation.source)
    parts = parse_source(
        context.layout.text,
        quotation.source,
        inside,
        beside=mention_beside_source(context, quotation),
    )
    if not parts:
        return _continued(context, number)
    resolved = [_kept(_part(context, quotation, part), part) for part in parts]
    entities = tuple(dict.fromkeys(m for answer in resolved for m in answer.entities))
    for entity in entities:
        if resolved[0].step in ("pronoun", "role"):
            context.entities.add_anaphor(entity, reading_offset(quotation))
        context.entities.add_speaker(entity, reading_offset(quotation))
    if len(resolved) == 1:
        return resolved[0]
    known = [answer for answer in resolved if answer.entities]
    if not known:
        return ResolvedSource(mention=tuple(part.span for part in parts))
    return ResolvedSource(
        entities=entities,
        confidence=min(answer.confidence for answer in known),
        step="joint" if len(entities) > 1 else known[0].step,
    )


def _kept(answer: ResolvedSource, part: SourcePart) -> ResolvedSource:
    """An answer that is too unsure or empty -> unknown, the mention kept."""
    guessed = answer.step in ("pronoun", "role", "document", "organization")
    least = LEAST_SURE_OF_A_ROLE if answer.step == "role" else LEAST_SURE
    if (guessed and answer.confidence < least) or not (answer.entities or answer.speaker):
        return ResolvedSource(confidence=answer.confidence, mention=(part.span,))
    return answer


def _part(context: ReadingContext, quotation: Quotation, part: SourcePart) -> ResolvedSource:
    entities, offset = context.entities, part.span.start
    if part.form is SourceForm.NAME and part.mention:
        entity = entities.by_mention.get(part.mention.span)
        if entity:
            return ResolvedSource((entity,), confidence=STEP_CONFIDENCE["name"], step="name")
    if part.form is SourceForm.PRONOUN:
        if context.observe:
            context.observe(entities, part, quotation)
        plural = _last_plural(context, offset) if part.head == "they" else None
        if plural:
            return plural
        choice = choose_antecedent(
            entities, word=part.head, offset=offset, content=quotation.content
        )
        if choice and is_one_of_pair(
            entities, choice.entity, offset=offset, content=quotation.content
        ):
            return ResolvedSource(confidence=min(_EVEN, choice.confidence))
        return _chosen(choice, "pronoun")
    if part.form is SourceForm.RELATIVE:
        return _relative(entities, part)
    if part.form is SourceForm.ROLE:
        found = find_described_person(entities, part, content=quotation.content)
        return _chosen(found, "role") if found else _unnamed(context, part)
    if part.form is SourceForm.UNNAMED:
        return _unnamed(context, part)
    if part.form is SourceForm.ORGANIZATION:
        return _body(context, part, quotation)
    if part.form is SourceForm.DOCUMENT:
        return _chosen(find_document_maker(entities, part), "document")
    if part.form is SourceForm.GROUP:
        text = part.span.of(context.layout.text)
        # "31 Latinos" and "6 Republicans" are counted, not named: other articles mean others.
        name = text if part.mention and not text[0].isdigit() else None
        speaker = Speaker(name, SpeakerKind.GROUP)
        return ResolvedSource(
            speaker=speaker, confidence=STEP_CONFIDENCE["group"], step="group", mention=(part.span,)
        )
    return ResolvedSource()


def _last_plural(context: ReadingContext, offset: int) -> ResolvedSource | None:
    """The group or the pair that spoke last, if it did so in this paragraph or the one before."""
    layout, quotations = context.layout, context.extraction.quotations
    for number in reversed(context.resolved):
        answer = context.resolved[number]
        if (
            layout.paragraph_at(offset) - layout.paragraph_at(reading_offset(quotations[number]))
            > 1
        ):
            return None
        if len(answer.entities) > 1 or (
            answer.speaker and answer.speaker.kind is SpeakerKind.GROUP
        ):
            return replace(answer, step="pronoun", confidence=0.7 * answer.confidence)
    return None


def _chosen(choice: Choice | None, step: str) -> ResolvedSource:
    if choice is None:
        return ResolvedSource()
    return ResolvedSource((choice.entity,), confidence=choice.confidence, step=step)


def _body(context: ReadingContext, part: SourcePart, quotation: Quotation) -> ResolvedSource:
    text, owner = part.span.of(context.layout.text), None
    if part.mention and not part.mention.span.of(context.layout.text).islower():
        name = re.sub(r"^(?:the|an?)\s+", "", text, flags=re.IGNORECASE)
        return _organization(name, part.span)
    if part.first_word in PRONOUN_GENDERS:
        owner = choose_antecedent(
            context.entities,
            word=part.first_word,
            offset=part.span.start,
            content=quotation.content,
        )
        if owner:
            return _organization(f"{owner.entity.full_name}’s {part.head}", part.span)
    if part.first_word in word_set("indefinite_determiners"):
        return _unnamed(context, part)
    return _chosen(
        find_described_organization(context.entities, part, content=quotation.content),
        "organization",
    )


def _organization(name: str, mention: Span) -> ResolvedSource:
    speaker = Speaker(name.replace("’", "'"), SpeakerKind.ORGANIZATION)
    return ResolvedSource(
        speaker=speaker,
        confidence=STEP_CONFIDENCE["organization"],
        step="organization",
        mention=(mention,),
    )


def _unnamed(context: ReadingContext, part: SourcePart) -> ResolvedSource:
    keep = part.form is SourceForm.ROLE and part.head not in word_set("unnamed_nouns")
    # "My father", "his lawyer" tell nobody anything outside of their article.
    keep = keep and part.first_word not in word_set("possessives")
    name = part.span.of(context.layout.text) if keep else None
    entity = context.entities.add_unnamed(span=part.span, role=part.role, description=name)
    return ResolvedSource((entity,), confidence=STEP_CONFIDENCE["unnamed"], step="unnamed")


def _relative(entities: Entities, part: SourcePart) -> ResolvedSource:
    """The name right before a relative pronoun, or parted from it by an apposition."""
    text = entities.layout.text
    for mention, entity in reversed(entities.mentions):
        if mention.span.end > part.span.start:
            continue
        if part.span.start - mention.span.end > _FARTHEST:
            break
        if not _BESIDE.fullmatch(text, mention.span.end, part.span.start):
            continue
        if part.head == "which" and entity.entity_type is EntityType.PERSON:
            continue
        if part.head == "who" and entity.entity_type is not EntityType.PERSON:
            continue
        return ResolvedSource((entity,), confidence=STEP_CONFIDENCE["relative"], step="relative")
    return ResolvedSource()


def _another_comes_in(
    context: ReadingContext, last: Quotation, own: Quotation, told: ResolvedSource
) -> bool:
    """Whether a name of somebody else stands between a quotation and the one before it."""
    spoken = (*last.content, *last.cue, *last.source)
    begin = max((span.end for span in spoken if span.end <= reading_offset(own)), default=0)
    for mention, entity in reversed(context.entities.mentions):
        if mention.span.end <= begin:
            return False
        if (
            mention.span.end <= reading_offset(own)
            and entity.full_name
            and entity not in told.entities
        ):
            return True
    return False


def _continued(context: ReadingContext, number: int) -> ResolvedSource:
    """A quotation without a source goes on with the speaker before it in the same paragraph."""
    layout, quotations = context.layout, context.extraction.quotations
    own = layout.paragraph_at(reading_offset(quotations[number]))
    before = [
        n
        for n in context.resolved
        if reading_offset(quotations[n]) < reading_offset(quotations[number])
    ]
    if not before:
        return ResolvedSource()
    last = max(before, key=lambda n: reading_offset(quotations[n]))
    if layout.paragraph_at(reading_offset(quotations[last])) != own:
        return ResolvedSource()
    told = context.resolved[last]
    if _another_comes_in(context, quotations[last], quotations[number], told):
        return ResolvedSource()
    if told.step == "unknown":
        return replace(told, confidence=0.8 * told.confidence)
    return ResolvedSource(
        told.entities, told.speaker, 0.8 * told.confidence, "continuation", told.mention
    )
