"""The dated descriptions of speakers in the store, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from service.storage.inputs import EditedBy
from service.storage.store import Store
from service.storage.views import StoredArticle
from tests.support.store_contents import Ingest

THEN = datetime(2008, 3, 1, tzinfo=UTC)
NOW = datetime(2012, 3, 1, tzinfo=UTC)
EDITOR = EditedBy(editor="desk", reason="checked")


def speaker_of(stored: StoredArticle) -> UUID:
    speaker_id = stored.view.occurrences[0].speakers[0].id
    assert speaker_id is not None
    return speaker_id


def texts(store: Store, speaker_id: UUID) -> list[str]:
    return [each.text for each in store.get_speaker(speaker_id).descriptions]


def test_descriptions_stay_true_of_their_day(ingest: Ingest, store: Store) -> None:
    then = ingest("Ada Roe = senator | direct | the ferries stay", published_at=THEN)
    now = ingest("Ada Roe = president | direct | the pier goes", published_at=NOW)
    ingest("Ada Roe | direct | the quay as well", published_at=NOW)

    latest, first = store.get_speaker(speaker_of(then)).descriptions

    assert (latest.text, latest.first_printed, latest.last_printed) == ("president", NOW, NOW)
    assert (first.text, first.first_printed, first.last_printed) == ("senator", THEN, THEN)
    assert (latest.article_ids, first.article_ids) == ((now.view.ref.id,), (then.view.ref.id,))


def test_an_article_counts_once_for_a_description(ingest: Ingest, store: Store) -> None:
    stored = ingest(
        "Ada Roe = senator | direct | the ferries stay\nAda Roe = senator | direct | the pier goes"
    )

    [only] = store.get_speaker(speaker_of(stored)).descriptions

    assert only.article_count == 1
    assert only.article_ids == (stored.view.ref.id,)


def test_an_article_that_goes_takes_its_descriptions(ingest: Ingest, store: Store) -> None:
    kept = ingest("Ada Roe = senator | direct | the ferries stay", published_at=THEN)
    gone = ingest("Ada Roe = president | direct | the pier goes", published_at=NOW)

    store.delete_article(gone.view.ref.id)

    assert texts(store, speaker_of(kept)) == ["senator"]


def test_another_text_of_an_article_brings_other_descriptions(ingest: Ingest, store: Store) -> None:
    url = "https://a.example/1"
    ingest("Ada Roe = senator | direct | the ferries stay", url=url)
    changed = ingest("Ada Roe = mayor | direct | the ferries stay", url=url)

    assert texts(store, speaker_of(changed)) == ["mayor"]


def test_merging_and_splitting_carry_descriptions_over(ingest: Ingest, store: Store) -> None:
    ada = ingest("Ada Roe = senator | direct | the ferries stay", published_at=THEN)
    ida = ingest("Ida Roe = president | direct | the pier goes", published_at=NOW)
    ada_id, ida_id = speaker_of(ada), speaker_of(ida)

    merged = store.merge_speakers(ada_id, ida_id, EDITOR)
    assert texts(store, ada_id) == ["president", "senator"]

    store.undo_judgement(merged.id, EDITOR)
    assert texts(store, ada_id) == ["senator"]
    assert texts(store, ida_id) == ["president"]

    moved = [ida.view.occurrences[0].id]
    store.split_speaker(ida_id, moved, EDITOR, to_id=ada_id)
    assert texts(store, ada_id) == ["president", "senator"]


def test_who_did_not_say_it_has_no_description_in_the_registry(
    ingest: Ingest, store: Store
) -> None:
    said = ingest("Ada Roe | direct | the ferries stay")
    ingest("Ada Roe = senator | direct denied | the pier goes")

    assert texts(store, speaker_of(said)) == []
