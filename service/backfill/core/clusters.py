"""Clusters: the links of one connected component -> its quotes, groups and hosts.

The rules are those of `service.dedup.clusters`. A component is all that any links connect, so it
holds every quote whole, and most components are one quote.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.dedup.clusters import LinkedPair, cluster


@dataclass(frozen=True, slots=True)
class Membership:
    """The quote and the group of an utterance, each named by the least digest in it."""

    digest: str
    quote: str
    group: str


@dataclass(frozen=True, slots=True)
class HostedGroup:
    """A group of fragments, the quote that it is in, and the link to its host."""

    quote: str
    group: str
    link: LinkedPair


def clusters_of(links: Sequence[LinkedPair]) -> Iterator[Membership | HostedGroup]:
    """Yield the memberships and the hosts of one component, from all of its links."""
    digests = sorted({digest for pair in links for digest in (pair.a, pair.b)})
    clustering = cluster(digests, links)
    for digest in digests:
        yield Membership(digest, clustering.quotes[digest], clustering.groups[digest])
    for group, link in clustering.hosts.items():
        yield HostedGroup(clustering.quotes[group], group, link)
