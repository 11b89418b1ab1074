"""Assign occurrences to quotes: compare what each one says with all that is stored.

One writer at a time does this, from its first search to its commit. Otherwise two writers would
not find each other's words: see docs/decisions/0028-one-writer-assigns.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from service.dedup.stored_form import NewUtterance, digest_of, new_utterance
from service.storage.clusters.add import Cluster, ClusterChange, add, link_new
from service.storage.clusters.quote_ids import (
    Assignment,
    choose_ids,
    transfer_from_moved,
    transfer_from_removed,
)
from service.storage.clusters.rebuild import rebuild
from service.storage.db.bulk import pipelined
from service.storage.tables import fragment_hosts, occurrences, quotes, utterances
from service.storage.tables.occurrences import (
    IncomingOccurrence,
    PrintingArticle,
    RemovedOccurrence,
)
from service.storage.tables.quotes import NewQuote

_PARAPHRASE = "indirect"


def assign(
    session: Session,
    incoming: Sequence[IncomingOccurrence],
    removed: Sequence[RemovedOccurrence] = (),
    *,
    again: bool = False,
) -> None:
    """Assign every new or changed occurrence to a quote, and update quotes that lost one.

    Args:
        session: The transaction. It commits soon after: others wait for the lock.
        incoming: New occurrences, and stored ones whose speakers or judgements changed.
        removed: Occurrences whose rows are deleted already.
        again: Whether to cluster the quotes of stored occurrences from the beginning, because an
            editor decided about them or the rules changed.
    """
    articles = occurrences.lock_quotes(session, {one.article_id for one in incoming})
    assignment = _find_utterances(session, incoming, removed, articles)
    loosened = _detach(session, assignment, again=again)
    for change in _cluster(session, assignment, loosened, again=again):
        choose_ids(session, change, assignment)
    _insert(session, assignment)
    _attach_moved(session, assignment)
    _refresh(session, assignment)


def _find_utterances(
    session: Session,
    incoming: Sequence[IncomingOccurrence],
    removed: Sequence[RemovedOccurrence],
    articles: Mapping[UUID, PrintingArticle],
) -> Assignment:
    """Give each occurrence the utterance that it prints. New utterances get ids, and rows later."""
    contents = _contents(session, incoming, articles)
    numbers, new = utterances.find_or_number(
        session, {content.digest: content for content in contents.values()}
    )
    utterance_of = {id_: numbers[content.digest] for id_, content in contents.items()}
    times = Counter(utterance_of.values())
    alone = {
        utterance_of[one.id]: _quote_alone(one, contents[one.id], articles[one.article_id])
        for one in incoming
        if times[utterance_of[one.id]] == 1 and utterance_of[one.id] in new.ids
    }
    return Assignment(incoming, removed, utterance_of, new, alone)


def _detach(session: Session, assignment: Assignment, *, again: bool) -> set[UUID]:
    """Take moved and removed occurrences from their utterances.

    Ids of quotes pass to other occurrences. Return the quotes that may split.
    """
    moved, removed = assignment.moved, assignment.removed
    if moved:
        # Occurrences refer to these rows. All others are written last.
        printed = {assignment.utterance_of[one.id] for one in moved}
        assignment.new.insert(session, {}, only=printed)
        occurrences.set_utterances(
            session, {one.id: assignment.utterance_of[one.id] for one in moved}
        )
    # What an editor decides about an occurrence makes it another utterance, with the words and
    # speakers that it had. Its ids go where it goes.
    split = set() if again else transfer_from_moved(session, moved)
    replacements = {
        assignment.utterance_of[one.id]: one.id for one in reversed(assignment.arriving)
    }
    transfer_from_removed(session, removed, replacements)
    left = {one.utterance_id for one in moved if one.utterance_id}
    left |= {one.utterance_id for one in removed}
    return split | _remove_unused(session, left - replacements.keys())


def _cluster(
    session: Session, assignment: Assignment, loosened: set[UUID], *, again: bool
) -> Iterator[ClusterChange]:
    """Yield the clusters that change.

    Quotes that lost something come first, so that new utterances find them with their ids.
    """
    new = assignment.new
    if loosened and not again:
        yield rebuild(session, loosened)
    if not again and not new.rows:
        return
    if len(new.rows) > 1:
        new.publish_keys(session)  # so that they find each other
    rows, links = link_new(session, new.rows)
    met = {other.quote_id for _, others in links for other, _ in others if other.quote_id}
    if again:
        utterances.mark_current(session, set(assignment.utterance_of.values()) - new.pending)
        met |= loosened | {one.quote_id for one in assignment.incoming if one.quote_id}
    elif not any(row.judged for row in new.rows) and not quotes.any_judged(session, met):
        yield add(session, rows, links)
        return
    new.insert(session, {})
    yield rebuild(session, met, new.rows)


def _insert(session: Session, assignment: Assignment) -> None:
    """Insert new quotes, utterances and occurrences, all with their final quote, and events."""
    stored = set(assignment.utterance_of.values()) - assignment.quote_of.keys()
    quote_of = assignment.quote_of | utterances.quotes_of(session, stored)
    rows = [
        (one, number, quote_of[number])
        for one in assignment.arriving
        for number in [assignment.utterance_of[one.id]]
    ]
    with pipelined(session):
        quotes.insert_new(session, assignment.new_quotes)
        assignment.new.insert(session, quote_of)
        assignment.new.publish_keys(session)
        occurrences.insert(session, rows)
        occurrences.announce(session, assignment.arriving, assignment.removed)
    assignment.quote_of = quote_of


def _attach_moved(session: Session, assignment: Assignment) -> None:
    """Give stored occurrences that moved the quote of their utterance.

    An id that is tied to one of them becomes part of the quote where it is now.
    """
    moved = {one.id: assignment.utterance_of[one.id] for one in assignment.moved}
    if not moved:
        return
    met = set(utterances.quotes_of(session, moved.values()).values())
    clusters = tuple(Cluster(quotes=frozenset([quote_id])) for quote_id in sorted(met))
    choose_ids(session, ClusterChange(clusters), assignment)
    # The ids may be others than before.
    assignment.quote_of = utterances.quotes_of(session, assignment.utterance_of.values())
    quote_of = {id_: assignment.quote_of[number] for id_, number in moved.items()}
    before = {one.id: one.quote_id for one in assignment.moved}
    occurrences.set_quotes(
        session, {id_: new for id_, new in quote_of.items() if new != before[id_]}
    )


def _refresh(session: Session, assignment: Assignment) -> None:
    """Delete quotes without an occurrence, and recompute all others that changed."""
    before = {one.quote_id for one in assignment.moved if one.quote_id}
    before |= {one.quote_id for one in assignment.removed}
    gone = quotes.remove_empty(session, before)
    after = {assignment.quote_of[number] for number in assignment.utterance_of.values()}
    changed = assignment.quote_ids | before | after
    quotes.refresh(session, changed - gone - assignment.new_quotes.keys())


def _contents(
    session: Session,
    incoming: Sequence[IncomingOccurrence],
    articles: Mapping[UUID, PrintingArticle],
) -> dict[UUID, NewUtterance]:
    """Return the utterance to store for each occurrence, by the occurrence's id."""
    judged_articles = {article.article_key for article in articles.values() if article.judged}
    judged = occurrences.judged_occurrences(session, judged_articles)
    keys = occurrences.keys_in_articles(session, articles.keys(), incoming) if judged else {}
    contents = {}
    for one in incoming:
        published = articles[one.article_id].published_at
        key = keys[one.id].key if judged else None
        contents[one.id] = new_utterance(
            one.text,
            speakers=one.speakers,
            source=one.source or "",
            day=published.toordinal() if published else None,
            verbatim=one.kind != _PARAPHRASE,
            place=digest_of(str(one.article_id), str(one.ordinal)),
            judged=key if key in judged else None,
        )
    return contents


def _quote_alone(
    occurrence: IncomingOccurrence, content: NewUtterance, article: PrintingArticle
) -> NewQuote:
    return NewQuote(
        anchor_id=occurrence.id,
        text=occurrence.text,
        kind=occurrence.kind,
        judged=content.judged,
        first_seen=article.dated_at,
        speakers=content.speakers,
    )


def _remove_unused(session: Session, utterance_ids: set[int]) -> set[UUID]:
    """Delete the utterances that no occurrence has; return the quotes that may fall apart.

    A quote cannot fall apart where the last member of a group goes that is the host of no other.
    """
    unused = utterances.load(session, utterances.without_occurrence(session, utterance_ids))
    if not unused:
        return set()
    hosts = fragment_hosts.hosts_among(session, {row.id for row in unused})
    utterances.remove(session, unused)
    groups = {row.group_id for row in unused}
    left = utterances.groups_with_members(session, groups)
    fragment_hosts.replace(session, groups - left)
    return {
        row.quote_id for row in unused if row.quote_id and (row.id in hosts or row.group_id in left)
    }
