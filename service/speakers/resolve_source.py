"""Resolve the source of a quotation: each form of source needs another kind of evidence."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace
from math import prod

from service.extraction.quotation import Quotation
from service.speakers.context import (
    STEP_CONFIDENCE,
    ReadingContext,
    ResolvedSource,
    is_in_lead,
    mention_beside_source,
    mentions_in_source,
    reading_offset,
    source_of_choice,
)
from service.speakers.coreference.couples import (
    COUPLE_CONFIDENCE,
    couple_in_source,
    find_couple,
)
from service.speakers.coreference.court_roles import find_court_role
from service.speakers.coreference.described_bodies import find_described_organization
from service.speakers.coreference.descriptions import find_described_person
from service.speakers.coreference.entities import Entities
from service.speakers.coreference.entity import Entity
from service.speakers.coreference.namesakes import find_namesake, names_older_or_younger
from service.speakers.coreference.pair_words import find_one_of_pair
from service.speakers.coreference.patterns import PRONOUN_GENDERS
from service.speakers.coreference.pronouns import Choice, choose_antecedent
from service.speakers.coreference.relations import find_by_relation
from service.speakers.coreference.relays import quotations_around
from service.speakers.coreference.salience import most_salient_person
from service.speakers.coreference.salient_person import find_salient_person
from service.speakers.names.lexicon import fold_word, word_genders, word_set
from service.speakers.names.roles import Role, role_of
from service.speakers.parse_office import parse_office
from service.speakers.resolve_document import resolve_document
from service.speakers.resolve_pronoun import resolve_pronoun, resolve_relative_pronoun
from service.speakers.sources.forms import SourceForm, SourcePart
from service.speakers.sources.parse import parse_source
from service.speakers.sources.patterns import (
    ANSWER_LABEL,
    LEADING_ARTICLE,
    POLICE_OF,
    QUESTION_LABEL,
)
from service.speakers.speaker import Speaker, SpeakerKind
from service.speakers.unstated import find_unstated_speaker
from service.text.spans import Span

LEAST_SURE = 0.45
"""Below it a body or the maker of a document stays unknown."""
LEAST_SURE_OF = {"pronoun": 0.5, "role": 0.55}
"""The same for a pronoun and a role: below it names are as often wrong as right on our texts."""
_ARTICLE_AND_NOUN = 2
_LONGEST_WAY_BACK = 4000
_ANSWER_CONFIDENCE = 0.7
_ANAPHORIC_STEPS = ("pronoun", "role", "organization")
_JOINT_FACTOR = 0.9
"""Besides the doubt about each name: whether all of them spoke, or one beside another."""
_RANKED_STEPS = ("pronoun", "role", "document", "organization")


def resolve_source(context: ReadingContext, number: int) -> ResolvedSource:
    """Return who spoke a quotation, and record the speakers as the latest ones.

    Args:
        context: The state of the resolver.
        number: The number of the quotation.
    """
    quotation = context.extraction.quotations[number]
    if quotation.source and _is_answer_label(context.layout.text, quotation.source[0]):
        if context.interviewee is None:
            context.interviewee = source_of_choice(_interviewee(context.entities), "label")
        return context.interviewee
    parts = parse_office(context, quotation) or parse_source(
        context.layout.text,
        quotation.source,
        mentions_in_source(context.mentions, quotation.source),
        beside=mention_beside_source(context, quotation),
    )
    if not parts:
        return find_unstated_speaker(context, number)
    relays = _speakers_around(context, number)
    resolved = [
        _unless_unsure(_resolve_part(context, quotation, part, relays), part) for part in parts
    ]
    if parts[0].form is SourceForm.DOCUMENT:
        context.document = number, resolved[0]
    entities = tuple(dict.fromkeys(entity for part in resolved for entity in part.entities))
    offset = reading_offset(quotation)
    for entity in entities:
        if resolved[0].step in _ANAPHORIC_STEPS:
            context.entities.add_anaphor(entity, offset)
        context.entities.add_speaker(entity, offset, confidence=resolved[0].confidence)
    if len(resolved) == 1:
        return resolved[0]
    known = [part for part in resolved if part.entities]
    if not known:
        return ResolvedSource(mention=tuple(part.span for part in parts))
    joint = len(entities) > 1
    return ResolvedSource(
        entities=entities,
        confidence=prod(part.confidence for part in known) * (_JOINT_FACTOR if joint else 1.0),
        step="joint" if joint else known[0].step,
    )


def _resolve_part(
    context: ReadingContext, quotation: Quotation, part: SourcePart, relays: Set[Entity]
) -> ResolvedSource:
    """Return who one part of a source means.

    Args:
        context: The state of the resolver.
        quotation: The quotation.
        part: The part of its source.
        relays: The speakers of the quotations that hold this one; no role in them means these.
    """
    entities, content = context.entities, quotation.content
    if names_older_or_younger(context.layout.text, quotation.source[0]):
        return source_of_choice(find_namesake(entities, quotation.source[0]), "role")
    if part.form is SourceForm.NAME and part.mention:
        couple = find_couple(entities, part.span)
        if couple:
            return ResolvedSource(couple, confidence=COUPLE_CONFIDENCE, step="joint")
        entity = entities.by_mention.get(part.mention.span)
        if entity:
            return ResolvedSource((entity,), confidence=STEP_CONFIDENCE["name"], step="name")
    if part.form is SourceForm.PRONOUN:
        return resolve_pronoun(context, quotation, part)
    if part.form is SourceForm.RELATIVE:
        return resolve_relative_pronoun(entities, part)
    if part.form is SourceForm.PAIR:
        one = find_one_of_pair(entities, part.span)
        choice = Choice(one, STEP_CONFIDENCE["relative"]) if one else None
        return source_of_choice(choice, "relative")
    if part.form is SourceForm.ROLE:
        choice = find_described_person(entities, part, content=content, excluded=relays)
        unsure = choice is None or choice.confidence < LEAST_SURE_OF["role"]
        if unsure or (choice and not choice.entity.full_name):
            choice = _by_relation_or_place(context, quotation, part, relays) or choice
        if choice is None and part.head in word_set("organization_nouns"):
            named = _organization(context, quotation, part)
            if named.entities and named.confidence >= LEAST_SURE:
                return named
        weak = choice and choice.confidence < LEAST_SURE_OF["role"]
        if choice and weak and is_in_lead(context, part.span.start):
            # The next paragraphs may name who has the role; else it stays unknown.
            return replace(_unnamed(context, part), confidence=choice.confidence)
        return source_of_choice(choice, "role") if choice else _unnamed(context, part)
    if part.form is SourceForm.OTHER:
        return source_of_choice(_by_relation_or_place(context, quotation, part, relays), "role")
    if part.form is SourceForm.UNNAMED:
        choice = find_court_role(entities, part) if not part.first_word else None
        return source_of_choice(choice, "role") if choice else _unnamed(context, part)
    if part.form is SourceForm.ORGANIZATION:
        return _organization(context, quotation, part)
    if part.form is SourceForm.DOCUMENT:
        return replace(resolve_document(entities, part), mention=(part.span,))
    if part.form is SourceForm.GROUP:
        whole = quotation.source[0]
        couple = couple_in_source(entities, whole, after=part.span.end)
        couple = couple or find_couple(entities, part.span)
        if couple:
            return ResolvedSource(couple, confidence=COUPLE_CONFIDENCE, step="joint")
        text = part.span.of(context.layout.text)
        police = POLICE_OF.fullmatch(context.layout.text, whole.start, whole.end)
        if police:
            force = f"{police['noun'].capitalize()}{police['place']}"
            return _from_speaker(Speaker(force, SpeakerKind.GROUP), "group", whole)
        # "31 Latinos" are counted, not named: in another article they are other people.
        name = text if part.mention and not text[0].isdigit() else None
        return _from_speaker(Speaker(name, SpeakerKind.GROUP), "group", part.span)
    return ResolvedSource()


def _by_relation_or_place(
    context: ReadingContext, quotation: Quotation, part: SourcePart, relays: Set[Entity]
) -> Choice | None:
    """Return the person whom a noun means by a relation, a court case, or its place alone."""
    words = part.span.of(context.layout.text)
    role = part.role or role_of(words, nouns=frozenset([part.head]))
    role = role or Role(part.head, frozenset(), None)
    choice = (
        find_by_relation(context.entities, part)
        or find_court_role(context.entities, part)
        or find_salient_person(context.entities, part, role, content=quotation.content)
    )
    return None if choice and choice.entity in relays else choice


def _speakers_around(context: ReadingContext, number: int) -> set[Entity]:
    """Return the speakers of the quotations that hold a quotation and its source."""
    around = quotations_around(context.extraction.quotations, number)
    known = (context.resolved[other] for other in around if other in context.resolved)
    return {entity for source in known for entity in source.entities}


def _organization(
    context: ReadingContext, quotation: Quotation, part: SourcePart
) -> ResolvedSource:
    entities, text = context.entities, part.span.of(context.layout.text)
    if _is_one_of_many(context.layout.text, part):
        if part.first_word in word_set("definite_determiners"):
            described = replace(part, mention=None)
            choice = find_described_organization(entities, described, content=quotation.content)
            if choice and choice.confidence >= LEAST_SURE:
                return source_of_choice(choice, "organization")
        return _unnamed(context, part)
    if part.mention and not part.mention.span.of(context.layout.text).islower():
        article = LEADING_ARTICLE.match(text)
        named = Span(part.span.start + (article.end() if article else 0), part.span.end)
        entity = entities.add_organization(named)
        if entity:
            confidence = STEP_CONFIDENCE["organization"]
            return ResolvedSource((entity,), confidence=confidence, step="organization")
        return _named_organization(named.of(context.layout.text), part.span)
    if part.first_word in PRONOUN_GENDERS:
        owner = choose_antecedent(
            entities, word=part.first_word, offset=part.span.start, content=quotation.content
        )
        if owner and owner.entity.full_name:
            return _named_organization(f"{owner.entity.full_name}’s {part.head}", part.span)
    if part.first_word in word_set("indefinite_determiners"):
        return _unnamed(context, part)
    choice = find_described_organization(entities, part, content=quotation.content)
    unnamed = _is_public_body(text, part) or _is_printed_before(context.layout.text, part)
    if (choice is None or choice.confidence < LEAST_SURE) and unnamed:
        return _from_speaker(Speaker(text, SpeakerKind.ANONYMOUS), "unnamed", part.span)
    return source_of_choice(choice, "organization")


def _is_public_body(text: str, part: SourcePart) -> bool:
    """Return whether words say enough of a body without a name: "the county council"."""
    described = len(text.split()) > _ARTICLE_AND_NOUN and text[4:].islower()
    return described and part.first_word == "the" and part.head in word_set("public_bodies")


def _is_printed_before(text: str, part: SourcePart) -> bool:
    """Return whether the text printed a body's words before: "The transport union wants more"."""
    words = part.span.of(text)
    described = len(words.split()) > _ARTICLE_AND_NOUN and words[4:].islower()
    begin = max(0, part.span.start - _LONGEST_WAY_BACK)
    return described and words[4:] in text[begin : part.span.start]


def _is_one_of_many(text: str, part: SourcePart) -> bool:
    """Return whether a nation has many such bodies: "Swiss court"."""
    if part.mention is None or text[part.mention.span.end] in "'’":
        return False
    nation = fold_word(part.mention.span.of(text)) in word_set("peoples")
    return nation and part.head in word_set("common_bodies")


def _named_organization(name: str, mention: Span) -> ResolvedSource:
    speaker = Speaker(name.replace("’", "'"), SpeakerKind.ORGANIZATION)
    return _from_speaker(speaker, "organization", mention)


def _unnamed(context: ReadingContext, part: SourcePart) -> ResolvedSource:
    """Return a new entity without a name; only a definite role is kept as its description."""
    described = part.form is SourceForm.ROLE and part.head in word_genders("roles")
    described = described and part.head not in word_set("unnamed_nouns")
    # "My father" and "his lawyer" say nothing outside of their article.
    described = described and part.first_word not in word_set("possessives")
    description = part.span.of(context.layout.text) if described else None
    entity = context.entities.add_unnamed(span=part.span, role=part.role, description=description)
    return ResolvedSource((entity,), confidence=STEP_CONFIDENCE["unnamed"], step="unnamed")


def _unless_unsure(source: ResolvedSource, part: SourcePart) -> ResolvedSource:
    """Return an unknown speaker with the part as its mention where a source is not sure enough."""
    least = LEAST_SURE_OF.get(source.step, LEAST_SURE)
    unsure = source.step in _RANKED_STEPS and source.confidence < least
    if unsure or not (source.entities or source.speaker):
        return ResolvedSource(confidence=source.confidence, mention=(part.span,))
    return source


def _from_speaker(speaker: Speaker, step: str, mention: Span) -> ResolvedSource:
    return ResolvedSource(
        speaker=speaker, confidence=STEP_CONFIDENCE[step], step=step, mention=(mention,)
    )


def _is_answer_label(text: str, source: Span) -> bool:
    """Return whether a source is the label of an answer: "A:" or "A."."""
    return source.of(text) == ANSWER_LABEL and text[source.end : source.end + 1] in (":", ".")


def _interviewee(entities: Entities) -> Choice | None:
    """Return the person that the text before the first question refers to most often."""
    first = QUESTION_LABEL.search(entities.layout.text)
    person = most_salient_person(entities, first.start()) if first else None
    return Choice(person, _ANSWER_CONFIDENCE) if person else None
