"""An index of entities by keys: the words of their names, or their roles."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from service.speakers.coreference.entity import Entity
from service.speakers.names.name_match import SHORTEST_MISSPELLED
from service.speakers.names.person_names import PersonName

_MOST = 20
"""How many entities of one key are returned, so that the cost of a text stays linear."""


class EntityIndex:
    """The entities by each of their keys."""

    def __init__(self) -> None:
        self._entities: dict[str, dict[int, Entity]] = {}

    def add(self, keys: Iterable[str], entity: Entity) -> None:
        """Record that the text gives an entity these keys."""
        for key in keys:
            entities = self._entities.setdefault(key, {})
            entities.pop(entity.number, None)  # The entity recorded last stands last.
            entities[entity.number] = entity

    def find(self, keys: Iterable[str]) -> list[Entity]:
        """Return the entities that share a key, in order of appearance.

        Of each key these are the entities that were recorded last.
        """
        found: dict[int, Entity] = {}
        for key in keys:
            latest = reversed(self._entities.get(key, {}).values())
            found.update((entity.number, entity) for entity in islice(latest, _MOST))
        return [found[number] for number in sorted(found)]


def keys_to_store(name: PersonName) -> frozenset[str]:
    """Return the keys under which a person's name is found."""
    return frozenset([*name.surname, *name.given, *_keys_of_misspelling(name.surname[-1:])])


def keys_to_find(name: PersonName) -> frozenset[str]:
    """Return the keys of all names that may match a name. Only a lone surname is misspelled."""
    lone = name.surname if len(name.words) == 1 else ()
    return frozenset([*name.surname, *name.given, *_keys_of_misspelling(lone)])


def _keys_of_misspelling(words: Iterable[str]) -> Iterable[str]:
    """Yield each word, and the word without each of its letters but the first.

    Two words that differ in one letter share such a key.
    """
    for word in words:
        if len(word) >= SHORTEST_MISSPELLED:
            yield f"{word}~"
            yield from (f"{word[:index]}{word[index + 1 :]}~" for index in range(1, len(word)))
