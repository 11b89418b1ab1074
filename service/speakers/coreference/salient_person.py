"""Resolve nouns that vary the name of the person whom the text has just been about.

"Roe walked across it first. “It moved,” the surveyor said." No role beside the name says so. The
place in the text does, where it leaves one person, and where nothing about that person differs.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from itertools import islice

from service.speakers.coreference.described_bodies import is_introduced
from service.speakers.coreference.entities import Entities
from service.speakers.coreference.entity import Entity
from service.speakers.coreference.paragraph_subject import (
    only_person_before,
    only_person_of_paragraph_before,
)
from service.speakers.coreference.patterns import (
    DEFINING_AFTER,
    GENDERED_PRONOUN,
    IS_SCHOLAR,
    OLD_WORDS,
    OWNED_SUBJECT,
    POSSESSIVE_IN,
    PRONOUN_GENDERS,
    SCHOLARS,
    UNNAMED_SUBJECT,
    YOUNG_WORDS,
)
from service.speakers.coreference.pronouns import Choice
from service.speakers.mentions.described_roles import NO_ROLES
from service.speakers.mentions.mention import EntityType
from service.speakers.names.lexicon import fold_word, word_genders, word_set
from service.speakers.names.patterns import AGE_SUFFIX, DEFINITE_ARTICLE, FORMER
from service.speakers.names.roles import Role, is_profession, role_fit, roles_clash
from service.speakers.sources.forms import SourcePart
from service.text.spans import Span

_SAME_PARAGRAPH = 0.7
_PARAGRAPH_BEFORE = 0.65
_ONLY_OF_GENDER = 0.7
_PARAGRAPHS_BACK = 3
_POSITIONS_BACK = 40
_OLD, _YOUNG = 55, 40
"""From the first age on a person may be called old, below the second young."""
_SENTENCES_BACK = 4
_FEWEST_LETTERS = 4
_FEWEST_OF_TITLE = 3
_NO_PEOPLE = (*NO_ROLES, "false_agents")


def find_salient_person(
    entities: Entities, part: SourcePart, role: Role, *, content: Sequence[Span]
) -> Choice | None:
    """Return the one person whom a definite noun may mean where it stands, None in doubt.

    Args:
        entities: The entities read so far.
        part: The part of the source with the noun.
        role: The role that the noun names.
        content: What the person said.
    """
    offset = part.span.start
    if part.first_word != DEFINITE_ARTICLE or part.mention or not may_be_person(part.head):
        return None
    text = entities.layout.text
    owned = POSSESSIVE_IN.search(text, part.span.start, part.span.end)
    if owned or DEFINING_AFTER.match(text, part.span.end):
        return None
    titled = _only_with_title(entities, part)
    if titled:
        return titled
    if is_introduced(entities, part.head, offset) or _is_about_unnamed(entities, offset):
        return None
    if role.gender and part.head in word_set("side_roles"):
        return _only_of_gender(entities, role, offset)
    if _has_holder(entities, role):
        return None
    doctor = _only_doctor(entities, role, offset)
    if doctor or part.head in word_set("relational_roles"):
        return doctor
    person, confidence = only_person_before(entities, offset), _SAME_PARAGRAPH
    posts = word_set("posts")
    if person is None and content and content[0].start < offset:
        person = only_person_of_paragraph_before(entities, content[0].start)
        confidence, posts = _PARAGRAPH_BEFORE, frozenset()
    if person is None or not person.full_name or _differs(person, role, posts):
        return None
    return None if is_spoken_of(entities, person, content) else Choice(person, confidence)


def _is_about_unnamed(entities: Entities, offset: int) -> bool:
    """Return whether the text before an offset is about somebody without a name.

    "A landlord who would not be named denied it.

    “It is a lie,” the man said."
    """
    layout = entities.layout
    here, last = layout.sentence_at(offset), -1
    for position in entities.positions.before(offset, _POSITIONS_BACK):
        if position.entity.entity_type is EntityType.PERSON and not position.quoted:
            if not position.entity.full_name:
                return True
            last = position.sentence
            break
    for number in range(here, max(-1, here - _SENTENCES_BACK, last), -1):
        begin = layout.sentences[number].start
        kin = OWNED_SUBJECT.match(layout.text, begin, offset)
        if kin and fold_word(kin["noun"]) in word_set("relational_roles"):
            return True
        subject = UNNAMED_SUBJECT.match(layout.text, begin, offset)
        if subject is None or layout.is_quoted(begin):
            continue
        words = map(fold_word, subject["words"].split())
        if subject["who"] or any(is_profession(word) for word in words):
            return True
    return False


def _only_with_title(entities: Entities, part: SourcePart) -> Choice | None:
    """Return the one person whose title is short for a noun: "Cllr Roe", "the councillor"."""
    named = dict.fromkeys(entity for _, entity in entities.named_before(part.span.start))
    titled = [
        entity
        for entity in named
        if entity.entity_type is EntityType.PERSON
        and any(_is_short_for(title, part.head) for title in entity.titles)
    ]
    return Choice(titled[0], _SAME_PARAGRAPH) if len(titled) == 1 else None


def _is_short_for(title: str, noun: str) -> bool:
    """Return whether the letters of a title stand in a noun in their order."""
    letters = iter(noun)
    short = _FEWEST_OF_TITLE <= len(title) < len(noun) and title[0] == noun[0]
    return short and all(letter in letters for letter in title)


def _only_doctor(entities: Entities, role: Role, offset: int) -> Choice | None:
    """Return the one doctor or professor so far, where a noun names a scholar: "the botanist"."""
    if IS_SCHOLAR.fullmatch(role.head) is None or role.head in word_set("side_roles"):
        return None
    doctors = dict.fromkeys(
        entity
        for _, entity in entities.named_before(offset)
        if any(own.head in SCHOLARS for own in entity.roles)
    )
    fitting = [each for each in doctors if not _differs(each, role, frozenset())]
    return Choice(fitting[0], _SAME_PARAGRAPH) if len(doctors) == len(fitting) == 1 else None


def _has_holder(entities: Entities, role: Role) -> bool:
    """Return whether the text gave a role to somebody: then the place alone shows nothing."""
    return any(
        each.entity_type is EntityType.PERSON and role_fit(role, own) > 0
        for each in entities.with_roles([role])
        for own in each.roles
    )


def may_be_person(head: str) -> bool:
    """Return whether a noun may name one person by its form: not a body, a document, a plural."""
    if head.endswith(AGE_SUFFIX) or head in word_genders("roles"):
        return True
    if len(head) < _FEWEST_LETTERS or head.endswith(("s", "ing", "ly", "tion", "ness", "ity")):
        return False
    return not any(head in word_set(name) for name in _NO_PEOPLE)


def is_spoken_of(entities: Entities, person: Entity, content: Sequence[Span]) -> bool:
    """Return whether quoted words call a person "he" or "she", and no other person fits."""
    if person.gender is None or not content:
        return False
    text, offset = entities.layout.text, content[0].start
    spoken = (m for span in content for m in GENDERED_PRONOUN.finditer(text, span.start, span.end))
    if all(
        PRONOUN_GENDERS[fold_word(word.group())] is not person.gender
        or not entities.layout.is_quoted(word.start())
        for word in spoken
    ):
        return False
    others = (each for each in _people_near(entities, offset) if each is not person)
    return all(each.gender not in (person.gender, None) for each in others)


def _only_of_gender(entities: Entities, role: Role, offset: int) -> Choice | None:
    """Return the one person near a noun for a man or a woman whom the noun fits: "the old man"."""
    people = [
        each
        for each in _people_near(entities, offset)
        if each.full_name
        and each.gender in (role.gender, None)
        and not _is_of_other_age(each, role)
    ]
    sure = [each for each in people if each.gender is role.gender]
    if role.modifiers & (OLD_WORDS | YOUNG_WORDS):
        aged = [each for each in sure or people if _ages(each)]
        sure = aged if len(aged) == 1 else sure
    fitting = sure or people
    return Choice(fitting[0], _ONLY_OF_GENDER) if len(fitting) == 1 else None


def _people_near(entities: Entities, offset: int) -> list[Entity]:
    """Return the people of the last paragraphs before an offset, the nearest first."""
    here = entities.layout.paragraph_at(offset)
    positions = islice(entities.positions.before(offset, _POSITIONS_BACK), _POSITIONS_BACK)
    return list(
        dict.fromkeys(
            position.entity
            for position in positions
            if here - position.paragraph <= _PARAGRAPHS_BACK
            and not position.quoted
            and position.entity.entity_type is EntityType.PERSON
        )
    )


def _ages(person: Entity) -> list[int]:
    printed = (r.head.removesuffix(AGE_SUFFIX) for r in person.roles if r.head.endswith(AGE_SUFFIX))
    return [int(age) for age in printed if age.isdigit()]


def _is_of_other_age(person: Entity, role: Role) -> bool:
    words = role.modifiers | {role.head}
    if words & OLD_WORDS:
        return any(age < _OLD for age in _ages(person))
    return bool(words & YOUNG_WORDS) and any(age >= _YOUNG for age in _ages(person))


def _differs(person: Entity, role: Role, posts: Set[str]) -> bool:
    """Return whether something that the text says of a person rules a noun out.

    Args:
        person: The person.
        role: The role that the noun names.
        posts: Roles that a person may have beside any profession.
    """
    if role.gender and person.gender and role.gender is not person.gender:
        return True
    if _is_of_other_age(person, role) or any(roles_clash(role, own) for own in person.roles):
        return True
    own_roles = [own for own in person.roles if not own.head.endswith(AGE_SUFFIX)]
    if role.head.endswith(AGE_SUFFIX):
        return len(own_roles) < len(person.roles)
    if any(role.modifiers & own.modifiers for own in own_roles):
        return False  # "Regular keeper Jane Roe", "the regular goalie".
    if role.head in word_set("side_roles") or role.head in YOUNG_WORDS | OLD_WORDS:
        return False
    compatible = word_set("side_roles") | posts
    if IS_SCHOLAR.fullmatch(role.head):
        scholars = {own.head for own in own_roles if IS_SCHOLAR.fullmatch(own.head)}
        compatible = compatible | SCHOLARS | scholars
    return any(own.head not in compatible and FORMER not in own.modifiers for own in own_roles)
