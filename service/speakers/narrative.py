"""Follow the narrative between quotations: whom its pronouns and roles refer to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from service.guard import Guard
from service.speakers.context import ReadingContext, reading_offset
from service.speakers.coreference.patterns import NARRATIVE_PRONOUN, PRONOUN_GENDERS
from service.speakers.coreference.pronouns import choose_antecedent, is_one_of_pair
from service.speakers.mentions.mention import EntityType, Mention
from service.speakers.names.lexicon import fold_word
from service.speakers.names.patterns import AGE_SUFFIX
from service.speakers.names.roles import Role

_SURE_ENOUGH_TO_FOLLOW = 0.5
_SURE_ENOUGH_TO_LEARN = 0.8
_MOST_ROLES = 100
"""How many different roles of an article are looked for."""


@dataclass(frozen=True, slots=True)
class NarrativeEvent:
    """A quotation, or a pronoun or role of the narrative, at an offset of the text."""

    offset: int
    quotation: int | None
    """The number of the quotation, None for a pronoun or a role."""
    word: str = ""
    """The pronoun or the role, folded."""


def role_words(mentions: Iterable[Mention]) -> re.Pattern[str] | None:
    """Return the pattern of the roles of people as definite nouns: "the judge", "the UNO"."""
    heads = dict.fromkeys(
        role.head
        for mention in mentions
        if mention.entity_type is EntityType.PERSON
        for role in mention.roles
        if not role.head.endswith(AGE_SUFFIX)
    )
    if not heads:
        return None
    nouns = "|".join(re.escape(head) for head in sorted(list(heads)[:_MOST_ROLES]))
    return re.compile(
        rf"\bthe[ \u00a0](?P<role>{nouns})\b(?!['’-]|[ \u00a0](?-i:[^\W\d_a-z]))", re.IGNORECASE
    )


def events_of_paragraph(
    context: ReadingContext, paragraph: int, numbers: list[int]
) -> list[NarrativeEvent]:
    """Return what a paragraph refers to people with, in the order of the text.

    Args:
        context: The state of the resolver.
        paragraph: The number of the paragraph.
        numbers: The numbers of its quotations.
    """
    layout, quotations = context.layout, context.extraction.quotations
    events = [NarrativeEvent(reading_offset(quotations[number]), number) for number in numbers]
    taken = {event.offset for event in events}
    if paragraph < 0:
        return events
    span = layout.paragraphs[paragraph]
    patterns = [NARRATIVE_PRONOUN, context.role_words]
    for word in (w for p in patterns if p for w in p.finditer(layout.text, span.start, span.end)):
        if word.start() not in taken and not layout.is_quoted(word.start()):
            role = word.groupdict().get("role")
            events.append(NarrativeEvent(word.start(), None, fold_word(role or word.group())))
    return sorted(events, key=lambda event: event.offset)


def follow_reference(context: ReadingContext, event: NarrativeEvent) -> None:
    """Record the entity that a pronoun or role refers to, where that is likely enough."""
    with Guard("resolving a pronoun"):
        if event.word in PRONOUN_GENDERS:
            _follow_pronoun(context, event)
        else:
            _follow_role(context, event)


def _follow_pronoun(context: ReadingContext, event: NarrativeEvent) -> None:
    entities = context.entities
    if context.observe:
        context.observe(entities, event.word, event.offset, ())
    choice = choose_antecedent(entities, word=event.word, offset=event.offset)
    if choice is None or choice.confidence <= _SURE_ENOUGH_TO_FOLLOW:
        return
    if is_one_of_pair(entities, choice.entity, offset=event.offset):
        return
    entities.add_anaphor(choice.entity, event.offset)
    if choice.confidence > _SURE_ENOUGH_TO_LEARN:
        entities.learn_gender(choice.entity, PRONOUN_GENDERS[event.word])


def _follow_role(context: ReadingContext, event: NarrativeEvent) -> None:
    """Record the one person who has a role, where the text names that person before."""
    holders = [
        entity
        for entity in context.entities.with_roles([Role(event.word, frozenset(), None)])
        if entity.entity_type is EntityType.PERSON
        and any(role.head == event.word for role in entity.roles)
    ]
    if len(holders) == 1 and holders[0].count_before(event.offset):
        context.entities.add_anaphor(holders[0], event.offset)
