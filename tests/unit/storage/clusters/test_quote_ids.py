"""Which occurrences an assignment moves, and which may have an id already."""

from __future__ import annotations

from uuid import UUID

import pytest

from service.storage.clusters.quote_ids import Assignment
from service.storage.tables.occurrences import IncomingOccurrence, RemovedOccurrence
from service.storage.tables.utterances import NewUtterances

ARRIVING, MOVED, STAYING = (UUID(int=number) for number in range(1, 4))
REMOVED = RemovedOccurrence(
    UUID(int=9), utterance_id=10, quote_id=UUID(int=8), article_id=UUID(int=7), text="No."
)


def incoming(occurrence_id: UUID, utterance_id: int | None) -> IncomingOccurrence:
    return IncomingOccurrence(
        id=occurrence_id,
        quotation_id=UUID(int=5),
        article_id=UUID(int=6),
        ordinal=0,
        text="It will sail",
        kind="direct",
        source=None,
        utterance_id=utterance_id,
    )


def assignment(*removed: RemovedOccurrence) -> Assignment:
    return Assignment(
        incoming=[incoming(ARRIVING, None), incoming(MOVED, 10), incoming(STAYING, 12)],
        removed=removed,
        utterance_of={ARRIVING: 11, MOVED: 11, STAYING: 12},
        new=NewUtterances(),
        alone={},
    )


def test_a_stored_occurrence_moves_where_it_prints_another_utterance_now() -> None:
    made = assignment()
    assert [one.id for one in made.arriving] == [ARRIVING]
    assert [one.id for one in made.moved] == [MOVED]


@pytest.mark.parametrize(
    ("removed", "anchors"),
    [((), {MOVED, STAYING}), ((REMOVED,), {ARRIVING, MOVED, STAYING})],
)
def test_a_new_occurrence_may_have_an_id_only_from_a_removed_one(
    removed: tuple[RemovedOccurrence, ...], anchors: set[UUID]
) -> None:
    assert assignment(*removed).possible_anchors == anchors
