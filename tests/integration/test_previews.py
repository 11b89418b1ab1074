"""Previews of an editor's decisions: they show what the decision does, and change nothing."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from service.errors import Conflict, NotFound
from service.storage.filters import SpeakerFilter
from service.storage.inputs import EditedBy
from service.storage.store import Store
from tests.support.store_contents import Ingest

DESK = EditedBy(editor="desk")


@pytest.fixture
def stocked(ingest: Ingest, store: Store) -> Store:
    ingest("Ann Lee | direct | The pier is safe\nAnn Lee | direct | Never, ever!")
    ingest("Bo Ek | direct | The pier is safe", domain="second.example")
    return store


def speaker_id(store: Store, name: str) -> UUID:
    [speaker] = store.list_speakers(SpeakerFilter(q=name)).items
    return speaker.id


def contents(store: Store) -> tuple[object, ...]:
    lists = (store.list_speakers, store.list_quotes, store.list_judgements)
    return tuple(read().items for read in lists)


def test_a_preview_of_a_merge_is_what_the_merge_does(stocked: Store) -> None:
    ann, bo = speaker_id(stocked, "ann lee"), speaker_id(stocked, "bo ek")
    before = contents(stocked)

    preview = stocked.previews.merge_speakers(ann, bo, DESK)

    assert contents(stocked) == before
    assert [(each.name, each.quote_count) for each in preview.before] == [
        ("Ann Lee", 2),
        ("Bo Ek", 1),
    ]
    stocked.merge_speakers(ann, bo, DESK)
    assert preview.after == (stocked.get_speaker(ann),)
    # The same words of both become one quote.
    assert preview.after[0].quote_count == 2


def test_a_preview_of_a_split_is_what_the_split_does(stocked: Store) -> None:
    ann = speaker_id(stocked, "ann lee")
    quote = next(q for q in stocked.list_speaker_quotes(ann).items if q.text == "Never, ever!")
    [occurrence] = stocked.get_quote(quote.id).occurrences
    before = contents(stocked)

    preview = stocked.previews.split_speaker(ann, [occurrence.id], DESK, name="Ann Lee (poet)")

    assert contents(stocked) == before
    assert [(each.name, each.quote_count) for each in preview.after] == [
        ("Ann Lee", 1),
        ("Ann Lee (poet)", 1),
    ]
    assert preview.occurrence_count == 1
    bo = speaker_id(stocked, "bo ek")
    preview = stocked.previews.split_speaker(ann, [occurrence.id], DESK, to_id=bo)
    stocked.split_speaker(ann, [occurrence.id], DESK, to_id=bo)
    assert preview.after == (stocked.get_speaker(ann), stocked.get_speaker(bo))
    assert [each.id for each in preview.before] == [ann, bo]


def test_what_the_decision_refuses_the_preview_refuses(stocked: Store) -> None:
    ann, bo = speaker_id(stocked, "ann lee"), speaker_id(stocked, "bo ek")

    with pytest.raises(Conflict):
        stocked.previews.merge_speakers(ann, ann, DESK)
    with pytest.raises(NotFound):
        stocked.previews.merge_speakers(ann, uuid4(), DESK)
    stocked.keep_apart(ann, bo, DESK)
    with pytest.raises(Conflict):
        stocked.previews.merge_speakers(ann, bo, DESK)
