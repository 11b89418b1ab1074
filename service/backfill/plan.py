"""The plan of a backfill: articles that were read -> the rows of all tables, on any engine.

Each step is a function of `service.backfill.core`. A shuffle brings together what one step needs:
the texts of one article, the names of one surname, the utterances of one key.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from service.backfill.core.articles import (
    ArchivedArticle,
    ArrivedArticle,
    appearances_in,
    last_text,
    outlet_row,
)
from service.backfill.core.clusters import HostedGroup, Membership, clusters_of
from service.backfill.core.links import Comparison, comparisons_of, links_of
from service.backfill.core.occurrences import ArchivedOccurrence, occurrences_in
from service.backfill.core.pairs import BlockingKey, SharedKey, blocking_keys, pairs_of_key
from service.backfill.core.speakers import (
    DecidedSurname,
    SpeakerKeys,
    SpokenName,
    decide_surnames,
    speaker_keys,
    speaker_row,
    spoken_names,
)
from service.backfill.core.stories import (
    CopyCandidate,
    SharedSketchKey,
    SketchedArticle,
    copy_candidates,
    near_copies,
    sharing_key,
    sketch_keys,
)
from service.backfill.core.tables import (
    NumberedUtterance,
    QuotedOccurrence,
    QuoteParts,
    TableRow,
    article_rows,
    quote_rows,
)
from service.backfill.runner import Rows, Runner
from service.dedup.clusters import LinkedPair
from service.dedup.stored_form import NewUtterance
from service.dedup.stories.sketch import sketch_article
from service.speakers.registry_rules import Appearance
from service.storage.inputs import OutletWrite

Sorted = tuple[Any, Any]
"""A key, and the order within it."""


@dataclass(frozen=True, slots=True)
class ResolvedArticle:
    """An article whose speakers and story are known."""

    article: ArchivedArticle
    keys: SpeakerKeys
    story_id: UUID | None


def all_tables(runner: Runner, arrived: Rows[ArrivedArticle]) -> list[Rows[TableRow]]:
    """Return the rows of all tables."""
    articles = runner.group([arrived], _by_article, _last_text)
    outlets = runner.group([runner.flat_map(articles, _outlet)], _by_outlet, _outlet_row)
    stories = _stories(runner, articles)
    surnames = runner.group([runner.flat_map(articles, _surnames)], _by_surname, decide_surnames)
    resolved = runner.group([articles, surnames, stories], _by_article_id, _resolved)
    of_articles = runner.flat_map(resolved, _article_rows)
    names = runner.flat_map(resolved, _spoken_names)
    speakers = runner.group([names], _by_speaker, _speaker_row)
    occurrences = runner.flat_map(resolved, _occurrences)
    return [outlets, of_articles, speakers, _quotes(runner, occurrences)]


def _stories(runner: Runner, articles: Rows[ArchivedArticle]) -> Rows[tuple[str, str]]:
    """Return each article that has near copies with the least id of its story."""
    sketched = runner.flat_map(articles, _sketched)
    keys = runner.flat_map(sketched, sketch_keys)
    shared = runner.group([keys], _by_sketch_key, sharing_key)
    candidates = runner.group([sketched, shared], _by_first_article, _copy_candidates)
    copies = runner.group([sketched, candidates], _by_second_article, _near_copies)
    return runner.components(copies)


def _quotes(runner: Runner, occurrences: Rows[ArchivedOccurrence]) -> Rows[TableRow]:
    """Return the rows of quotes, with all that is theirs."""
    utterances = runner.group([occurrences], _by_digest, _utterance)
    keys = runner.flat_map(utterances, blocking_keys)
    shared = runner.group([keys], _by_blocking_key, pairs_of_key)
    comparisons = runner.group([utterances, shared], _by_first_utterance, _comparisons)
    links = runner.group([utterances, comparisons], _by_second_utterance, _links)
    components = runner.components(runner.flat_map(links, _edge))
    in_components = runner.group([links, components], _by_linked, _in_component)
    clusters = runner.group([in_components], _by_component, _clusters)
    # By day, so that the latest utterances have the greatest numbers, as in a store.
    numbered = runner.number(utterances, _by_day)
    members = runner.group([numbered, clusters, occurrences], _by_member, _quoted)
    return runner.group([members], _by_quote, _quote_rows)


def _by_article(row: ArrivedArticle) -> Sorted:
    return row.key, row.place


def _last_text(rows: Iterator[ArrivedArticle]) -> list[ArchivedArticle]:
    return [last_text(list(rows))]


def _outlet(article: ArchivedArticle) -> list[OutletWrite]:
    return [article.read.outlet]


def _by_outlet(row: OutletWrite) -> Sorted:
    return row.key, row.name or ""


def _outlet_row(rows: Iterator[OutletWrite]) -> list[TableRow]:
    return [("outlets", outlet_row(rows))]


def _sketched(article: ArchivedArticle) -> list[SketchedArticle]:
    return [SketchedArticle(article.id, sketch_article(article.read.article.text))]


def _by_sketch_key(row: tuple[int, UUID]) -> Sorted:
    return row


def _by_first_article(row: SketchedArticle | SharedSketchKey) -> Sorted:
    if isinstance(row, SketchedArticle):
        return str(row.article_id), ""
    return str(row.a), str(row.b)


def _copy_candidates(rows: Iterator[Any]) -> Iterator[CopyCandidate]:
    # The order puts the article first, here and below.
    return copy_candidates(next(rows), rows)


def _by_second_article(row: SketchedArticle | CopyCandidate) -> Sorted:
    if isinstance(row, SketchedArticle):
        return str(row.article_id), ""
    return str(row.other), str(row.article.article_id)


def _near_copies(rows: Iterator[Any]) -> Iterator[tuple[str, str]]:
    for a, b in near_copies(next(rows), rows):
        yield str(a), str(b)


def _surnames(article: ArchivedArticle) -> list[Appearance]:
    return [each for each in appearances_in(article) if each.surname or each.alone]


def _by_surname(row: Appearance) -> Sorted:
    return row.surname or "", (row.alone, str(row.quotation_id), row.position)


def _by_article_id(
    row: ArchivedArticle | DecidedSurname | tuple[str, str],
) -> Sorted:
    match row:
        case ArchivedArticle():
            return str(row.id), (0, "", 0)
        case DecidedSurname():
            return str(row.article_id), (1, str(row.quotation_id), row.position)
        case (article_id, _):
            return article_id, (2, "", 0)


def _resolved(
    rows: Iterator[ArchivedArticle | DecidedSurname | tuple[str, str]],
) -> Iterator[ResolvedArticle]:
    article: ArchivedArticle | None = None
    decided: list[DecidedSurname] = []
    story_id: UUID | None = None
    for row in rows:
        match row:
            case ArchivedArticle():
                article = row
            case DecidedSurname():
                decided.append(row)
            case (_, story):
                story_id = UUID(story)
    assert article is not None
    yield ResolvedArticle(article, speaker_keys(article, decided), story_id)


def _article_rows(resolved: ResolvedArticle) -> Iterator[TableRow]:
    return article_rows(resolved.article, resolved.keys, resolved.story_id)


def _spoken_names(resolved: ResolvedArticle) -> Iterable[SpokenName]:
    return spoken_names(resolved.article, resolved.keys)


def _by_speaker(row: SpokenName) -> Sorted:
    return row.speaker_key, (row.name, row.kind, row.is_surname)


def _speaker_row(rows: Iterator[SpokenName]) -> list[TableRow]:
    return [("speakers", speaker_row(rows))]


def _occurrences(resolved: ResolvedArticle) -> Iterator[ArchivedOccurrence]:
    return occurrences_in(resolved.article, resolved.keys, resolved.story_id)


def _by_digest(row: ArchivedOccurrence) -> Sorted:
    return row.utterance.digest, str(row.id)


def _utterance(rows: Iterator[ArchivedOccurrence]) -> list[NewUtterance]:
    return [next(rows).utterance]


def _by_blocking_key(row: BlockingKey) -> Sorted:
    return row.key, (row.day, row.digest)


def _by_first_utterance(row: NewUtterance | SharedKey) -> Sorted:
    return (row.digest, "") if isinstance(row, NewUtterance) else (row.a, row.b)


def _comparisons(rows: Iterator[Any]) -> Iterator[Comparison]:
    return comparisons_of(next(rows), rows)


def _by_second_utterance(row: NewUtterance | Comparison) -> Sorted:
    if isinstance(row, NewUtterance):
        return row.digest, ""
    return row.other, row.utterance.digest


def _links(rows: Iterator[Any]) -> Iterator[LinkedPair]:
    return links_of(next(rows), (each.utterance for each in rows))


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


def _quote_rows(rows: Iterator[Any]) -> Iterator[TableRow]:
    parts = QuoteParts()
    for row in rows:
        match row:
            case NumberedUtterance():
                parts.utterances.append(row)
            case QuotedOccurrence():
                parts.occurrences.append(row)
            case HostedGroup():
                parts.hosts.append(row)
    return quote_rows(parts)
