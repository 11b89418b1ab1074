"""Quotations find their place: who speaks each one, and which quote each utterance is.

An article that arrives is filed, and so are stored quotations whose speakers have become others:
because of what the article prints, or by a judgement.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from models import Occurrence, QuotationSpeaker
from service.dedup.key import own_key, speaker_key
from service.storage import occurrences, quotes, settling, speakers, spoken
from service.storage.registry import Appearance, decide
from service.storage.rulings import load_rulings
from service.storage.spoken import Uttered
from service.storage.writes import QuoteDraft, QuoteKey, UtteranceWrite


@dataclass(frozen=True, slots=True)
class Arrival:
    """What just arrived with an article whose quotations are stored, and what it held before."""

    article_id: UUID
    kinds: Mapping[UUID, str] = field(default_factory=dict)
    """The quotations' ids and kinds."""
    utterances: Sequence[tuple[UUID, UtteranceWrite]] = ()
    """Under their quotations' ids, in the order of the text."""
    speakers_before: frozenset[str] = frozenset()
    quotes_before: Mapping[QuoteKey, QuoteDraft] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Placed:
    """An utterance, the key of the quote that it is, and the keys of its named speakers."""

    uttered: Uttered
    key: QuoteKey
    speakers: tuple[str, ...]

    @property
    def draft(self) -> QuoteDraft:
        """The quote as this utterance makes it."""
        return QuoteDraft(
            words=f" {' '.join(self.uttered.identity.words)} ",
            text=self.uttered.text,
            kind=self.uttered.kind,
        )


def file(
    session: Session,
    quotation_ids: Collection[UUID],
    *,
    arrival: Arrival | None = None,
    touched: Iterable[str] = (),
) -> None:
    """Quotations -> each has its speakers and its utterances their quotes; all counts are right.

    `touched` are the keys of speakers to look at even where nothing moves. Locks are taken in one
    order: speakers by key, then quotes by key, old and new together.
    """
    uttered = list(spoken.stored(session, quotation_ids))
    if arrival:
        uttered += spoken.arriving(arrival.article_id, arrival.kinds, arrival.utterances)
    named = spoken.appearances(session, quotation_ids, uttered)
    rulings = load_rulings(session)
    decided = decide(session, named, rulings)
    before = speakers.keys_of(session, {one.speaker_id for one in named if one.speaker_id})
    changed = [
        one
        for one in named
        if one.speaker_id is None or before[one.speaker_id] != decided[one.place]
    ]
    moving = {one.quotation_id for one in changed}
    placed = _place(
        [one for one in uttered if one.occurrence_id is None or one.quotation_id in moving],
        [one for one in named if one.quotation_id in moving],
        decided,
    )

    now = {decided[one.place] for one in named if one.quotation_id in moving}
    # Beside these: who loses something, and whom print names although a judgement says otherwise.
    also = {before[one.speaker_id] for one in changed if one.speaker_id} | set(touched)
    also |= {one.name_key for one in changed} | (arrival.speakers_before if arrival else set())
    speaker_ids = speakers.hold(session, now | speakers.existing(session, also))

    drafts = {one.key: one.draft for one in placed}
    old = quotes.of_ids(session, {one.uttered.quote_id for one in placed if one.uttered.quote_id})
    left = arrival.quotes_before if arrival else {}
    held = quotes.hold(session, {**left, **old, **drafts}, first_seen=datetime.now(UTC))

    _write_speakers(session, changed, decided, speaker_ids)
    _write_quotes(session, placed, held.ids, arrival)
    made = {held.ids[one.key]: one.speakers for one in placed if held.ids[one.key] in held.made}
    quotes.name_speakers(
        session, {quote_id: [speaker_ids[key] for key in who] for quote_id, who in made.items()}
    )
    quotes.settle(
        session,
        held.ids.values(),
        moved=_single((one.uttered.quote_id, held.ids[one.key]) for one in placed),
    )
    settling.settle(
        session,
        speaker_ids,
        rulings=rulings,
        moved=_single((one.speaker_id, speaker_ids[decided[one.place]]) for one in changed),
    )


def _place(
    uttered: Sequence[Uttered],
    named: Sequence[Appearance],
    decided: Mapping[tuple[UUID, int], str],
) -> list[_Placed]:
    speakers_of: dict[UUID, list[str]] = {}
    for one in named:
        speakers_of.setdefault(one.quotation_id, []).append(decided[one.place])
    placed = []
    for utterance in uttered:
        keys = tuple(dict.fromkeys(speakers_of.get(utterance.quotation_id, ())))
        identity = utterance.identity
        shared = identity.merges if keys else identity.merges_unnamed
        own = own_key(str(utterance.article_id), utterance.ordinal)
        key = QuoteKey(
            normal_version=identity.normal_version,
            normal_hash=identity.normal_hash,
            speaker_key=speaker_key(keys) if shared else own,
        )
        placed.append(_Placed(uttered=utterance, key=key, speakers=keys))
    return placed


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


def _write_quotes(
    session: Session,
    placed: Sequence[_Placed],
    ids: Mapping[QuoteKey, UUID],
    arrival: Arrival | None,
) -> None:
    moved = [
        {"id": one.uttered.occurrence_id, "quote_id": ids[one.key]}
        for one in placed
        if one.uttered.quote_id not in (None, ids[one.key])
    ]
    if moved:
        session.execute(update(Occurrence), moved)
    if arrival:
        fresh = [ids[one.key] for one in placed if one.uttered.occurrence_id is None]
        rows = zip(arrival.utterances, fresh, strict=True)
        occurrences.add(
            session,
            arrival.article_id,
            [(quotation_id, quote_id, said) for (quotation_id, said), quote_id in rows],
        )


def _single(moves: Iterable[tuple[UUID | None, UUID]]) -> dict[UUID, UUID]:
    """Moves from one id to another -> those that all went from one to the same other."""
    targets: dict[UUID, set[UUID]] = {}
    for old, new in moves:
        if old is not None:
            targets.setdefault(old, set()).add(new)
    return {old: next(iter(new)) for old, new in targets.items() if len(new) == 1 and new != {old}}
