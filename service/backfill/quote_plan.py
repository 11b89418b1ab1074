"""The part of the plan that makes quotes: occurrences -> links -> clusters -> rows of quotes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from service.backfill.core.clusters import HostedGroup, Membership, clusters_of
from service.backfill.core.links import ToCompare, comparisons_of, links_with
from service.backfill.core.occurrences import ArchivedOccurrence
from service.backfill.core.pairs import (
    BlockingKey,
    KeyBlock,
    SharedKey,
    blocking_keys,
    blocks_of_key,
    pairs_of_block,
)
from service.backfill.core.tables import (
    NamedRow,
    NumberedUtterance,
    QuotedOccurrence,
    QuoteParts,
    tables_of_quote,
)
from service.backfill.runner import Rows, Runner, Sorted
from service.dedup.clusters import LinkedPair
from service.dedup.stored_form import NewUtterance


def quote_tables(runner: Runner, occurrences: Rows[ArchivedOccurrence]) -> Rows[NamedRow]:
    """Return the rows of quotes, with all that is theirs."""
    utterances = distinct_utterances(runner, occurrences)
    clusters = linked_clusters(runner, linked_pairs(runner, utterances))
    # By day, so that the latest utterances have the greatest numbers, as in a store.
    numbered = runner.number(utterances, _by_day)
    members = runner.group([numbered, clusters, occurrences], _by_member, _quoted)
    return runner.group([members], _by_quote, _quote_rows)


def distinct_utterances(
    runner: Runner, occurrences: Rows[ArchivedOccurrence]
) -> Rows[NewUtterance]:
    """Return each utterance once, however many articles print it."""
    return runner.keep(runner.group([occurrences], _by_digest, _utterance))


def linked_pairs(runner: Runner, utterances: Rows[NewUtterance]) -> Rows[LinkedPair]:
    """Return the pairs of utterances that are linked, found by the keys that they share."""
    keys = runner.flat_map(utterances, blocking_keys)
    blocks = runner.group([keys], _by_blocking_key, blocks_of_key)
    shared = runner.group([blocks], _by_block, _pairs)
    comparisons = runner.group([utterances, shared], _by_first_utterance, _comparisons)
    return runner.keep(runner.group([utterances, comparisons], _by_second_utterance, _links))


def linked_clusters(runner: Runner, links: Rows[LinkedPair]) -> Rows[Membership | HostedGroup]:
    """Return the memberships and hosts of all utterances that are linked with any other."""
    components = runner.components(runner.flat_map(links, _edge))
    in_components = runner.group([links, components], _by_linked, _in_component)
    return runner.group([in_components], _by_component, _clusters)


def _by_digest(row: ArchivedOccurrence) -> Sorted:
    return row.utterance.digest, str(row.id)


def _utterance(rows: Iterator[ArchivedOccurrence]) -> list[NewUtterance]:
    return [next(rows).utterance]


def _by_blocking_key(row: BlockingKey) -> Sorted:
    return row.key, (row.day, row.digest)


def _by_block(row: KeyBlock) -> Sorted:
    return (row.key, row.nth), 0


def _pairs(rows: Iterator[KeyBlock]) -> Iterator[SharedKey]:
    for block in rows:
        yield from pairs_of_block(block)


def _by_first_utterance(row: NewUtterance | SharedKey) -> Sorted:
    return (row.digest, "") if isinstance(row, NewUtterance) else (row.a, row.b)


def _comparisons(rows: Iterator[Any]) -> Iterator[ToCompare]:
    return comparisons_of(next(rows), rows)


def _by_second_utterance(row: NewUtterance | ToCompare) -> Sorted:
    if isinstance(row, NewUtterance):
        return row.digest, ""
    return row.other, row.utterance.digest


def _links(rows: Iterator[Any]) -> Iterator[LinkedPair]:
    return links_with(next(rows), (each.utterance for each in rows))


def _edge(link: LinkedPair) -> list[tuple[str, str]]:
    return [(link.a, link.b)]


def _by_linked(row: LinkedPair | tuple[str, str]) -> Sorted:
    return (row.a, row.b) if isinstance(row, LinkedPair) else (row[0], "")


def _in_component(rows: Iterator[Any]) -> Iterator[tuple[str, LinkedPair]]:
    _, component = next(rows)
    for link in rows:
        yield component, link


def _by_component(row: tuple[str, LinkedPair]) -> Sorted:
    return row[0], (row[1].a, row[1].b)


def _clusters(rows: Iterator[tuple[str, LinkedPair]]) -> Iterator[Membership | HostedGroup]:
    return clusters_of([link for _, link in rows])


def _by_day(utterance: NewUtterance) -> tuple[int, str]:
    return utterance.day or 0, utterance.digest


def _by_member(row: Any) -> Sorted:
    match row:
        case (_, NewUtterance()):
            return row[1].digest, (0, "")
        case Membership():
            return row.digest, (1, "")
        case HostedGroup():
            return row.quote, (2, row.group)
        case _:
            return row.utterance.digest, (3, str(row.id))


def _quoted(rows: Iterator[Any]) -> Iterator[NumberedUtterance | QuotedOccurrence | HostedGroup]:
    """Yield an utterance, its occurrences, and the hosts of the quote that it names."""
    number, utterance = next(rows)
    # What is linked with no other utterance is a quote of its own.
    member = Membership(utterance.digest, utterance.digest, utterance.digest)
    for row in rows:
        match row:
            case Membership():
                member = row
            case HostedGroup():
                yield row
            case ArchivedOccurrence():
                yield QuotedOccurrence(row, number, member.quote)
    yield NumberedUtterance(number, utterance, member)


def _by_quote(row: NumberedUtterance | QuotedOccurrence | HostedGroup) -> Sorted:
    match row:
        case NumberedUtterance():
            return row.member.quote, (0, row.utterance.digest)
        case QuotedOccurrence():
            return row.quote, (1, str(row.occurrence.id))
        case HostedGroup():
            return row.quote, (2, row.group)


def _quote_rows(rows: Iterator[Any]) -> Iterator[NamedRow]:
    parts = QuoteParts()
    for row in rows:
        match row:
            case NumberedUtterance():
                parts.utterances.append(row)
            case QuotedOccurrence():
                parts.occurrences.append(row)
            case HostedGroup():
                parts.hosts.append(row)
    return tables_of_quote(parts)
