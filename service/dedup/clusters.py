"""Clusters: the quotes that links and editors' constraints make, whatever their order.

Three rules make quotes, and each depends on the utterances, links and constraints alone:

1. A link between equals joins its two utterances: they have the same words, are variants, or share
   a passage long enough to identify the quote. The utterances that are so joined are a *group*.
2. A fragment's link joins nothing by itself. Of all links that make members of a group fragments of
   other utterances, the group takes one, the best. Its other end is the group's *host*.
3. A quote is a connected component of groups and their hosts.

Rule 2 keeps a short fragment, such as "the founder", from joining two speeches that both contain
it. A group has at most one host, so no quote holds two groups without a host. The best link is a
maximum, so a store can update it: a new link replaces the best or does not. Only a removal needs
another search.

An editor's decision is a constraint (constrained clustering, Wagstaff and Cardie 2000). Utterances
of one side are `must_link`, utterances of two sides are `cannot_link`. Constraints go before links,
and later ones before earlier ones. A must-link joins quotes but not groups, so that each of two
merged quotes keeps its hosts. No link joins what a cannot-link forbids, and better links go first.
So a new utterance that is like both sides of a split goes to the better one. A group takes the best
host that is allowed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from service.dedup.link_rules import QuoteLink


@dataclass(frozen=True, slots=True)
class LinkedPair:
    """Two linked utterances, by their ids, and the days between their publications."""

    a: str
    b: str
    link: QuoteLink
    days: int = 0

    @property
    def fragment(self) -> str | None:
        """The id of the fragment, or None for a link between equals."""
        return {"a": self.a, "b": self.b, None: None}[self.link.fragment]

    @property
    def host(self) -> str | None:
        """The id of the utterance that contains the fragment, or None between equals."""
        return {"a": self.b, "b": self.a, None: None}[self.link.fragment]


@dataclass(frozen=True, slots=True)
class Constraint:
    """An editor's decision: must-link inside each side, cannot-link between two sides.

    One side is a merge, or it confirms a quote. Two or more sides are a split.
    """

    sides: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Clustering:
    """The quotes and groups of utterances. The least utterance id in each names it."""

    quotes: Mapping[str, str]
    """The quote of each utterance."""
    groups: Mapping[str, str]
    """The group of each utterance."""
    hosts: Mapping[str, LinkedPair]
    """The link to its host, for each group that has a host."""


def rank(linked: LinkedPair) -> tuple[float, int, float, str, str]:
    """A link -> its sort key, the greater the better. It depends on the link alone.

    The most shared words are best, then the nearest day. Then for a fragment the fuller host is
    better, and for equals the one that adds less. Ids only break ties.
    """
    # Alignments add bits in different orders, so a thousandth of a bit is no difference.
    shared = round(linked.link.shared, 3)
    if linked.host is None or linked.fragment is None:
        low, high = sorted((linked.a, linked.b))
        return shared, -linked.days, linked.link.covered, high, low
    return shared, -linked.days, -linked.link.covered, linked.host, linked.fragment


@dataclass(frozen=True, slots=True)
class Host:
    """The host of a group of fragments, and what makes it the best."""

    host_id: int
    host: str
    """The host's digest."""
    fragment: str
    """The digest of the member of the group that is a fragment of the host."""
    shared: float
    covered: float
    days: int

    @property
    def rank(self) -> tuple[float, int, float, str, str]:
        """The rank of the link, as `service.dedup.clusters.rank` computes it."""
        return self.shared, -self.days, -self.covered, self.host, self.fragment


def host_of(pair: LinkedPair, host_id: int) -> Host:
    """A fragment linked with its host, the host's id -> what is stored of the link."""
    return Host(
        host_id=host_id,
        host=pair.host or "",
        fragment=pair.fragment or "",
        shared=round(pair.link.shared, 3),
        covered=pair.link.covered,
        days=pair.days,
    )


def quote_clusters(
    utterances: Iterable[str], links: Iterable[LinkedPair], constraints: Sequence[Constraint] = ()
) -> Mapping[str, str]:
    """Ids, all links between them, and constraints -> the quote of each utterance.

    Constraints come in the order in which they were decided, and the later of two that disagree
    holds. Ids that only constraints have are ignored.
    """
    return cluster(utterances, links, constraints).quotes


def cluster(
    utterances: Iterable[str], links: Iterable[LinkedPair], constraints: Sequence[Constraint] = ()
) -> Clustering:
    """The input of `quote_clusters` -> the quotes, with their groups and hosts."""
    ids, best_first = list(utterances), sorted(links, key=rank, reverse=True)
    quotes = _constrained(ids, constraints)
    equals = [(pair.a, pair.b) for pair in best_first if pair.fragment is None]
    groups = connected_components(ids, [(a, b) for a, b in equals if quotes.union(a, b)])
    hosts: dict[str, LinkedPair] = {}
    for pair in best_first:
        if pair.fragment is not None and pair.host is not None:
            group = groups[pair.fragment]
            if group not in hosts and quotes.union(pair.fragment, pair.host):
                hosts[group] = pair
    return Clustering(quotes=quotes.representatives(), groups=groups, hosts=hosts)


def connected_components(nodes: Iterable[str], edges: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Nodes and edges -> each node with the least node of its connected component."""
    sets = DisjointSets(nodes)
    for a, b in edges:
        sets.union(a, b)
    return sets.representatives()


def _constrained(ids: Iterable[str], constraints: Sequence[Constraint]) -> DisjointSets:
    quotes = DisjointSets(ids)
    for constraint in reversed(constraints):
        sides = [_must_link(quotes, side) for side in constraint.sides]
        for side, other_side in combinations(sides, 2):
            for a, b in product(side, other_side):
                quotes.cannot_link(a, b)
    return quotes


def _must_link(quotes: DisjointSets, side: Iterable[str]) -> list[str]:
    """Join the utterances of a side as far as later constraints allow; return one of each part."""
    heads: list[str] = []
    for member in sorted(member for member in side if member in quotes):
        if not any(quotes.union(head, member) for head in heads):
            heads.append(member)
    return heads


class DisjointSets:
    """Disjoint sets of nodes (union-find), with pairs of sets that are never joined."""

    def __init__(self, nodes: Iterable[str]) -> None:
        """Make each node a set of its own, without any cannot-link."""
        self._parents = {node: node for node in nodes}
        self._cannot_link: defaultdict[str, set[str]] = defaultdict(set)

    def __contains__(self, node: str) -> bool:
        return node in self._parents

    def union(self, a: str, b: str) -> bool:
        """Join the sets of two nodes unless that is forbidden; return whether they are one set."""
        kept, gone = self._find(a), self._find(b)
        if kept == gone:
            return True
        if gone in self._cannot_link.get(kept, ()):
            return False
        # The set with more cannot-links keeps its name, so that few pairs are rewritten.
        if len(self._cannot_link.get(gone, ())) > len(self._cannot_link.get(kept, ())):
            kept, gone = gone, kept
        self._parents[gone] = kept
        for other in self._cannot_link.pop(gone, ()):
            self._cannot_link[other].remove(gone)
            self._forbid(kept, other)
        return True

    def cannot_link(self, a: str, b: str) -> None:
        """Forbid that the sets of two nodes are ever joined, unless they are one already."""
        set_a, set_b = self._find(a), self._find(b)
        if set_a != set_b:
            self._forbid(set_a, set_b)

    def representatives(self) -> dict[str, str]:
        """Return each node with the least node of its set."""
        least: dict[str, str] = {}
        for node in self._parents:
            root = self._find(node)
            least[root] = min(node, least.get(root, node))
        return {node: least[self._find(node)] for node in self._parents}

    def _find(self, node: str) -> str:
        parents = self._parents
        while parents[node] != node:
            # Path halving keeps paths short, whichever root remains.
            parents[node] = node = parents[parents[node]]
        return node

    def _forbid(self, root: str, other: str) -> None:
        self._cannot_link[root].add(other)
        self._cannot_link[other].add(root)
