"""Resolve pronouns as sources: "she", "they", "it", "who"."""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import replace
from itertools import islice

from service.extraction.quotation import Quotation
from service.speakers.context import (
    STEP_CONFIDENCE,
    ReadingContext,
    ResolvedSource,
    last_quotation_before,
    reading_offset,
    source_of_choice,
)
from service.speakers.coreference.couples import couple_of_sentence_before, follows_plural
from service.speakers.coreference.documents import (
    document_before,
    owner_before,
    says_in_document,
)
from service.speakers.coreference.entities import Entities
from service.speakers.coreference.entity import Entity
from service.speakers.coreference.paragraph_subject import (
    BODY_SUBJECT_POINTS,
    body_subject_before,
    is_about_unnamed,
    only_person_before,
    only_person_of_sentence_before,
)
from service.speakers.coreference.patterns import (
    BODY_SUBJECT,
    ORGANIZATION_PRONOUNS,
    PLACES_THAT_SPEAK,
    PLURAL_PRONOUN,
    PRONOUN_GENDERS,
    QUESTIONS,
    REPLIES,
    THING_PRONOUN,
    WRITTEN_CUES,
)
from service.speakers.coreference.pronouns import Choice, choose_antecedent, is_one_of_pair
from service.speakers.mentions.mention import EntityType
from service.speakers.names.lexicon import fold_word, word_set
from service.speakers.names.roles import is_profession, role_of
from service.speakers.resolve_document import resolve_document
from service.speakers.sources.forms import SourcePart
from service.speakers.sources.patterns import (
    BEFORE_RELATIVE,
    PERSON_RELATIVE,
    THING_RELATIVE,
    UNNAMED_BEFORE,
)
from service.speakers.speaker import SpeakerKind
from service.text.spans import Span

_EVEN = 0.5
"""The confidence where two entities fit a pronoun equally well."""
_PARAGRAPH_POINTS = 1.5
"""Points of the one person whom a pronoun's paragraph, or the sentence before, has named."""
_SURE_ENOUGH_TO_LEARN = 0.8
"""From here on a pronoun shows the gender of its person."""
_PLURAL_FACTOR = 0.7
_COUPLE_CONFIDENCE = 0.65
_DOCUMENT_FACTOR = 0.8
_OWNER_CONFIDENCE = 0.6
_ARTICLE_AND_ROLE = 2
_LONGEST_TITLE = 16
"""How many code points after a verb a name begins at the latest, if it is the object."""
_RELATIVE_DISTANCE = 120
"""The largest distance of a relative pronoun from its name, in code points."""
_QUOTATIONS_BACK = 40
"""How many quotations before "they" are searched for a group that spoke."""


def resolve_pronoun(
    context: ReadingContext, quotation: Quotation, part: SourcePart
) -> ResolvedSource:
    """Return whom a personal pronoun of a source means."""
    entities, offset, content = context.entities, part.span.start, quotation.content
    if context.observe:
        context.observe(entities, part.head, offset, content)
    plural = _last_plural(context, offset) if part.head == PLURAL_PRONOUN else None
    if plural:
        return plural
    couple = couple_of_sentence_before(entities, offset) if part.head == PLURAL_PRONOUN else None
    if couple:
        return ResolvedSource(couple, confidence=_COUPLE_CONFIDENCE, step="pronoun")
    if part.head == PLURAL_PRONOUN and follows_plural(entities, offset):
        return ResolvedSource()
    begins = min([offset, *(span.start for span in content)])
    if part.head == THING_PRONOUN and _has_verb(entities.layout.text, quotation, WRITTEN_CUES):
        owner = owner_before(entities, begins)
        if owner:
            return source_of_choice(Choice(owner, _OWNER_CONFIDENCE), "document")
    if part.head == THING_PRONOUN and (document := _last_document(context, offset)):
        return document
    if part.head == THING_PRONOUN and (noun := document_before(entities.layout, begins)):
        made = replace(part, head=noun)
        return resolve_document(entities, made)
    if part.head == THING_PRONOUN and _follows_unnamed_body(entities, offset):
        return ResolvedSource()
    unnamed = is_about_unnamed(entities, offset) or _follows_unknown_role(context, offset)
    if part.head in PRONOUN_GENDERS and unnamed:
        return ResolvedSource()
    choice = choose_antecedent(
        entities,
        word=part.head,
        offset=offset,
        content=content,
        bonus=_evidence(context, quotation, part),
    )
    if choice and is_one_of_pair(entities, choice.entity, offset=offset, content=content):
        return ResolvedSource(confidence=min(_EVEN, choice.confidence))
    if choice and part.head == THING_PRONOUN and _may_be_last(entities, choice.entity, offset):
        return ResolvedSource(confidence=min(_EVEN, choice.confidence))
    if choice and part.head in ORGANIZATION_PRONOUNS:
        choice.entity.correct_type(EntityType.ORGANIZATION)
    source = source_of_choice(choice, "pronoun")
    if choice is None:
        return source
    if choice.confidence > _SURE_ENOUGH_TO_LEARN and part.head in PRONOUN_GENDERS:
        entities.learn_gender(choice.entity, PRONOUN_GENDERS[part.head])
    # A pronoun after a doubtful pronoun is no surer than that one.
    doubt = entities.sureness_of_turn(choice.entity, offset)
    return replace(source, confidence=min(source.confidence, doubt))


def resolve_relative_pronoun(entities: Entities, part: SourcePart) -> ResolvedSource:
    """Return the name right before a relative pronoun, or before an apposition between them."""
    for mention, entity in entities.named_before(part.span.start):
        if part.span.start - mention.span.end > _RELATIVE_DISTANCE:
            break
        if not BEFORE_RELATIVE.fullmatch(entities.layout.text, mention.span.end, part.span.start):
            continue
        is_person = entity.entity_type is EntityType.PERSON
        if part.head == (THING_RELATIVE if is_person else PERSON_RELATIVE):
            continue
        return ResolvedSource((entity,), confidence=STEP_CONFIDENCE["relative"], step="relative")
    return _unnamed_before(entities, part)


def _unnamed_before(entities: Entities, part: SourcePart) -> ResolvedSource:
    """Return the person without a name before "who": "a courthouse employee who asked"."""
    text, start = entities.layout.text, part.span.start
    found = UNNAMED_BEFORE.search(text, max(0, start - _RELATIVE_DISTANCE), start)
    if part.head != PERSON_RELATIVE or found is None or not is_profession(fold_word(found["noun"])):
        return ResolvedSource()
    span = Span(*found.span("words"))
    entity = entities.add_unnamed(span=span, role=role_of(span.of(text)), description=None)
    return ResolvedSource((entity,), confidence=STEP_CONFIDENCE["unnamed"], step="unnamed")


def _follows_unnamed_body(entities: Entities, offset: int) -> bool:
    """Return whether the sentence before "it" is about a body without a name: "The city left"."""
    layout = entities.layout
    before = layout.sentence_at(offset) - 1
    if before < 0 or layout.paragraph_at(layout.sentences[before].start) != layout.paragraph_at(
        offset
    ):
        return False
    sentence = layout.sentences[before]
    subject = BODY_SUBJECT.match(layout.text, sentence.start, sentence.end)
    nouns = word_set("state_nouns") | word_set("public_bodies") | PLACES_THAT_SPEAK
    if subject is None or subject["noun"] not in nouns:
        return False
    return not any(
        position.entity.entity_type is EntityType.ORGANIZATION
        for position in entities.positions.within(sentence)
    )


def _follows_unknown_role(context: ReadingContext, offset: int) -> bool:
    """Return whether a role that means no known person spoke last in the paragraph.

    "The principal of 14 years said it was late. “Very late,” she said."
    """
    last = last_quotation_before(context, offset)
    source = None if last is None else context.resolved[last]
    if source is None or source.step != "unknown" or not source.mention:
        return False
    span, layout = source.mention[0], context.layout
    if layout.paragraph_at(span.start) != layout.paragraph_at(offset):
        return False
    words = span.of(layout.text).split()
    if len(words) < _ARTICLE_AND_ROLE or not is_profession(fold_word(words[-1])):
        return False
    after = context.entities.positions.within(Span(span.end, offset))
    return not any(each.name and not each.quoted for each in after)


def _evidence(
    context: ReadingContext, quotation: Quotation, part: SourcePart
) -> Callable[[Entity], float | None]:
    """Return the points of an entity by the paragraph and the verbs, None where it is not meant.

    Who asked does not reply. The one person whom the paragraph has named goes on in it.
    """
    text, offset = context.layout.text, part.span.start
    askers: tuple[Entity, ...] = ()
    last = last_quotation_before(context, offset)
    before = None if last is None else context.extraction.quotations[last]
    if last is not None and before is not None and _has_verb(text, before, QUESTIONS):
        replies = _has_verb(text, quotation, REPLIES) or _asks_person(context, before)
        askers = context.resolved[last].entities if replies else ()
    begins = min([offset, *(span.start for span in quotation.content)])
    person = only_person_before(context.entities, offset)
    person = person or only_person_of_sentence_before(context.entities, begins)
    if part.head not in PRONOUN_GENDERS:
        body = body_subject_before(context.entities, begins)
        return lambda entity: None if entity in askers else BODY_SUBJECT_POINTS * (entity is body)

    def points(entity: Entity) -> float | None:
        if entity in askers:
            return None
        return _PARAGRAPH_POINTS if entity is person else 0.0

    return points


def _asks_person(context: ReadingContext, quotation: Quotation) -> bool:
    """Return whether a person's name follows the verb of a question: "the judge asked [Roe]"."""
    end = quotation.cue[-1].end
    after = context.entities.positions.within(Span(end, end + _LONGEST_TITLE))
    return any(
        position.name and position.entity.entity_type is EntityType.PERSON for position in after
    )


def _has_verb(text: str, quotation: Quotation, verbs: Set[str]) -> bool:
    words = (word for cue in quotation.cue for word in cue.of(text).split())
    return any(fold_word(word) in verbs for word in words)


def _may_be_last(entities: Entities, chosen: Entity, offset: int) -> bool:
    """Return whether "it" may mean another entity than the chosen one: who just spoke.

    "Marlow Mills denied it. “No,” it said." An engine may take such a body for a person. Nothing
    shows a gender, so it may be either.
    """
    last = next(iter(entities.speakers_before(offset)), None)
    if last is None or last[1] != entities.layout.paragraph_at(offset):
        return False
    spoke = entities.known[last[0]]
    is_person = spoke.entity_type is EntityType.PERSON and bool(spoke.full_name)
    return spoke is not chosen and is_person and not (spoke.gender or spoke.titles)


def _last_plural(context: ReadingContext, offset: int) -> ResolvedSource | None:
    """Return the group or pair that spoke last, in this paragraph or the one before."""
    layout, quotations = context.layout, context.extraction.quotations
    here = layout.paragraph_at(offset)
    for number in islice(reversed(context.resolved), _QUOTATIONS_BACK):
        source = context.resolved[number]
        if here - layout.paragraph_at(reading_offset(quotations[number])) > 1:
            return None
        is_group = source.speaker is not None and source.speaker.kind is SpeakerKind.GROUP
        if len(source.entities) > 1 or is_group:
            return replace(source, step="pronoun", confidence=_PLURAL_FACTOR * source.confidence)
    return None


def _last_document(context: ReadingContext, offset: int) -> ResolvedSource | None:
    """Return the source of the quotation before, where that is a document: "it" means that one."""
    last = last_quotation_before(context, offset)
    if last is None:
        return None
    layout, before = context.layout, context.extraction.quotations[last]
    if layout.paragraph_at(offset) - layout.paragraph_at(reading_offset(before)) > 1:
        return None
    if context.document is not None and last == context.document[0]:
        source = context.document[1]
    elif says_in_document(layout, reading_offset(before)):
        source = context.resolved[last]
    else:
        return None
    if not source.entities:
        return ResolvedSource()
    confidence = _DOCUMENT_FACTOR * source.confidence
    return ResolvedSource(source.entities, confidence=confidence, step="pronoun")
