"""The entities of an article: mentions are gathered into people and organisations as it is read."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from service.speakers.coreference.ambiguous_names import choose_rival, prominence_of
from service.speakers.coreference.entity import Entity, Positions
from service.speakers.coreference.ranker import Ranker
from service.speakers.mentions.mention import EntityType, Mention
from service.speakers.names.layout import TextLayout
from service.speakers.names.lexicon import Gender, word_set
from service.speakers.names.name_match import NameMatch, is_misspelled, match_names
from service.speakers.names.organizations import (
    may_be_same_organization,
    organization_index_keys,
    organization_key,
)
from service.speakers.names.person_names import PersonName, more_complete_name
from service.speakers.names.roles import Role
from service.text.spans import Span

_TITLE_WEIGHT = 3
"""How much more the gender of a title counts than that of a given name or role."""
_RECENT_SPEAKERS = 12


class Entities:
    """The entities of one article, in the order in which they first appear.

    Mentions are added in the order in which the text makes them known.
    """

    def __init__(self, layout: TextLayout, *, ranker: Ranker) -> None:
        self.layout = layout
        self.ranker = ranker
        self.known: list[Entity] = []
        self.by_mention: dict[Span, Entity] = {}
        self.mentions: list[tuple[Mention, Entity]] = []
        self.positions = Positions(layout)
        self._speakers: list[tuple[int, int]] = []
        self._index: dict[str, dict[int, Entity]] = {}

    def add(self, mention: Mention) -> Entity | None:
        """Add the next mention, and return the new or known entity that it names.

        None means that several entities share the surname, and nothing shows which one is meant.
        """
        is_person = mention.entity_type is EntityType.PERSON
        people = self._matching_people(mention, known_only=not is_person)
        entity = choose_rival(mention, people, self.layout) if people else None
        if people and entity is None:
            return None
        if entity is None and (not is_person or len(mention.name.words) == 1):
            entity = self._matching_organization(mention)
        if entity is None:
            entity = self._create(mention.entity_type)
        self._record(entity, mention)
        return entity

    def add_unnamed(self, *, span: Span, role: Role | None, description: str | None) -> Entity:
        """Add a speaker without a name, so that later pronouns can refer to it.

        Args:
            span: the words that introduce the speaker.
            role: the role in these words.
            description: what to call the speaker.
        """
        entity = self._create(EntityType.PERSON)
        entity.full_name_span, entity.description = span, description
        if role:
            entity.roles.append(role)
            entity.genders.update({role.gender: 2} if role.gender else {})
        self.add_anaphor(entity, span.start)
        return entity

    def add_anaphor(self, entity: Entity, offset: int) -> None:
        """Record that a pronoun or role at `offset` refers to `entity`."""
        self.positions.add(entity, offset, quoted=False, possessive=False, is_anaphor=True)

    def learn_gender(self, entity: Entity, gender: Gender) -> None:
        """Record the gender of a pronoun that refers to an entity of unknown gender."""
        if entity.gender is None:
            entity.genders[gender] += 1

    def add_speaker(self, entity: Entity, offset: int) -> None:
        """Record that an entity is the source of a quotation at an offset."""
        self._speakers.append((offset, entity.number))

    def speakers_before(self, offset: int) -> list[tuple[int, int]]:
        """Return the last speakers before an offset, the nearest first.

        Each is a pair of the entity's number and the number of the paragraph.
        """
        recent = self._speakers[-_RECENT_SPEAKERS:]
        spoke = [(number, place) for place, number in recent if place < offset]
        return [(number, self.layout.paragraph_at(place)) for number, place in reversed(spoke)]

    def prominence(self, entity: Entity, offset: int) -> float:
        """Return how much the text up to an offset is about an entity."""
        return prominence_of(entity.mentions, self.layout, offset)

    def _create(self, entity_type: EntityType) -> Entity:
        entity = Entity(number=len(self.known), entity_type=entity_type)
        self.known.append(entity)
        return entity

    def _record(self, entity: Entity, mention: Mention) -> None:
        """Add a mention to its entity, and to the indexes."""
        text = mention.span.of(self.layout.text)
        entity.mentions.append(mention)
        if entity.entity_type is EntityType.PERSON:
            self._record_person(entity, mention)
            keys = _person_index_keys(mention.name)
        else:
            key = organization_key(text)
            entity.organization_keys.add(key)
            keys = organization_index_keys(key)
        for index_key in keys:
            self._index.setdefault(index_key, {})[entity.number] = entity
        entity.roles.extend(mention.roles)
        if not entity.full_name or more_complete_name(entity.full_name, text) != entity.full_name:
            entity.full_name, entity.full_name_span = text, mention.span
        self.by_mention[mention.span] = entity
        self.mentions.append((mention, entity))
        self.positions.add(
            entity,
            mention.span.start,
            quoted=mention.quoted,
            possessive=mention.possessive,
            is_anaphor=False,
        )

    def _record_person(self, entity: Entity, mention: Mention) -> None:
        name = mention.name
        entity.names.append(name)
        if entity.longest_name is None or _length(name) > _length(entity.longest_name):
            entity.longest_name = name
        genders = [name.gender, *(role.gender for role in mention.roles)]
        weight = _TITLE_WEIGHT if name.titles else 1
        entity.genders.update({gender: weight for gender in genders if gender})

    def _matching_people(self, mention: Mention, *, known_only: bool) -> list[Entity]:
        """Return the people whose name fits a mention best, in order of appearance.

        Args:
            mention: the mention.
            known_only: whether the mention is not taken for a person, so that only a good match
                makes it one.
        """
        best = NameMatch.NONE
        people: list[Entity] = []
        for entity in self._with_keys(_person_index_keys(mention.name)):
            if entity.entity_type is not EntityType.PERSON:
                continue
            match = self._match(mention, entity)
            if match is NameMatch.NONE or (known_only and match < _required_match(mention)):
                continue
            if match > best:
                best, people = match, []
            if match == best:
                people.append(entity)
        return people

    def _match(self, mention: Mention, entity: Entity) -> NameMatch:
        name = mention.name
        longest = entity.longest_name or name
        if _has_new_office(mention, entity):
            return NameMatch.NONE
        gender = name.gender if name.titles or len(longest.words) == 1 else None
        if entity.gender and gender and gender is not entity.gender:
            return NameMatch.NONE
        if name.suffix and len(longest.words) > 1 and not longest.suffix:
            return NameMatch.NONE
        if len(name.words) >= len(longest.words):
            reverse = match_names(longest, name)
            if reverse is NameMatch.GIVEN:
                titles = {title for known in entity.names for title in known.titles}
                used_as_surname = bool(word_set("honorifics") & titles)
                return NameMatch.NONE if used_as_surname else NameMatch.GIVEN
            if reverse is not NameMatch.NONE:
                return NameMatch.FULL
        match = match_names(name, longest)
        if match is NameMatch.NONE and len(name.words) == 1 and len(longest.words) > 1:
            return NameMatch.GIVEN if is_misspelled(name, longest) else NameMatch.NONE
        return match

    def _matching_organization(self, mention: Mention) -> Entity | None:
        """Return the organisation of that name that the text mentioned last."""
        key = organization_key(mention.span.of(self.layout.text))
        latest, match = -1, None
        for entity in self._with_keys(organization_index_keys(key)):
            last = entity.mentions[-1].span.start
            if entity.entity_type is EntityType.PERSON or last <= latest:
                continue
            if any(may_be_same_organization(key, known) for known in entity.organization_keys):
                latest, match = last, entity
        return match

    def _with_keys(self, keys: AbstractSet[str]) -> list[Entity]:
        """Return the entities that share an index key, in order of appearance."""
        entities: dict[int, Entity] = {}
        for key in keys:
            entities.update(self._index.get(key, {}))
        return [entities[number] for number in sorted(entities)]


def _person_index_keys(name: PersonName) -> frozenset[str]:
    """Return the words of a name, and the first letter of its surname for misspellings."""
    return frozenset([*name.surname, *name.given, *(f"{word[:1]}~" for word in name.surname[-1:])])


def _length(name: PersonName) -> tuple[int, int]:
    return len(name.words), len(name.suffix)


def _has_new_office(mention: Mention, entity: Entity) -> bool:
    """Return whether "President Obama" cannot be the entity of that surname: no president."""
    exclusive = word_set("exclusive_offices")
    offices = {role.head for role in mention.roles if role.head in exclusive}
    return (
        bool(offices)
        and len(mention.name.words) == 1
        and len(entity.mentions) < 3
        and not any(role.head in offices for role in entity.roles)
        and any(len(name.words) > 1 for name in entity.names)
        and bool(set(mention.name.titles) & word_set("title_roles"))
    )


def _required_match(mention: Mention) -> NameMatch:
    """Return how well a name that the engine took for no person's must match a person's name."""
    alone = len(mention.name.words) == 1 and mention.entity_type is not EntityType.GROUP
    return NameMatch.SURNAME if alone else NameMatch.FULL
