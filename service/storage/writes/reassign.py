"""Link quotations to speakers and their utterances to quotes, again wherever something changed.

This runs for an article's new quotations, and for stored quotations whose speaker may have changed
because of an article or a judgement.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from models import QuotationSpeaker
from models.base import new_id
from service.speakers.registry_rules import Appearance
from service.storage.clusters.assign import assign
from service.storage.inputs import QuotationWrite
from service.storage.registry.link_speakers import link_speakers, load_appearances
from service.storage.registry.profiles import refresh_speakers
from service.storage.tables import occurrences, quotations, speakers
from service.storage.tables.decisions import load_speaker_judgements
from service.storage.tables.occurrences import IncomingOccurrence, RemovedOccurrence


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
        assign(session, to_assign, left, again=rebuild)
    refresh_speakers(
        session,
        speaker_ids,
        judgements=judgements,
        moved=_moved_whole((each.speaker_id, speaker_ids[linked[each.id]]) for each in changed),
    )


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
