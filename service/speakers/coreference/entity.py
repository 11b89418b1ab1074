"""One person or body of an article, and the places where the text speaks of it."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field

from service.speakers.mentions.mention import EntityType, Mention
from service.speakers.names.lexicon import Gender, fold_word, given_name_gender, word_set
from service.speakers.names.organizations import is_outlet_name
from service.speakers.names.person_names import PersonName
from service.speakers.names.roles import Role
from service.text.spans import Span


@dataclass(slots=True, eq=False)
class Entity:
    """One person or body of the article, as far as it has been read."""

    number: int
    entity_type: EntityType
    names: list[PersonName] = field(default_factory=list)
    organization_keys: set[str] = field(default_factory=set)
    """How it is named, in the form for comparison, where it is a body."""
    longest_name: PersonName | None = None
    mentions: list[Mention] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    genders: Counter[Gender] = field(default_factory=Counter)
    offsets: list[int] = field(default_factory=list)
    """Where it is named or a pronoun stands for it."""
    full_name: str = ""
    """Its fullest name; nothing for somebody unnamed."""
    full_name_span: Span = field(default_factory=lambda: Span(0, 0))
    """Where that name stands; of somebody unnamed, the words that brought it in."""
    description: str | None = None
    """What somebody unnamed is called: "The keeper"."""

    @property
    def gender(self) -> Gender | None:
        """What titles, given names and roles tell together."""
        common = self.genders.most_common(2)
        if not common and self.names and all(len(name.words) == 1 for name in self.names):
            word = self.names[0].words[0] if self.names[0].words else ""
            return (
                None
                if fold_word(word) in word_set("given_names_also_surnames")
                else given_name_gender(word)
            )
        if not common or (len(common) > 1 and common[0][1] == common[1][1]):
            return None
        return common[0][0]

    def count_before(self, offset: int) -> int:
        """An offset -> how often the text spoke of it before."""
        return bisect_left(self.offsets, offset)


@dataclass(frozen=True, slots=True)
class Position:
    """A place where the text speaks of a member."""

    offset: int
    entity: Entity
    sentence: int
    paragraph: int
    quoted: bool
    possessive: bool
    object: bool
    """After a preposition."""
    subject: bool
    """The first of its sentence, and neither of the above."""
    is_anaphor: bool
    """A pronoun or a role, not a name."""


def is_news_outlet(entity: Entity) -> bool:
    """A member -> whether it is a news organisation."""
    return entity.entity_type is not EntityType.PERSON and is_outlet_name(entity.full_name)
