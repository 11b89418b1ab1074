"""An entity: one person or organisation of an article, and the positions that refer to it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from service.speakers.mentions.mention import EntityType, Mention
from service.speakers.names.layout import TextLayout
from service.speakers.names.lexicon import Gender, fold_word, given_name_gender, word_set
from service.speakers.names.organizations import is_outlet_name
from service.speakers.names.person_names import PersonName
from service.speakers.names.roles import Role
from service.text.spans import Span

_LAST_LETTERS = re.compile(r"[\w.’'-]+$")
_CAPITALISED = re.compile(r"[A-Z][\w.]*")
_TITLES = 2
"""How many capitalised words may stand between a name and what governs it."""
_LONGEST_LEAD = 60
_WORD = re.compile(r"\w+")
_MOST_KEYS = 20
"""How many names of an organisation are compared with others, so that the cost stays linear."""
_MOST_ROLES = 40
"""How many roles of an entity are compared with others, for the same reason."""


@dataclass(slots=True, eq=False)
class Entity:
    """One person or organisation of the article, as far as the article has been read."""

    number: int
    entity_type: EntityType
    organization_keys: list[str] = field(default_factory=list)
    """The first names of an organisation in their form for comparison."""
    first_name: PersonName | None = None
    """The parsed name that the text gives a person first."""
    longest_name: PersonName | None = None
    """The parsed name with the most words."""
    mentions: list[Mention] = field(default_factory=list)
    titles: set[str] = field(default_factory=set)
    """All titles that the text gives the person, folded."""
    roles: list[Role] = field(default_factory=list)
    """The last different roles that the text gives the entity."""
    genders: Counter[Gender] = field(default_factory=Counter)
    offsets: list[int] = field(default_factory=list)
    """The offsets of names, pronouns and roles that refer to the entity, in order."""
    full_name: str = ""
    """The most complete printed name; empty for an entity without a name."""
    full_name_span: Span = field(default_factory=lambda: Span(0, 0))
    """The span of the full name, or of the words that introduced an entity without a name."""
    description: str | None = None
    """What the text calls an entity without a name: "The keeper"."""

    @property
    def gender(self) -> Gender | None:
        """The gender that titles, given names, roles and pronouns show together."""
        common = self.genders.most_common(2)
        if not common and self.first_name and self._has_only_lone_names():
            word = self.first_name.words[0]
            is_surname = fold_word(word) in word_set("given_names_also_surnames")
            return None if is_surname else given_name_gender(word)
        if not common or (len(common) > 1 and common[0][1] == common[1][1]):
            return None
        return common[0][0]

    @property
    def may_be_organization(self) -> bool:
        """Whether nothing but the engine's guess says that the entity is a person."""
        return bool(
            self.full_name
            and self._has_only_lone_names()
            and not (self.titles or self.roles or self.genders or self.gender)
        )

    def correct_type(self, entity_type: EntityType) -> None:
        """Give an entity another type than the engine did, where only the engine has one."""
        if self.may_be_organization:
            self.entity_type = entity_type

    def add_organization_key(self, key: str) -> None:
        """Record a name of an organisation in its form for comparison."""
        if key not in self.organization_keys and len(self.organization_keys) < _MOST_KEYS:
            self.organization_keys.append(key)

    def add_roles(self, roles: Iterable[Role]) -> None:
        """Record roles that the text gives the entity."""
        self.roles.extend(role for role in dict.fromkeys(roles) if role not in self.roles)
        del self.roles[:-_MOST_ROLES]

    def _has_only_lone_names(self) -> bool:
        return self.longest_name is not None and len(self.longest_name.words) == 1

    def count_before(self, offset: int) -> int:
        """Return how often the text refers to the entity before an offset."""
        return bisect_left(self.offsets, offset)


@dataclass(frozen=True, slots=True)
class Position:
    """A position of the text that refers to an entity."""

    offset: int
    words: Span
    """The name, or the word at the offset."""
    entity: Entity
    sentence: int
    paragraph: int
    quoted: bool
    possessive: bool
    object: bool
    """Whether a preposition or a verb before it governs it."""
    subject: bool
    """Whether it is the first of its sentence that is no object, not quoted and no possessive."""
    name: Span | None
    """The name there; None for a pronoun or a role."""

    @property
    def is_anaphor(self) -> bool:
        """Whether it is a pronoun or a role, and not a name."""
        return self.name is None


class Positions:
    """All positions that refer to entities, in the order of the text."""

    def __init__(self, layout: TextLayout) -> None:
        self._layout = layout
        self._positions: list[Position] = []
        self._sentences_with_subject: set[int] = set()

    def add(self, entity: Entity, offset: int, *, mention: Mention | None = None) -> None:
        """Record that the text refers to an entity at an offset.

        Args:
            entity: The entity.
            offset: The offset of the name, pronoun or role.
            mention: The name at the offset; None for a pronoun or a role.
        """
        quoted = mention is not None and mention.quoted
        possessive = mention is not None and mention.possessive
        before = _word_before(self._layout.text, offset)
        governed = bool(before) and fold_word(before) in word_set("governing_words")
        sentence = self._layout.sentence_at(offset)
        subject = not (quoted or possessive or governed)
        subject = subject and sentence not in self._sentences_with_subject
        if subject:
            self._sentences_with_subject.add(sentence)
        word = _WORD.match(self._layout.text, offset)
        position = Position(
            offset=offset,
            words=mention.span if mention else Span(offset, word.end() if word else offset),
            entity=entity,
            sentence=sentence,
            paragraph=self._layout.paragraph_at(offset),
            quoted=quoted,
            possessive=possessive,
            object=governed,
            subject=subject,
            name=mention.span if mention else None,
        )
        index = bisect_left(self._positions, offset, key=lambda other: other.offset)
        self._positions.insert(index, position)
        entity.offsets.insert(bisect_left(entity.offsets, offset), offset)

    def before(self, offset: int, count: int) -> list[Position]:
        """Return at most `count` positions before an offset, the nearest first."""
        end = bisect_left(self._positions, offset, key=lambda position: position.offset)
        return self._positions[max(0, end - count) : end][::-1]

    def within(self, span: Span) -> list[Position]:
        """Return the positions within a span."""
        start = bisect_left(self._positions, span.start, key=lambda position: position.offset)
        end = bisect_left(self._positions, span.end, key=lambda position: position.offset)
        return self._positions[start:end]


def _word_before(text: str, offset: int) -> str:
    """Return the word before a name and its titles, an empty string where there is none."""
    line = text[max(0, offset - _LONGEST_LEAD) : offset].rpartition("\n")[2]
    if not line.endswith((" ", "\u00a0")):
        return ""
    words = line.split()[-_TITLES - 1 :]
    titles = 0
    while titles < min(_TITLES, len(words) - 1) and _CAPITALISED.fullmatch(words[-1 - titles]):
        titles += 1
    for skipped in range(titles, -1, -1):
        word = _LAST_LETTERS.search(words[-1 - skipped]) if skipped < len(words) else None
        if word:
            return word.group()
    return ""


def is_news_outlet(entity: Entity) -> bool:
    """Return whether an entity is a news outlet."""
    return entity.entity_type is not EntityType.PERSON and is_outlet_name(entity.full_name)


def may_be_body(mention: Mention) -> bool:
    """Return whether a mention may name a body, though the engine may take it for a person."""
    name = mention.name
    unlike_person = not (name.gender or name.titles or name.suffix)
    return mention.entity_type is not EntityType.PERSON or len(name.words) == 1 or unlike_person
