"""Keys and the audit trail are stored alike on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from service.api.auth.keys import make_key
from service.errors import Conflict, InvalidCursor, NotFound
from service.storage.access import Actor, AuditFilter, NewKey, acting
from service.storage.inputs import EditedBy, SpeakerChange
from service.storage.store import Store
from tests.support.store_contents import Ingest

DAVE = Actor(owner="dave", operation="createArticle", key_id=uuid4(), request_id="r-1", status=201)
TEXT = "Ann Lee | direct | we tried everything"


def new_key(owner: str = "desk", **fields: object) -> NewKey:
    key = make_key()
    given = {"scopes": ("write", "read"), **fields}
    return NewKey(prefix=key.prefix, digest=key.digest, owner=owner, **given)


def test_a_key_is_found_by_its_prefix_as_it_was_made(store: Store) -> None:
    until = datetime.now(UTC) + timedelta(days=90)
    new = new_key(expires_at=until, rate_quota=600, rate_seconds=60)
    made = store.keys.create(new)
    assert store.keys.find(new.prefix) == made
    assert (made.owner, made.scopes, made.digest) == ("desk", ("read", "write"), new.digest)
    assert (made.expires_at, made.rate_quota, made.rate_seconds) == (until, 600, 60)
    assert made.revoked_at is None
    assert store.keys.find("unknownprefi") is None


def test_a_revoked_key_stays_in_the_list_and_counts_as_made(store: Store) -> None:
    assert not store.keys.any_made()
    first, second = store.keys.create(new_key("a")), store.keys.create(new_key("b"))
    revoked = store.keys.revoke(first.prefix)
    assert revoked.revoked_at is not None
    assert store.keys.revoke(first.prefix) == revoked
    store.keys.revoke(second.prefix)
    assert [key.owner for key in store.keys.list_all()] == ["a", "b"]
    assert store.keys.any_made()


def test_a_key_that_is_unknown_cannot_be_revoked(store: Store) -> None:
    with pytest.raises(NotFound):
        store.keys.revoke("unknownprefi")


def test_the_use_of_a_key_is_stored_once_an_hour(store: Store) -> None:
    key = store.keys.create(new_key())
    store.keys.mark_used(key.prefix)
    [used] = store.keys.list_all()
    assert used.last_used_at is not None
    store.keys.mark_used(key.prefix)
    assert store.keys.list_all() == (used,)


def test_each_change_leaves_an_entry_and_nothing_else_does(store: Store, ingest: Ingest) -> None:
    with acting(DAVE):
        created = ingest(TEXT, url="https://first.example/1")
        ingest(TEXT, url="https://first.example/1")  # Known already: changes nothing.
        ingest(TEXT + "\nIt rained.", url="https://first.example/1")
    article = created.view.ref.id
    with acting(Actor(owner="erin", operation="deleteArticle", status=204)):
        store.delete_article(article)
        with pytest.raises(NotFound):
            store.delete_article(article)
    entries = store.keys.list_audit().items
    assert [(each.owner, each.operation, each.status) for each in entries] == [
        ("erin", "deleteArticle", 204),
        ("dave", "createArticle", 200),
        ("dave", "createArticle", 201),
    ]
    assert {each.object_id for each in entries} == {article}
    assert [each.key_id for each in entries] == [None, DAVE.key_id, DAVE.key_id]
    assert [each.request_id for each in entries] == [None, "r-1", "r-1"]


def test_a_judgement_and_its_undoing_leave_entries(store: Store, ingest: Ingest) -> None:
    ingest(TEXT)
    [speaker] = store.list_speakers().items
    change = SpeakerChange(fields={"notes": "Engineer."})
    by = EditedBy(editor="erin")
    with acting(Actor(owner="erin", operation="updateSpeaker")):
        _, judgement = store.describe_speaker(speaker.id, change, by)
    with acting(Actor(owner="erin", operation="undoJudgement")):
        store.undo_judgement(judgement.id, by)
        with pytest.raises(Conflict):
            store.undo_judgement(judgement.id, by)
    entries = store.keys.list_audit().items
    assert [each.operation for each in entries] == ["undoJudgement", "updateSpeaker"]
    assert {each.object_id for each in entries} == {judgement.id}


def test_making_and_revoking_a_key_leaves_entries(store: Store) -> None:
    with acting(Actor(owner="command line", operation="keys create")):
        key = store.keys.create(new_key())
    with acting(Actor(owner="command line", operation="keys revoke")):
        store.keys.revoke(key.prefix)
        store.keys.revoke(key.prefix)
    entries = store.keys.list_audit().items
    assert [each.operation for each in entries] == ["keys revoke", "keys create"]
    assert {each.object_id for each in entries} == {key.id}


def test_entries_are_read_a_page_at_a_time_and_by_key_or_object(
    store: Store, ingest: Ingest
) -> None:
    with acting(DAVE):
        stored = [ingest(f"{TEXT} {n} times", url=f"https://first.example/{n}") for n in range(3)]
    with acting(Actor(owner="erin", operation="createArticle")):
        ingest(TEXT, url="https://first.example/erin")
    first = store.keys.list_audit(limit=3)
    rest = store.keys.list_audit(limit=3, cursor=first.next_cursor)
    assert len({each.id for each in (*first.items, *rest.items)}) == 4
    assert rest.next_cursor is None
    daves = store.keys.list_audit(AuditFilter(key_id=DAVE.key_id)).items
    assert [each.owner for each in daves] == ["dave"] * 3
    article = stored[0].view.ref.id
    [of_article] = store.keys.list_audit(AuditFilter(object_id=article)).items
    assert of_article.object_id == article
    with pytest.raises(InvalidCursor):
        store.keys.list_audit(AuditFilter(object_id=article), cursor=first.next_cursor)
