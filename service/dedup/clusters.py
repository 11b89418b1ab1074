"""Links between utterances -> quotes, the same whatever the order in which they came.

Three rules, each a function of the utterances, their links and the editors' verdicts alone:

1. A link between equals (the same words, a variant, or so many shared words that they identify the
   quote) joins its two utterances. What is so joined is a *group*.
2. A short fragment's link joins nothing by itself. Of all the links by which its members are
   fragments of others, a group follows one: the best.
3. A quote is a connected component of groups and what they follow.

Rule 2 is what keeps "the founder" from joining two speeches that both contain it: since every group
follows at most one other, no quote holds two groups that follow none. The best is a maximum, so a
store can keep it as it goes: a new link replaces it or does not, and only a removal looks again.

Editors come first, the later of them before the earlier. What a verdict joins is one quote but no
group: each of two merged quotes keeps what it follows. What a verdict keeps apart no link joins;
the better link goes first, so that a newcomer which is like both sides of a split takes the better
side, and a group follows the best host that it may.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from service.dedup.link_rules import QuoteLink


@dataclass(frozen=True, slots=True)
class LinkedPair:
    """Two utterances that are one quote, by their ids, and how far apart they were published."""

    a: str
    b: str
    link: QuoteLink
    days: int = 0

    @property
    def fragment(self) -> str | None:
        """The id of the fragment, where the link is one that a group may follow."""
        return {"a": self.a, "b": self.b, None: None}[self.link.fragment]

    @property
    def host(self) -> str | None:
        """The id of the utterance that holds the fragment."""
        return {"a": self.b, "b": self.a, None: None}[self.link.fragment]


@dataclass(frozen=True, slots=True)
class Constraint:
    """What an editor decided: the utterances of each side are one quote; two sides never are.

    One side is a merge, or a pin; two or more are a split.
    """

    sides: tuple[frozenset[str], ...]


def rank(linked: LinkedPair) -> tuple[float, int, float, str, str]:
    """A link -> its sort key: of two, the greater is followed. Depends on nothing but the link.

    The most shared words, then the nearest day, then the fuller host of a fragment, or the equal
    that adds less; ids only break ties.
    """
    # Alignment adds bits up in another order for another pair; a thousandth is no difference.
    shared = round(linked.link.shared, 3)
    if linked.host is None or linked.fragment is None:
        low, high = sorted((linked.a, linked.b))
        return shared, -linked.days, linked.link.covered, high, low
    return shared, -linked.days, -linked.link.covered, linked.host, linked.fragment


@dataclass(frozen=True, slots=True)
class Clustering:
    """Where utterances belong. Quotes and groups go by the least id in them."""

    quotes: Mapping[str, str]
    groups: Mapping[str, str]
    hosts: Mapping[str, LinkedPair]
    """The link that a group follows, for groups that follow any."""


def quote_clusters(
    utterances: Iterable[str], links: Iterable[LinkedPair], verdicts: Sequence[Constraint] = ()
) -> Mapping[str, str]:
    """Ids, all links between them, and verdicts as made -> every id and the least id in its quote.

    Of two verdicts that disagree the later one holds. Ids that only verdicts know are ignored.
    """
    return cluster(utterances, links, verdicts).quotes


def cluster(
    utterances: Iterable[str], links: Iterable[LinkedPair], verdicts: Sequence[Constraint] = ()
) -> Clustering:
    """The same -> the quotes with what they are made of."""
    everyone, best_first = list(utterances), sorted(links, key=rank, reverse=True)
    quotes = _judged(everyone, verdicts)
    equals = [(each.a, each.b) for each in best_first if each.fragment is None]
    group = connected_components(everyone, [(a, b) for a, b in equals if quotes.join(a, b)])
    hosts: dict[str, LinkedPair] = {}
    for each in best_first:
        if each.fragment is not None and each.host is not None:
            fragment = group[each.fragment]
            if fragment not in hosts and quotes.join(each.fragment, each.host):
                hosts[fragment] = each
    return Clustering(quotes=quotes.representatives(), groups=group, hosts=hosts)


def connected_components(nodes: Iterable[str], edges: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Nodes and edges -> every node and the least node of its connected component."""
    unions = DisjointSets(nodes)
    for a, b in edges:
        unions.join(a, b)
    return unions.representatives()


def _judged(everyone: Iterable[str], verdicts: Sequence[Constraint]) -> DisjointSets:
    quotes = DisjointSets(everyone)
    for verdict in reversed(verdicts):
        sides = [_joined(quotes, side) for side in verdict.sides]
        for one, other in combinations(sides, 2):
            for a, b in product(one, other):
                quotes.cannot_link(a, b)
    return quotes


def _joined(quotes: DisjointSets, side: Iterable[str]) -> list[str]:
    # A later verdict may keep a side from being one: then each part of it has one member here.
    heads: list[str] = []
    for member in sorted(member for member in side if member in quotes):
        if not any(quotes.join(head, member) for head in heads):
            heads.append(member)
    return heads


class DisjointSets:
    """Joins nodes into sets, unless two sets are kept apart."""

    def __init__(self, nodes: Iterable[str]) -> None:
        """Every node is a set of its own, and nothing is kept apart."""
        self._above = {node: node for node in nodes}
        self._apart: defaultdict[str, set[str]] = defaultdict(set)

    def __contains__(self, node: str) -> bool:
        return node in self._above

    def join(self, a: str, b: str) -> bool:
        """Two nodes -> whether they are in one set now: always, unless theirs are kept apart."""
        kept, gone = self._head(a), self._head(b)
        if kept == gone:
            return True
        if self._keeps_apart(kept, gone):
            return False
        # The head that is kept apart from fewer gives way, so that few pairs are renamed.
        if len(self._apart.get(gone, ())) > len(self._apart.get(kept, ())):
            kept, gone = gone, kept
        self._above[gone] = kept
        for other in self._apart.pop(gone, ()):
            self._apart[other].remove(gone)
            self._separate(kept, other)
        return True

    def cannot_link(self, a: str, b: str) -> None:
        """Two nodes, whose sets never join from now on, unless they are one already."""
        head, other = self._head(a), self._head(b)
        if head != other:
            self._separate(head, other)

    def representatives(self) -> dict[str, str]:
        """Every node, and the least node of its set."""
        found: dict[str, str] = {}
        for node in self._above:
            head = self._head(node)
            found[head] = min(node, found.get(head, node))
        return {node: found[self._head(node)] for node in self._above}

    def _head(self, node: str) -> str:
        above = self._above
        while above[node] != node:
            # Halving every path that is walked keeps paths short, whichever head gives way.
            above[node] = node = above[above[node]]
        return node

    def _keeps_apart(self, head: str, other: str) -> bool:
        return other in self._apart.get(head, ())

    def _separate(self, head: str, other: str) -> None:
        self._apart[head].add(other)
        self._apart[other].add(head)
