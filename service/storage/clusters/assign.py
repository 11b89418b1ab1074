"""Occurrences find their quotes: what each says is compared with all that is stored.

One writer at a time does this, from its first search to the end of its transaction, so that no two
miss each other's words: see docs/decisions/0028-one-writer-assigns.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import Occurrence
from models import Utterance as UtteranceRow
from service.storage.clusters import add, quote_ids
from service.storage.clusters.add import Arranged, Component
from service.storage.clusters.new_quotes import openings
from service.storage.clusters.quote_ids import Assigned, Filed, Left
from service.storage.clusters.rebuild import refile
from service.storage.clusters.sayings import Placed, sayings_of
from service.storage.db.bulk import chunks, in_array, pipelined
from service.storage.tables import fragment_hosts, occurrences, quotes, utterances
from service.storage.tables.incoming import Uttered
from service.storage.tables.new_utterances import Coming, numbered
from service.storage.tables.occurrence_keys import own_quotes

_QUOTE_OF = select(UtteranceRow.id, UtteranceRow.quote_id).where(in_array(UtteranceRow.id, "ids"))


def place(
    session: Session, placed: Sequence[Placed], left: Sequence[Left], *, anew: bool = False
) -> None:
    """Occurrences that came or whose speakers changed, and those gone -> all have their quotes.

    `anew` arranges their quotes from the ground up: a judgement names them, or the rules changed.
    """
    printed = own_quotes(session, {one.uttered.article_id for one in placed})
    said = sayings_of(session, placed, printed)
    numbers, coming = numbered(session, {one.digest: one for one in said.values()})
    if anew:
        utterances.renew(session, set(numbers.values()) - coming.waiting)
    at = {occurrence_id: numbers[one.digest] for occurrence_id, one in said.items()}
    came = [one.uttered for one in placed if one.uttered.utterance_id is None]
    moved = [
        one.uttered
        for one in placed
        if one.uttered.utterance_id not in (None, at[one.uttered.occurrence_id])
    ]
    if moved:
        coming.store(session, {})  # for their occurrences to lead to
        _move(session, moved, at)
    parted = quote_ids.stay(session, moved)
    # Words that stand in an article's new text as in the old one keep what they founded.
    heirs = {at[one.occurrence_id]: one.occurrence_id for one in reversed(came)}
    quote_ids.hand_on(session, left, heirs)

    old = {one.utterance_id for one in moved if one.utterance_id}
    old |= {one.utterance_id for one in left}
    broken = _take_away(session, old - set(heirs)) | parted
    filed = Filed(
        at=at,
        # What came has founded nothing, unless it inherited from what left.
        founders=frozenset(at if left else at.keys() - {one.occurrence_id for one in came}),
        coming=coming,
        openings=openings(came, said, printed, at) if coming.rows else {},
    )
    assigned = Assigned()
    for arranged in _arrangements(session, coming, broken, _quotes(placed) if anew else None):
        quote_ids.assign(session, arranged, filed, assigned)
    quote_of = assigned.quote_of | _quote_of(session, set(at.values()) - assigned.quote_of.keys())
    with pipelined(session):
        quote_ids.write_opened(session, assigned)
        coming.store(session, quote_of)
        coming.publish(session)
        occurrences.add(session, [(one, number, quote_of[number]) for one, number in _at(came, at)])
    if moved:
        quote_ids.assign(session, _met(session, moved, at), filed, assigned)
        quote_of = _quote_of(session, at.values())  # they may have become others again
        _follow(session, {one: quote_of[number] for one, number in _at(moved, at)})
    before = {one.quote_id for one in moved if one.quote_id} | {one.quote_id for one in left}
    gone = quote_ids.remove_unprinted(session, before)
    touched = assigned.standing | before | {quote_of[number] for number in at.values()}
    quotes.settle(session, touched - gone - assigned.opened.keys())


def _arrangements(
    session: Session, coming: Coming, broken: Collection[UUID], anew: set[UUID] | None
) -> Iterator[Arranged]:
    # What was taken away first, before any newcomer can be found.
    if broken and anew is None:
        yield refile(session, broken)
    made = coming.rows
    if len(made) > 1:
        coming.publish(session)  # for each other
    if anew is None and not made:
        return
    rows, linked = add.links_by_newcomer(session, made)
    met = {other.quote_id for _, links in linked for other, _ in links if other.quote_id}
    if anew is not None:
        coming.store(session, {})
        yield refile(session, {*broken, *anew, *met}, made)
    elif any(one.judged for one in made) or add.judged_among(session, met):
        coming.store(session, {})
        yield refile(session, met, made)
    else:
        yield add.join(session, rows, linked)


def _move(session: Session, moved: Sequence[Uttered], at: Mapping[UUID, int]) -> None:
    rows = [{"id": one.occurrence_id, "utterance_id": number} for one, number in _at(moved, at)]
    session.execute(update(Occurrence), rows)


def _take_away(session: Session, utterance_ids: Collection[int]) -> set[UUID]:
    """Utterances' ids -> those that nothing prints are gone; the quotes that may fall apart now.

    The last of a group that nobody follows leaves all others as they are.
    """
    gone = utterances.load(session, utterances.unprinted(session, utterance_ids))
    if not gone:
        return set()
    hosts = fragment_hosts.with_followers(session, {one.id for one in gone})
    utterances.remove(session, gone)
    groups = {one.group_id for one in gone}
    left = utterances.groups_left(session, groups)
    fragment_hosts.replace(session, groups - left)
    return {
        one.quote_id for one in gone if one.quote_id and (one.id in hosts or one.group_id in left)
    }


def _met(session: Session, moved: Sequence[Uttered], at: Mapping[UUID, int]) -> Arranged:
    """Occurrences that moved to utterances which were there -> those quotes, and who founded any.

    A quote that one of them founded is part of the one where it is now.
    """
    quotes_now = set(_quote_of(session, {number for _, number in _at(moved, at)}).values())
    return Arranged(tuple(Component(quotes=frozenset([one])) for one in sorted(quotes_now)))


def _quotes(placed: Sequence[Placed]) -> set[UUID]:
    return {one.uttered.quote_id for one in placed if one.uttered.quote_id}


def _at(some: Sequence[Uttered], at: Mapping[UUID, int]) -> list[tuple[Uttered, int]]:
    return [(one, at[one.occurrence_id]) for one in some]


def _quote_of(session: Session, utterance_ids: Iterable[int]) -> dict[int, UUID]:
    found: dict[int, UUID] = {}
    for some in chunks(sorted(set(utterance_ids))):
        rows = session.connection().execute(_QUOTE_OF, {"ids": some})
        found |= {number: quote for number, quote in rows if quote}
    return found


def _follow(session: Session, quote_of: Mapping[Uttered, UUID]) -> None:
    rows = [
        {"id": one.occurrence_id, "quote_id": quote_id}
        for one, quote_id in quote_of.items()
        if quote_id != one.quote_id
    ]
    if rows:
        session.execute(update(Occurrence), rows)
