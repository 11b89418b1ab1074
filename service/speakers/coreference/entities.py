"""The cast of an article: mentions gathered into people and bodies as the text is read."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from service.speakers.coreference.ambiguous_names import choose_rival, prominence_of
from service.speakers.coreference.entity import Entity
from service.speakers.coreference.ranker import Ranker
from service.speakers.coreference.traces import Positions
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


class Entities:
    """Who is in the article, grown mention by mention in the order of the text."""

    def __init__(self, layout: TextLayout, *, ranker: Ranker) -> None:
        self.layout = layout
        self.ranker = ranker
        self.known: list[Entity] = []
        self.by_mention: dict[Span, Entity] = {}
        self.mentions: list[tuple[Mention, Entity]] = []
        self.positions = Positions(layout)
        self._spoke: list[tuple[int, int]] = []
        self._index: dict[str, dict[int, Entity]] = {}

    def add(self, mention: Mention) -> Entity | None:
        """The next mention of the text -> the member it names, new or known.

        None where several bear the surname and nothing tells which of them is meant.
        """
        known = self._people(mention, known_only=mention.entity_type is not EntityType.PERSON)
        entity = choose_rival(mention, known, self.layout) if known else None
        if known and entity is None:
            return None
        if entity is None and (
            mention.entity_type is not EntityType.PERSON or len(mention.name.words) == 1
        ):
            entity = self._body(mention)
        if entity is None:
            entity = self._new(mention.entity_type)
        self._note(entity, mention)
        return entity

    def add_unnamed(self, *, span: Span, role: Role | None, description: str | None) -> Entity:
        """Somebody without a name who spoke -> a member, so that pronouns can go on with it."""
        entity = self._new(EntityType.PERSON)
        entity.full_name_span, entity.description = span, description
        if role:
            entity.roles.append(role)
            entity.genders.update({role.gender: 2} if role.gender else {})
        self.add_anaphor(entity, span.start)
        return entity

    def add_anaphor(self, entity: Entity, offset: int) -> None:
        """Notes a place where a pronoun or a role stands for a member."""
        self.positions.add(entity, offset, quoted=False, possessive=False, is_anaphor=True)

    def learn_gender(self, entity: Entity, gender: Gender) -> None:
        """Notes that a pronoun told a member's gender."""
        if entity.gender is None:
            entity.genders[gender] += 1

    def add_speaker(self, entity: Entity, offset: int) -> None:
        """Notes where a member is the source of a quotation."""
        self._spoke.append((offset, entity.number))

    def speakers_before(self, offset: int) -> list[tuple[int, int]]:
        """An offset -> the last speakers before it as (number, paragraph), the nearest first."""
        spoke = [(who, place) for place, who in self._spoke[-12:] if place < offset]
        return [(who, self.layout.paragraph_at(place)) for who, place in reversed(spoke)]

    def prominence(self, entity: Entity, offset: int) -> float:
        """A member and an offset -> how much the text has been about it up to there."""
        return prominence_of(entity.mentions, self.layout, offset)

    def _new(self, entity_type: EntityType) -> Entity:
        entity = Entity(number=len(self.known), entity_type=entity_type)
        self.known.append(entity)
        return entity

    def _note(self, entity: Entity, mention: Mention) -> None:
        text = mention.span.of(self.layout.text)
        entity.mentions.append(mention)
        if entity.entity_type is EntityType.PERSON:
            entity.names.append(mention.name)
            if entity.longest_name is None or _length(mention.name) > _length(entity.longest_name):
                entity.longest_name = mention.name
            told = [mention.name.gender, *(role.gender for role in mention.roles)]
            weight = 3 if mention.name.titles else 1
            entity.genders.update({g: weight for g in told if g})
        else:
            entity.organization_keys.add(organization_key(text))
        for key in (
            _keys(mention.name)
            if entity.entity_type is EntityType.PERSON
            else organization_index_keys(organization_key(text))
        ):
            self._index.setdefault(key, {})[entity.number] = entity
        entity.roles.extend(mention.roles)
        if not entity.full_name or more_complete_name(entity.full_name, text) != entity.full_name:
            entity.full_name, entity.full_name_span = text, mention.span
        self.by_mention[mention.span] = entity
        self.mentions.append((mention, entity))
        offset, quoted, possessive = mention.span.start, mention.quoted, mention.possessive
        self.positions.add(entity, offset, quoted=quoted, possessive=possessive, is_anaphor=False)

    def _people(self, mention: Mention, *, known_only: bool) -> list[Entity]:
        """The people whose name fits a mention best, in the order in which they came in."""
        best = NameMatch.NONE
        found: list[Entity] = []
        for entity in self._known(_keys(mention.name)):
            if entity.entity_type is not EntityType.PERSON:
                continue
            match = self._match(mention, entity)
            if match is NameMatch.NONE or (known_only and match < _least(mention)):
                continue
            if match > best:
                best, found = match, []
            if match == best:
                found.append(entity)
        return found

    def _match(self, mention: Mention, entity: Entity) -> NameMatch:
        name = mention.name
        longest_name = entity.longest_name or name
        if _new_office(mention, entity):
            return NameMatch.NONE
        told = name.gender if name.titles or len(longest_name.words) == 1 else None
        if entity.gender and told and told is not entity.gender:
            return NameMatch.NONE
        if name.suffix and len(longest_name.words) > 1 and not longest_name.suffix:
            return NameMatch.NONE
        if len(name.words) >= len(longest_name.words):
            back = match_names(longest_name, name)
            if back is NameMatch.GIVEN:
                surname = any(word_set("honorifics") & set(one.titles) for one in entity.names)
                return NameMatch.NONE if surname else NameMatch.GIVEN
            if back is not NameMatch.NONE:
                return NameMatch.FULL
        match = match_names(name, longest_name)
        if match is NameMatch.NONE and len(name.words) == 1 and len(longest_name.words) > 1:
            return NameMatch.GIVEN if is_misspelled(name, longest_name) else NameMatch.NONE
        return match

    def _body(self, mention: Mention) -> Entity | None:
        form = organization_key(mention.span.of(self.layout.text))
        latest, found = -1, None
        for entity in self._known(organization_index_keys(form)):
            if entity.entity_type is EntityType.PERSON or entity.mentions[-1].span.start <= latest:
                continue
            if any(may_be_same_organization(form, known) for known in entity.organization_keys):
                latest, found = entity.mentions[-1].span.start, entity
        return found

    def _known(self, keys: AbstractSet[str]) -> list[Entity]:
        """Keys -> the members that share one, in the order in which they came in."""
        found: dict[int, Entity] = {}
        for key in keys:
            found.update(self._index.get(key, {}))
        return [found[number] for number in sorted(found)]


def _keys(name: PersonName) -> frozenset[str]:
    """A name -> its words, and what a misspelling leaves of its surname: its first letter."""
    return frozenset([*name.surname, *name.given, *(f"{word[:1]}~" for word in name.surname[-1:])])


def _length(name: PersonName) -> tuple[int, int]:
    return len(name.words), len(name.suffix)


def _new_office(mention: Mention, entity: Entity) -> bool:
    """Whether "President Obama" comes after somebody of that surname who is no president."""
    offices = {role.head for role in mention.roles if role.head in word_set("exclusive_offices")}
    return (
        bool(offices)
        and len(mention.name.words) == 1
        and len(entity.mentions) < 3
        and not any(role.head in offices for role in entity.roles)
        and any(len(name.words) > 1 for name in entity.names)
        and bool(set(mention.name.titles) & word_set("title_roles"))
    )


def _least(mention: Mention) -> NameMatch:
    """How well the name of what an engine took for a body must match to be a person's."""
    lone = len(mention.name.words) == 1 and mention.entity_type is not EntityType.GROUP
    return NameMatch.SURNAME if lone else NameMatch.FULL
