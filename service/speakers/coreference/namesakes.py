"""Tell people of one surname apart by their ages: "the younger Roe", "Roe senior"."""

from __future__ import annotations

from service.speakers.coreference.entities import Entities
from service.speakers.coreference.entity import Entity
from service.speakers.coreference.paragraph_subject import only_person_before
from service.speakers.coreference.patterns import IS_KIN, OLDER_KIN, OLDER_OR_YOUNGER, YOUNGER_KIN
from service.speakers.coreference.pronouns import Choice
from service.speakers.mentions.mention import EntityType
from service.speakers.names.lexicon import fold_word
from service.speakers.names.patterns import AGE_SUFFIX
from service.text.spans import Span

_CONFIDENCE = 0.8
_LONGEST_CLAUSE = 80
_MENTIONS = 6


def names_older_or_younger(text: str, source: Span) -> bool:
    """Return whether a source tells people of one surname apart by age."""
    return OLDER_OR_YOUNGER.fullmatch(text, source.start, source.end) is not None


def find_namesake(entities: Entities, source: Span) -> Choice | None:
    """Return whom "the younger Roe" or "Roe senior" means, None where nothing tells.

    Args:
        entities: The entities read so far.
        source: The span of these words.
    """
    found = OLDER_OR_YOUNGER.fullmatch(entities.layout.text, source.start, source.end)
    if found is None:
        return None
    surname = fold_word(found["after"] or found["before"])
    people = [
        each
        for each in entities.known
        if each.entity_type is EntityType.PERSON
        and each.longest_name is not None
        and each.longest_name.surname[-1:] == (surname,)
    ]
    if len(people) == 1:
        return Choice(people[0], _CONFIDENCE)
    if not people:
        return None
    older = (found["age"] or found["rank"]).casefold() in ("elder", "older", "senior", "snr", "sr")
    ages = {each.number: _age(each) for each in people}
    known = [age for age in ages.values() if age is not None]
    if len(known) == len(people) and len(set(known)) == len(known):
        extreme = max(known) if older else min(known)
        return Choice(next(e for e in people if ages[e.number] == extreme), _CONFIDENCE)
    kin, other = (OLDER_KIN, YOUNGER_KIN) if older else (YOUNGER_KIN, OLDER_KIN)
    by_kin = [each for each in people if _is_kin(entities, each, kin)]
    rest = [each for each in people if not _is_kin(entities, each, other)]
    for one in (by_kin, rest):
        if len(one) == 1:
            return Choice(one[0], _CONFIDENCE)
    person = only_person_before(entities, source.start)
    return Choice(person, _CONFIDENCE) if person in people and person is not None else None


def _age(person: Entity) -> int | None:
    ages = (r.head.removesuffix(AGE_SUFFIX) for r in person.roles if r.head.endswith(AGE_SUFFIX))
    return next((int(age) for age in ages if age.isdigit()), None)


def _is_kin(entities: Entities, person: Entity, kin: frozenset[str]) -> bool:
    """Return whether the text calls a person so: "Jane Roe, a niece", "Jane Roe is a niece"."""
    if any(role.head in kin for role in person.roles):
        return True
    text = entities.layout.text
    ends = (mention.span.end for mention in person.mentions[:_MENTIONS])
    found = (IS_KIN.match(text, end, end + _LONGEST_CLAUSE) for end in ends)
    return any(each["kin"] in kin for each in found if each)
