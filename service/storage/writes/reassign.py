"""Find the quotations that a change affects, and link them to speakers and quotes again.

This runs for an article's new quotations, and for stored quotations whose speaker may have changed
because of an article or a judgement.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, select, update
from sqlalchemy.orm import Session

from models import Article, Quotation, QuotationSpeaker
from models.base import new_id
from service.speakers.registry_rules import Appearance
from service.storage.clusters.assign import assign
from service.storage.db.bulk import chunks
from service.storage.inputs import QuotationWrite
from service.storage.registry.link_speakers import (
    link_speakers,
    load_appearances,
    load_speaker_judgements,
)
from service.storage.registry.profiles import refresh_speakers
from service.storage.tables import occurrences, quotations, speakers
from service.storage.tables.occurrences import IncomingOccurrence, RemovedOccurrence

FullName = tuple[str | None, str | None, str | None]
"""The surname, title and key of a full name that an article prints."""


@dataclass(frozen=True, slots=True)
class ArticleChange:
    """An article's new quotations, whose rows are stored already, and what it held before."""

    article_id: UUID
    quotations: Mapping[UUID, QuotationWrite] = field(default_factory=dict)
    """The new quotations by their ids, in the order of the text."""
    speakers_before: frozenset[str] = frozenset()
    """The keys of the speakers whom it quoted before."""
    left: tuple[RemovedOccurrence, ...] = ()
    """The occurrences that it had."""


def reassign(
    session: Session,
    quotation_ids: Collection[UUID],
    *,
    change: ArticleChange | None = None,
    speaker_keys: Iterable[str] = (),
    rebuild: bool = False,
) -> None:
    """Recompute speakers, quotes and counts for these quotations.

    Locks are taken in one order: speakers by key, then all quotes.

    Args:
        session: The transaction.
        quotation_ids: The quotations to look at, those of `change` included.
        change: The article whose quotations are new, or that is deleted.
        speaker_keys: Speakers to refresh even where no quotation moves.
        rebuild: Cluster all utterances of these quotations from scratch.
    """
    incoming = list(occurrences.of_quotations(session, quotation_ids))
    if change:
        incoming += _new_occurrences(change)
    texts: dict[UUID, list[str]] = {}
    for each in incoming:
        texts.setdefault(each.quotation_id, []).append(each.text)
    appearances = load_appearances(session, quotation_ids, texts)
    judgements = load_speaker_judgements(session)
    linked = link_speakers(session, appearances, judgements)
    before = speakers.speaker_keys(
        session, {each.speaker_id for each in appearances if each.speaker_id}
    )
    changed = [
        each
        for each in appearances
        if each.speaker_id is None or before[each.speaker_id] != linked[each.id]
    ]
    moving = {each.quotation_id for each in changed}

    keys = {linked[each.id] for each in appearances if each.quotation_id in moving}
    # Also refresh speakers that lose a quotation, and those whom articles name but a judgement
    # overrules.
    others = {before[each.speaker_id] for each in changed if each.speaker_id} | set(speaker_keys)
    others |= {each.name_key for each in changed} | (change.speakers_before if change else set())
    speaker_ids = speakers.get_or_create_speakers(
        session, keys | speakers.stored_keys(session, others)
    )

    _write_speakers(session, changed, linked, speaker_ids)
    to_assign = _with_speakers(
        [each for each in incoming if rebuild or each.is_new or each.quotation_id in moving],
        appearances,
        linked,
    )
    left = change.left if change else ()
    if to_assign or left:
        started = time.perf_counter()
        assign(session, to_assign, left, again=rebuild)
        taken = time.perf_counter() - started
        session.info["clustering_seconds"] = session.info.get("clustering_seconds", 0.0) + taken
    refresh_speakers(
        session,
        speaker_ids,
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
        found.update(session.scalars(_surnames_alone(QuotationSpeaker.surname.in_(some))))
    return found


def full_names_in(session: Session, article_id: UUID) -> set[FullName]:
    """Return the full names of people in an article. They are evidence for other articles."""
    rows = session.execute(
        select(QuotationSpeaker.surname, QuotationSpeaker.title, QuotationSpeaker.name_key)
        .distinct()
        .join(Quotation, Quotation.id == QuotationSpeaker.quotation_id)
        .where(
            Quotation.article_id == article_id,
            QuotationSpeaker.surname.is_not(None),
            ~QuotationSpeaker.alone,
        )
    )
    return {(surname, title, key) for surname, title, key in rows}


def affected_by_article(
    session: Session,
    *,
    article_id: UUID,
    outlet_id: UUID,
    periods: Iterable[str],
    before: set[FullName],
    after: set[FullName],
) -> set[UUID]:
    """Return other articles' quotations whose speaker may change after an article changed.

    Args:
        session: The transaction.
        article_id: The article.
        outlet_id: Its outlet.
        periods: Its periods, before and after the change.
        before: The full names that it had.
        after: The full names that it has.
    """
    found: set[UUID] = set()
    surnames = sorted({surname for surname, _, _ in before | after if surname})
    for some in chunks(surnames):
        same_outlet = _surnames_alone(QuotationSpeaker.surname.in_(some)).join(
            Quotation, Quotation.id == QuotationSpeaker.quotation_id
        )
        same_outlet = same_outlet.join(Article, Article.id == Quotation.article_id).where(
            Article.outlet_id == outlet_id,
            Article.period.in_(sorted(set(periods))),
            Article.id != article_id,
        )
        found.update(session.scalars(same_outlet))
    for full_name in sorted(before ^ after, key=repr):
        surname, title, _ = full_name
        if title is not None and not _is_printed_elsewhere(session, full_name, article_id):
            with_title = and_(QuotationSpeaker.surname == surname, QuotationSpeaker.title == title)
            in_articles = select(Quotation.article_id).where(
                Quotation.id.in_(_surnames_alone(with_title).scalar_subquery())
            )
            query = _surnames_alone(QuotationSpeaker.surname == surname).join(
                Quotation, Quotation.id == QuotationSpeaker.quotation_id
            )
            found.update(
                session.scalars(
                    query.where(
                        Quotation.article_id.in_(in_articles), Quotation.article_id != article_id
                    )
                )
            )
    return found


def _new_occurrences(change: ArticleChange) -> list[IncomingOccurrence]:
    """Return the new occurrences of an article, in the order of the text."""
    printed = [
        (quotation_id, quotation, utterance)
        for quotation_id, quotation in change.quotations.items()
        for utterance in quotation.utterances
    ]
    return [
        IncomingOccurrence(
            id=new_id(),
            quotation_id=quotation_id,
            article_id=change.article_id,
            ordinal=ordinal,
            text=utterance.text,
            kind=quotation.kind,
            source=quotation.source.text if quotation.source else None,
            spans=quotations.write_spans(utterance.spans),
        )
        for ordinal, (quotation_id, quotation, utterance) in enumerate(printed)
    ]


def _with_speakers(
    incoming: Sequence[IncomingOccurrence],
    appearances: Sequence[Appearance],
    linked: Mapping[tuple[UUID, int], str],
) -> list[IncomingOccurrence]:
    """Return occurrences with the keys of their speakers."""
    keys: dict[UUID, list[str]] = {}
    for each in appearances:
        keys.setdefault(each.quotation_id, []).append(linked[each.id])
    return [replace(each, speakers=tuple(keys.get(each.quotation_id, ()))) for each in incoming]


def _write_speakers(
    session: Session,
    changed: Sequence[Appearance],
    linked: Mapping[tuple[UUID, int], str],
    speaker_ids: Mapping[str, UUID],
) -> None:
    rows = [
        {
            "quotation_id": each.quotation_id,
            "position": each.position,
            "speaker_id": speaker_ids[linked[each.id]],
        }
        for each in changed
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


def _is_printed_elsewhere(session: Session, full_name: FullName, article_id: UUID) -> bool:
    surname, title, key = full_name
    query = (
        select(QuotationSpeaker.quotation_id)
        .join(Quotation, Quotation.id == QuotationSpeaker.quotation_id)
        .where(
            QuotationSpeaker.surname == surname,
            QuotationSpeaker.title == title,
            QuotationSpeaker.name_key == key,
            Quotation.article_id != article_id,
        )
        .limit(1)
    )
    return session.scalar(query) is not None


def _surnames_alone(where: ColumnElement[bool]) -> Select[UUID]:
    return select(QuotationSpeaker.quotation_id).where(where, QuotationSpeaker.alone)
