"""Links between utterances -> quotes, the same whatever the order in which they came.

Three rules, each a function of the utterances and their links alone:

1. A link between equals (the same words, a variant, or so many shared words that they identify the
   quote) joins its two utterances. What is so joined is a *group*.
2. A short fragment's link joins nothing by itself. Of all the links by which its members are
   fragments of others, a group follows one: the best.
3. A quote is a connected component of groups and what they follow.

Rule 2 is what keeps "the founder" from joining two speeches that both contain it: since every group
follows at most one other, no quote holds two groups that follow none. The best is a maximum, so a
store can keep it as it goes: a new link replaces it or does not, and only a removal looks again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from service.dedup.decide import Link


@dataclass(frozen=True, slots=True)
class Linked:
    """Two utterances that are one quote, by their ids, and how far apart they were published."""

    a: str
    b: str
    link: Link
    days: int = 0

    @property
    def follower(self) -> str | None:
        """The id of the fragment, where the link is one that a group may follow."""
        return {"a": self.a, "b": self.b, None: None}[self.link.fragment]

    @property
    def host(self) -> str | None:
        """The id of the utterance that holds the fragment."""
        return {"a": self.b, "b": self.a, None: None}[self.link.fragment]


def best_host(links: Iterable[Linked]) -> Linked | None:
    """All links by which one group's members are fragments -> the one that the group follows.

    The most shared words, then the nearest day, then the fuller host; ids only break ties.
    """
    return max((each for each in links if each.follower), key=_rank, default=None)


def quotes_of(utterances: Iterable[str], links: Iterable[Linked]) -> dict[str, str]:
    """Ids and all links between them -> every id and the least id in its quote."""
    everyone, found = list(utterances), list(links)
    equals = [(each.a, each.b) for each in found if each.follower is None]
    group = components(everyone, equals)
    fragments: dict[str, list[Linked]] = {}
    for each in found:
        if each.follower is not None:
            fragments.setdefault(group[each.follower], []).append(each)
    followed = [best_host(of_group) for of_group in fragments.values()]
    return components(everyone, [*equals, *((each.a, each.b) for each in followed if each)])


def components(nodes: Iterable[str], edges: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Nodes and edges -> every node and the least node of its connected component."""
    root = {node: node for node in nodes}

    def find(node: str) -> str:
        while root[node] != node:
            root[node] = node = root[root[node]]
        return node

    for a, b in edges:
        low, high = sorted((find(a), find(b)))
        root[high] = low
    return {node: find(node) for node in root}


def _rank(linked: Linked) -> tuple[float, int, float, str, str]:
    # Alignment adds bits up in another order for another pair; a thousandth is no difference.
    shared = round(linked.link.shared, 3)
    return shared, -linked.days, -linked.link.covered, str(linked.host), str(linked.follower)
