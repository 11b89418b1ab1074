"""The rule by which two articles are near copies of each other.

It depends on the two alone. Stories are the connected components that it makes, so no order of
articles changes them.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

from service.dedup.stories.sketch import Sketch, count_shared

Item = TypeVar("Item", bound=Hashable)

LEAST_SHARED = 16
"""The shingles that near copies share at the least: some twenty words in a row."""
LARGER_PART = 0.5
"""The part of the shorter text that the longer one has as well."""
CREDITED_PART = 0.3
"""The same where both credit one news agency: each may have cut it and added paragraphs."""
PART_OF_LONGER = 0.2
"""The part of the longer text. A round-up of many short reports is a copy of none of them."""

MOST_UNDER_KEY = 100
"""The articles that are stored under one key. A later copy still finds these, and so the story.
Two articles that share no other key are then not compared: the key is of a text that all print,
such as a notice of an outlet."""


def are_near_copies(a: Sketch, b: Sketch) -> bool:
    """Return whether two texts are near copies: the larger part of the shorter one is in both."""
    if set(a.keys).isdisjoint(b.keys):
        return False
    shared = count_shared(a, b)
    shorter, longer = sorted((a.shingles, b.shingles))
    credited = a.agency is not None and a.agency == b.agency
    part = CREDITED_PART if credited else LARGER_PART
    return shared >= max(LEAST_SHARED, part * shorter, PART_OF_LONGER * longer)


def group_copies(sketches: Mapping[Item, Sketch]) -> list[set[Item]]:
    """Return the stories of articles: the connected components of their near copies.

    An article without a copy is a component of its own.
    """
    part_of: dict[Item, set[Item]] = {item: {item} for item in sketches}
    for items in _sharing_keys(sketches):
        for place, item in enumerate(items):
            for other in items[:place]:
                mine, its = part_of[item], part_of[other]
                if mine is not its and are_near_copies(sketches[item], sketches[other]):
                    mine |= its
                    part_of.update(dict.fromkeys(its, mine))
    return list({id(part): part for part in part_of.values()}.values())


def _sharing_keys(sketches: Mapping[Item, Sketch]) -> Iterable[list[Item]]:
    found: dict[int, list[Item]] = {}
    for item, sketch in sketches.items():
        for key in sketch.keys:
            found.setdefault(key, []).append(item)
    return found.values()
