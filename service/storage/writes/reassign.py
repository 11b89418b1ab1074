"""Quotations find their place: who speaks each one, and which quote each utterance is.

An article that arrives is filed, and so are stored quotations whose speakers have become others:
because of what the article prints, or by a judgement.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from models import QuotationSpeaker
from models.base import new_id
from service.storage.clusters.assign import assign
from service.storage.inputs import QuotationWrite
from service.storage.registry import profiles
from service.storage.registry.link_speakers import Appearance, decide, load_appearances
from service.storage.tables import occurrences, quotations, speakers
from service.storage.tables.decisions import load_rulings
from service.storage.tables.occurrences import IncomingOccurrence, RemovedOccurrence


@dataclass(frozen=True, slots=True)
class Arrival:
    """What just arrived with an article whose quotations are stored, and what it held before."""

    article_id: UUID
    quotations: Mapping[UUID, QuotationWrite] = field(default_factory=dict)
    """Its quotations under their ids, in the order of the text."""
    speakers_before: frozenset[str] = frozenset()
    left: tuple[RemovedOccurrence, ...] = ()
    """The occurrences that it had."""


def file(
    session: Session,
    quotation_ids: Collection[UUID],
    *,
    arrival: Arrival | None = None,
    touched: Iterable[str] = (),
    anew: bool = False,
) -> None:
    """Quotations -> each has its speakers and its utterances their quotes; all counts are right.

    `touched` are the keys of speakers to look at even where nothing moves. `anew` places all their
    utterances again. Locks are taken in one order: speakers by key, then all quotes.
    """
    uttered = list(occurrences.of_quotations(session, quotation_ids))
    if arrival:
        uttered += _arriving(arrival)
    said: dict[UUID, list[str]] = {}
    for occurrence in uttered:
        said.setdefault(occurrence.quotation_id, []).append(occurrence.text)
    named = load_appearances(session, quotation_ids, said)
    rulings = load_rulings(session)
    decided = decide(session, named, rulings)
    before = speakers.keys_of(session, {one.speaker_id for one in named if one.speaker_id})
    changed = [
        one
        for one in named
        if one.speaker_id is None or before[one.speaker_id] != decided[one.place]
    ]
    moving = {one.quotation_id for one in changed}

    now = {decided[one.place] for one in named if one.quotation_id in moving}
    # Beside these: who loses something, and whom print names although a judgement says otherwise.
    also = {before[one.speaker_id] for one in changed if one.speaker_id} | set(touched)
    also |= {one.name_key for one in changed} | (arrival.speakers_before if arrival else set())
    speaker_ids = speakers.hold(session, now | speakers.existing(session, also))

    _write_speakers(session, changed, decided, speaker_ids)
    placed = _with_speakers(
        [one for one in uttered if anew or one.is_new or one.quotation_id in moving],
        named,
        decided,
    )
    left = arrival.left if arrival else ()
    if placed or left:
        assign(session, placed, left, again=anew)
    profiles.settle(
        session,
        speaker_ids,
        rulings=rulings,
        moved=_single((one.speaker_id, speaker_ids[decided[one.place]]) for one in changed),
    )


def _arriving(arrival: Arrival) -> list[IncomingOccurrence]:
    """Return the new occurrences of an article, in the order of the text."""
    printed = [
        (quotation_id, quotation, utterance)
        for quotation_id, quotation in arrival.quotations.items()
        for utterance in quotation.utterances
    ]
    return [
        IncomingOccurrence(
            id=new_id(),
            quotation_id=quotation_id,
            article_id=arrival.article_id,
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
    named: Sequence[Appearance],
    decided: Mapping[tuple[UUID, int], str],
) -> list[IncomingOccurrence]:
    """Return occurrences with the keys of their speakers, as the registry decided."""
    speakers_of: dict[UUID, list[str]] = {}
    for appearance in named:
        speakers_of.setdefault(appearance.quotation_id, []).append(decided[appearance.place])
    return [replace(one, speakers=tuple(speakers_of.get(one.quotation_id, ()))) for one in incoming]


def _write_speakers(
    session: Session,
    changed: Sequence[Appearance],
    decided: Mapping[tuple[UUID, int], str],
    speaker_ids: Mapping[str, UUID],
) -> None:
    rows = [
        {
            "quotation_id": one.quotation_id,
            "position": one.position,
            "speaker_id": speaker_ids[decided[one.place]],
        }
        for one in changed
    ]
    if rows:
        session.execute(update(QuotationSpeaker), rows)


def _single(moves: Iterable[tuple[UUID | None, UUID]]) -> dict[UUID, UUID]:
    """Moves from one id to another -> those that all went from one to the same other."""
    targets: dict[UUID, set[UUID]] = {}
    for old, new in moves:
        if old is not None:
            targets.setdefault(old, set()).add(new)
    return {old: next(iter(new)) for old, new in targets.items() if len(new) == 1 and new != {old}}
