"""What belongs together, and what must not: a union-find that knows pairs which never join."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable


class Unions:
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

    def keep_apart(self, a: str, b: str) -> None:
        """Two nodes, whose sets never join from now on, unless they are one already."""
        head, other = self._head(a), self._head(b)
        if head != other:
            self._separate(head, other)

    def least(self) -> dict[str, str]:
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
