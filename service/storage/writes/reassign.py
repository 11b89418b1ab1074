"""Link the quotations that a change affects to speakers and quotes.

This runs for an article's new quotations, and for stored quotations whose speaker may have changed
because of an article or a judgement.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select, update
from sqlalchemy.orm import Session

from models import Quotation, QuotationSpeaker
from models.base import new_id
from service.dedup.stories.sketch import Sketch
from service.dedup.utterance import EDITOR_STEP
from service.speakers.registry_rules import Appearance, LinkedSpeakers, likely_profile, name_in_key
from service.storage.clusters.assign import assign
from service.storage.clusters.stories import place_articles
from service.storage.db.bulk import chunks
from service.storage.inputs import NewQuotation, QuotationWrite, write_spans
from service.storage.registry.link_speakers import (
    NamedArticle,
    link_speakers,
    load_appearances,
    load_speaker_judgements,
    new_appearances,
)
from service.storage.registry.profiles import refresh_speakers
from service.storage.tables import occurrences, quotes, speakers
from service.storage.tables.occurrences import IncomingOccurrence, RemovedOccurrence
from service.storage.tables.quotations import insert_quotations
from service.storage.tables.speakers import NameAndKind


@dataclass(frozen=True, slots=True)
class ArticlesChange:
    """New quotations of some articles, without rows, and what the articles held before."""

    quotations: Sequence[NewQuotation] = ()
    """The new quotations, those of each article in the order of the text."""
    articles: Mapping[UUID, NamedArticle] = field(default_factory=dict)
    """The articles that have them."""
    speakers_before: frozenset[str] = frozenset()
    """The keys of the speakers whom the articles quoted before."""
    left: tuple[RemovedOccurrence, ...] = ()
    """The occurrences that the articles had."""
    renumbered: Collection[UUID] = ()
    """Stored quotations of words that the article now prints more or fewer times before them."""
    sketches: Mapping[UUID, Sketch] = field(default_factory=dict)
    """The sketches of the articles with new texts."""
    without_sketch: Collection[UUID] = ()
    """The articles whose stored sketches hold no more."""


NO_CHANGE = ArticlesChange()


def reassign(
    session: Session,
    quotation_ids: Collection[UUID],
    *,
    change: ArticlesChange = NO_CHANGE,
    speaker_keys: Iterable[str] = (),
    rebuild: bool = False,
) -> None:
    """Recompute speakers, quotes and counts for these quotations.

    Locks are taken in one order: speakers by key, then all quotes.

    Args:
        session: The transaction.
        quotation_ids: The stored quotations to look at.
        change: Articles whose quotations are new, or that are deleted.
        speaker_keys: Speakers to refresh even where no quotation moves.
        rebuild: Cluster all utterances of these quotations from scratch.
    """
    incoming = list(occurrences.of_quotations(session, quotation_ids))
    incoming += _new_occurrences(change.quotations)
    texts: dict[UUID, list[str]] = {}
    for each in incoming:
        texts.setdefault(each.quotation_id, []).append(each.text)
    appearances = load_appearances(session, quotation_ids)
    appearances += new_appearances(change.quotations, change.articles)
    judgements = load_speaker_judgements(session)
    found = link_speakers(session, appearances, judgements, said=texts)
    linked = found.keys
    before = speakers.speaker_keys(
        session, {each.speaker_id for each in appearances if each.speaker_id}
    )
    changed = [
        each
        for each in appearances
        if each.speaker_id is None or before[each.speaker_id] != linked[each.id]
    ]
    moving = {each.quotation_id for each in changed}
    compared_again = moving.union(change.renumbered)

    keys = {linked[each.id] for each in appearances if each.quotation_id in moving}
    # Also refresh speakers that lose a quotation, and those whom articles name but a judgement
    # overrules.
    others = {before[each.speaker_id] for each in changed if each.speaker_id} | set(speaker_keys)
    others |= {each.name_key for each in changed} | change.speakers_before
    locked = speakers.lock_speakers(
        session,
        keys | speakers.stored_keys(session, others - keys),
        _likely_names(change.quotations, linked),
    )
    speaker_ids = {key: row.id for key, row in locked.items()}

    _write_speakers(session, change.quotations, changed, linked, speaker_ids)
    to_assign = _with_speakers(
        [
            each
            for each in incoming
            if rebuild or each.is_new or each.quotation_id in compared_again
        ],
        appearances,
        found,
    )
    moved: set[UUID] = set()
    if change.sketches or change.without_sketch:
        moved = place_articles(session, change.sketches, change.without_sketch)
    if to_assign or change.left:
        started = time.perf_counter()
        assign(session, to_assign, change.left, again=rebuild)
        taken = time.perf_counter() - started
        session.info["clustering_seconds"] = session.info.get("clustering_seconds", 0.0) + taken
    quotes.refresh_of_articles(session, moved - change.sketches.keys())
    refresh_speakers(
        session,
        locked,
        judgements=judgements,
        moved=_moved_whole((each.speaker_id, speaker_ids[linked[each.id]]) for each in changed),
    )


def affected_by_edit(
    session: Session,
    *,
    speaker_ids: Iterable[UUID] = (),
    name_keys: Iterable[str] = (),
    article_ids: Iterable[UUID] = (),
    surnames: Iterable[str] = (),
) -> set[UUID]:
    """Return the quotations whose speaker may change after an edit.

    A full name is evidence for its surname, so quotations of the same surnames alone are included.

    Args:
        session: The transaction.
        speaker_ids: Speakers whose quotations may move.
        name_keys: Names that now mean another speaker.
        article_ids: Articles whose quotations an editor named.
        surnames: Surnames that now mean another speaker.
    """
    found: set[UUID] = set()
    all_surnames = set(surnames)
    in_articles = QuotationSpeaker.quotation_id.in_(
        select(Quotation.id).where(Quotation.article_id.in_(sorted(article_ids)))
    )
    conditions: list[ColumnElement[bool]] = [
        QuotationSpeaker.speaker_id.in_(sorted(speaker_ids)),
        in_articles,
    ]
    conditions += [QuotationSpeaker.name_key.in_(some) for some in chunks(sorted(set(name_keys)))]
    for condition in conditions:
        query = select(QuotationSpeaker.quotation_id, QuotationSpeaker.surname).where(condition)
        for quotation_id, surname in session.execute(query):
            found.add(quotation_id)
            all_surnames.add(surname or "")
    for some in chunks(sorted(all_surnames)):
        found.update(session.scalars(surnames_alone(QuotationSpeaker.surname.in_(some))))
    return found


def surnames_alone(where: ColumnElement[bool]) -> Select[UUID]:
    """Return the query for quotations of a surname alone that fulfil a condition."""
    return select(QuotationSpeaker.quotation_id).where(where, QuotationSpeaker.alone)


def _likely_names(
    new: Iterable[NewQuotation], linked: Mapping[tuple[UUID, int], str]
) -> dict[str, NameAndKind]:
    """Return what the speakers of new quotations are called in them, by the speakers' keys."""
    names: dict[str, list[NameAndKind]] = {}
    for quotation in new:
        for position, read in enumerate(quotation.names):
            speaker = quotation.written.speakers[position]
            if read is not None and speaker.name is not None:
                key = linked[quotation.id, position]
                # A surname alone says less than the full name.
                if not read.alone or name_in_key(key) == read.key:
                    names.setdefault(key, []).append((speaker.name, speaker.kind))
    return {key: likely_profile(of_key) for key, of_key in names.items()}


def _new_occurrences(quotations: Iterable[NewQuotation]) -> list[IncomingOccurrence]:
    """Return the new occurrences, numbered within their articles. Withdrawn ones leave a gap."""
    return [
        IncomingOccurrence(
            id=new_id(),
            quotation_id=quotation.id,
            article_id=quotation.article_id,
            ordinal=ordinal,
            text=utterance.text,
            kind=quotation.written.kind,
            source=_compared_source(quotation.written),
            spans=write_spans(utterance.spans),
        )
        for quotation in quotations
        for ordinal, utterance in enumerate(quotation.written.utterances, start=quotation.first)
        if not utterance.withdrawn
    ]


def _compared_source(written: QuotationWrite) -> str | None:
    return (
        written.source.text if written.source and written.resolution.step != EDITOR_STEP else None
    )


def _with_speakers(
    incoming: Sequence[IncomingOccurrence],
    appearances: Sequence[Appearance],
    linked: LinkedSpeakers,
) -> list[IncomingOccurrence]:
    """Return occurrences with the keys of their speakers.

    Where an editor gives the words to somebody else, the source names the wrong speaker.
    """
    keys: dict[UUID, list[str]] = {}
    for each in appearances:
        keys.setdefault(each.quotation_id, []).append(linked.keys[each.id])
    return [
        replace(
            each,
            speakers=tuple(keys.get(each.quotation_id, ())),
            source=None if each.quotation_id in linked.given else each.source,
        )
        for each in incoming
    ]


def _write_speakers(
    session: Session,
    new: Sequence[NewQuotation],
    changed: Sequence[Appearance],
    linked: Mapping[tuple[UUID, int], str],
    speaker_ids: Mapping[str, UUID],
) -> None:
    """Insert new quotations with their speakers, and give stored ones those that changed."""
    linked_ids = {each.id: speaker_ids[linked[each.id]] for each in changed}
    insert_quotations(session, new, linked_ids)
    inserted = {each.id for each in new}
    rows = [
        {"quotation_id": id_, "position": position, "speaker_id": speaker_id}
        for (id_, position), speaker_id in linked_ids.items()
        if id_ not in inserted
    ]
    if rows:
        session.execute(update(QuotationSpeaker), rows)


def _moved_whole(moves: Iterable[tuple[UUID | None, UUID]]) -> dict[UUID, UUID]:
    """Return the speakers whose quotations all moved to one other speaker, and that speaker."""
    targets: dict[UUID, set[UUID]] = {}
    for old, new in moves:
        if old is not None:
            targets.setdefault(old, set()).add(new)
    return {old: next(iter(new)) for old, new in targets.items() if len(new) == 1 and new != {old}}
