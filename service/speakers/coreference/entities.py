"""The entities of an article: mentions are gathered into people and organisations as it is read."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable, Iterator, Mapping, Sequence

from service.extraction.quotation import ContextVectors
from service.speakers.coreference.ambiguous_names import choose_rival, prominence_of
from service.speakers.coreference.entity import Entity, Positions, may_be_body
from service.speakers.coreference.entity_index import EntityIndex, keys_to_find, keys_to_store
from service.speakers.coreference.ranker import Ranker, Vector
from service.speakers.mentions.mention import EntityType, Mention
from service.speakers.names.layout import TextLayout
from service.speakers.names.lexicon import Gender, word_set
from service.speakers.names.name_match import NameMatch, is_misspelled, match_names
from service.speakers.names.organizations import (
    may_be_same_organization,
    organization_index_keys,
    organization_key,
)
from service.speakers.names.person_names import PersonName, more_complete_name, parse_name
from service.speakers.names.roles import Role, role_key, role_keys
from service.text.spans import Span

_TITLE_WEIGHT = 3
"""How much more the gender of a title counts than that of a given name or role."""
_RECENT_SPEAKERS = 12
_NAMES_BACK = 12
"""How many names of a person are searched for one after the person's last turn."""
_MENTIONS_BACK = 300
"""How many mentions before an offset are looked at."""


class Entities:
    """The entities of one article, in the order in which they first appear.

    Mentions are added in the order in which the text makes them known.
    """

    def __init__(
        self, layout: TextLayout, *, ranker: Ranker, vectors: ContextVectors | None = None
    ) -> None:
        """Start without entities.

        Args:
            layout: The text.
            ranker: Scores the candidates of a pronoun.
            vectors: The encoder's vectors of the text, if there are any.
        """
        self.layout = layout
        self._ranker = ranker
        self._vectors = vectors
        self.known: list[Entity] = []
        self.by_mention: dict[Span, Entity] = {}
        self.mentions: list[tuple[Mention, Entity]] = []
        self.positions = Positions(layout)
        self._speakers: list[tuple[int, int]] = []
        self._turns: dict[int, tuple[int, float]] = {}
        self._people = EntityIndex()
        self._others = EntityIndex()
        self._roles = EntityIndex()

    def add(self, mention: Mention) -> Entity | None:
        """Add the next mention, and return the new or known entity that it names.

        None means that several entities share the surname, and nothing shows which one is meant.
        """
        is_person = mention.entity_type is EntityType.PERSON
        people = self._matching_people(mention, known_only=not is_person)
        entity = choose_rival(mention, people, self.layout) if people else None
        if people and entity is None:
            return None
        if entity is None and may_be_body(mention):
            entity = self._matching_organization(mention)
        if entity is None:
            entity = self._create(mention.entity_type)
        self._record(entity, mention)
        return entity

    def add_organization(self, span: Span) -> Entity | None:
        """Add an organisation by the words of a source, and return the entity that they name.

        None means that the words are a name already, or that people share it.
        """
        text = span.of(self.layout.text)
        if span in self.by_mention:
            return self.by_mention[span]
        return self.add(
            Mention(
                span=span,
                entity_type=EntityType.ORGANIZATION,
                name=parse_name(text),
                possessive=False,
                quoted=self.layout.is_quoted(span.start),
                roles=(),
                known_from=span.start,
            )
        )

    def add_unnamed(self, *, span: Span, role: Role | None, description: str | None) -> Entity:
        """Add a speaker without a name, so that later pronouns can refer to it.

        Args:
            span: The words that introduce the speaker.
            role: The role in these words.
            description: What to call the speaker.
        """
        entity = self._create(EntityType.PERSON)
        entity.full_name_span, entity.description = span, description
        if role:
            self._record_roles(entity, (role,))
            entity.genders.update({role.gender: 2} if role.gender else {})
        self.add_anaphor(entity, span.start)
        return entity

    def add_anaphor(self, entity: Entity, offset: int) -> None:
        """Record that a pronoun or role at `offset` refers to `entity`."""
        self.positions.add(entity, offset)

    def learn_gender(self, entity: Entity, gender: Gender) -> None:
        """Record the gender of a pronoun that refers to an entity of unknown gender."""
        if entity.gender is None:
            entity.genders[gender] += 1

    def add_speaker(self, entity: Entity, offset: int, *, confidence: float = 1.0) -> None:
        """Record that an entity is the source of a quotation at an offset, and how sure that is."""
        self._speakers.append((offset, entity.number))
        self._turns[entity.number] = offset, confidence

    def sureness_of_turn(self, entity: Entity, offset: int) -> float:
        """Return how sure it is that an entity spoke last, where no name shows it since."""
        turn, confidence = self._turns.get(entity.number, (offset, 1.0))
        names = [mention.span.start for mention in entity.mentions[-_NAMES_BACK:]]
        return 1.0 if any(turn <= start < offset for start in names) else confidence

    def speakers_before(self, offset: int) -> list[tuple[int, int]]:
        """Return the last speakers before an offset, the nearest first.

        Each is a pair of the entity's number and the number of the paragraph.
        """
        recent = self._speakers[-_RECENT_SPEAKERS:]
        spoke = [(number, place) for place, number in recent if place < offset]
        return [(number, self.layout.paragraph_at(place)) for number, place in reversed(spoke)]

    def vector_of(self, words: Span) -> Vector | None:
        """Return the encoder's vector of words, None where there are no vectors."""
        return None if self._vectors is None else self._vectors.vector(words)

    def score(self, features: Mapping[str, float], pronoun: Vector | None, words: Span) -> float:
        """Return the ranker's points for a candidate.

        Args:
            features: The features of the candidate.
            pronoun: The vector of the pronoun; None to compare none.
            words: The words that referred to the candidate last.
        """
        learned = self._ranker.with_vectors
        other = None if pronoun is None or learned is None else self.vector_of(words)
        if learned is None or pronoun is None or other is None:
            return self._ranker.alone.score(features)
        return learned.score(features, pronoun, other)

    def with_roles(self, roles: Iterable[Role]) -> list[Entity]:
        """Return the entities whose roles may fit one of the roles, in order of appearance."""
        return self._roles.find({key for role in roles for key in (role_key(role), role.head)})

    def named_before(self, offset: int) -> Iterator[tuple[Mention, Entity]]:
        """Yield the last mentions that end by an offset with their entities, the nearest first."""
        end = bisect_right(self.mentions, offset, key=_known_from)
        for number in range(end - 1, max(-1, end - 1 - _MENTIONS_BACK), -1):
            if self.mentions[number][0].span.end <= offset:
                yield self.mentions[number]

    def prominence(self, entity: Entity, offset: int) -> float:
        """Return how much the text up to an offset is about an entity."""
        return prominence_of(entity.mentions, self.layout, offset)

    def _create(self, entity_type: EntityType) -> Entity:
        entity = Entity(number=len(self.known), entity_type=entity_type)
        self.known.append(entity)
        return entity

    def _record(self, entity: Entity, mention: Mention) -> None:
        """Add a mention to its entity, and to the indexes."""
        text = mention.whole or mention.span.of(self.layout.text)
        entity.mentions.append(mention)
        if entity.entity_type is EntityType.PERSON:
            self._record_person(entity, mention)
            self._people.add(keys_to_store(mention.name), entity)
        else:
            key = organization_key(text)
            entity.add_organization_key(key)
            self._others.add(organization_index_keys(key), entity)
        self._record_roles(entity, mention.roles)
        if not entity.full_name or more_complete_name(entity.full_name, text) != entity.full_name:
            entity.full_name, entity.full_name_span = text, mention.span
        self.by_mention[mention.span] = entity
        insort(self.mentions, (mention, entity), key=_known_from)
        self.positions.add(entity, mention.span.start, mention=mention)

    def _record_roles(self, entity: Entity, roles: Sequence[Role]) -> None:
        entity.add_roles(roles)
        self._roles.add({key for role in roles for key in role_keys(role)}, entity)

    def _record_person(self, entity: Entity, mention: Mention) -> None:
        name = mention.name
        entity.titles.update(name.titles)
        entity.first_name = entity.first_name or name
        if entity.longest_name is None or _length(name) > _length(entity.longest_name):
            entity.longest_name = name
        genders = [name.gender, *(role.gender for role in mention.roles)]
        weight = _TITLE_WEIGHT if name.titles else 1
        entity.genders.update({gender: weight for gender in genders if gender})

    def _matching_people(self, mention: Mention, *, known_only: bool) -> list[Entity]:
        """Return the people whose name fits a mention best, in order of appearance.

        Args:
            mention: The mention.
            known_only: Whether the mention is not taken for a person, so that only a good match
                makes it one.
        """
        best = NameMatch.NONE
        people: list[Entity] = []
        for entity in self._people.find(keys_to_find(mention.name)):
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
                used_as_surname = not entity.titles.isdisjoint(word_set("honorifics"))
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
        for entity in self._others.find(organization_index_keys(key)):
            last = entity.mentions[-1].span.start
            if last <= latest:
                continue
            if any(may_be_same_organization(key, known) for known in entity.organization_keys):
                latest, match = last, entity
        return match


def _known_from(named: tuple[Mention, Entity]) -> int:
    return named[0].known_from


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
        and entity.longest_name is not None
        and len(entity.longest_name.words) > 1
        and bool(set(mention.name.titles) & word_set("title_roles"))
    )


def _required_match(mention: Mention) -> NameMatch:
    """Return how well a name that the engine took for no person's must match a person's name."""
    alone = len(mention.name.words) == 1 and mention.entity_type is not EntityType.GROUP
    return NameMatch.SURNAME if alone else NameMatch.FULL
