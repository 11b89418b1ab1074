"""One request is one transaction: what others do in between changes no answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from service.storage.inputs import EditedBy
from service.storage.store import Store

DECIDED = {"reason": "asked them"}
TEXT = "“The pier is safe,” Ann Lee said.\n\n“The pier is closed,” Bo Ek said."


@contextmanager
def after_first_commit(do: Callable[[], object]) -> Iterator[None]:
    """Run `do` as soon as any other transaction is committed, once."""
    waiting = [do]

    def on_commit(_: Session) -> None:
        if waiting:
            waiting.pop()()

    event.listen(Session, "after_commit", on_commit)
    try:
        yield
    finally:
        event.remove(Session, "after_commit", on_commit)
    assert not waiting, "nothing was committed"


@contextmanager
def counted_transactions() -> Iterator[list[Session]]:
    begun: list[Session] = []

    def on_begin(session: Session, *_: object) -> None:
        begun.append(session)

    event.listen(Session, "after_begin", on_begin)
    try:
        yield begun
    finally:
        event.remove(Session, "after_begin", on_begin)


@pytest.fixture
def stored(client, post) -> dict[str, Any]:
    article = post(TEXT, url="https://harbourpost.example/1")
    first, second = article["quotations"]
    return {
        "article": article["id"],
        "ann": first["speaker"]["id"],
        "bo": second["speaker"]["id"],
        "quote": first["quote_id"],
        "other_quote": second["quote_id"],
        "occurrence": first["id"],
    }


def test_a_change_is_answered_although_the_speaker_is_merged_right_after(settings, client, stored):
    # Another process: in this one a writer waits until the first has given up its turn.
    other = Store.open(settings.database_url)
    ann, bo = UUID(stored["ann"]), UUID(stored["bo"])

    with after_first_commit(lambda: other.merge_speakers(bo, ann, EditedBy(editor="other"))):
        response = client.patch(
            f"/v1/speakers/{ann}", json={**DECIDED, "notes": "A keeper."}, follow_redirects=False
        )

    other.close()
    assert response.status_code == 200
    assert response.json()["id"] == str(ann)
    assert response.json()["notes"] == "A keeper."
    assert client.get(f"/v1/speakers/{ann}", follow_redirects=False).status_code == 308


def requests(of: dict[str, Any]) -> dict[str, tuple[str, str, dict[str, Any] | None]]:
    speaker, quote = f"/v1/speakers/{of['ann']}", f"/v1/quotes/{of['quote']}"
    return {
        "describe": ("PATCH", speaker, {"notes": "A keeper."}),
        "merge speakers": ("POST", f"{speaker}/merge", {"other_id": of["bo"]}),
        "split speaker": (
            "POST",
            f"{speaker}/split",
            {"occurrences": [of["occurrence"]], "name": "Cy Orr"},
        ),
        "never same": ("POST", f"{speaker}/never-same", {"other_id": of["bo"]}),
        "merge quotes": ("POST", f"{quote}/merge", {"other_id": of["other_quote"]}),
        "pin": ("POST", f"{quote}/pin", {}),
        "delete": ("DELETE", f"/v1/articles/{of['article']}", None),
        "get speaker": ("GET", speaker, None),
        "speaker's quotes": ("GET", f"{speaker}/quotes", None),
        "get quote": ("GET", quote, None),
        "get article": ("GET", f"/v1/articles/{of['article']}", None),
    }


KINDS = list(
    requests(dict.fromkeys(("ann", "bo", "quote", "other_quote", "occurrence", "article")))
)


@pytest.mark.parametrize("kind", KINDS)
def test_a_request_is_one_transaction(client, stored, kind):
    method, path, body = requests(stored)[kind]
    with counted_transactions() as begun:
        response = client.request(method, path, json=None if body is None else {**DECIDED, **body})
    assert response.status_code in (200, 201, 204), response.text
    assert len(begun) == 1


def test_undoing_is_one_transaction(client, stored):
    path = f"/v1/speakers/{stored['ann']}/merge"
    merged = client.post(path, json={**DECIDED, "other_id": stored["bo"]}).json()
    with counted_transactions() as begun:
        response = client.post(f"/v1/judgements/{merged['id']}/undo", json=DECIDED)
    assert response.status_code == 200
    assert len(begun) == 1
