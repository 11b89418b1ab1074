"""A POST with an idempotency key is carried out once, however often it is sent."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from typing import Any

import pytest

from service.errors import NotReady
from service.storage.store import Store
from tests.support.checked_client import problem_of
from tests.support.keys import add_key

ARTICLE = {"outlet": {"domain": "harbourpost.example"}, "text": "“We go,” Ann Lee said."}
KEY = {"Idempotency-Key": "8e03978e-40d5-43dd-bc93-6894a57f9324"}
PATH = "/v1/articles"


def test_the_first_answer_comes_again(client):
    first = client.post(PATH, json=ARTICLE, headers=KEY)
    again = client.post(PATH, json=ARTICLE, headers=KEY)

    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert first.headers["location"] == again.headers["location"]
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"


def test_a_key_may_stand_in_quotation_marks(client):
    """So does the draft of the standard write it."""
    quoted = {"Idempotency-Key": f'"{KEY["Idempotency-Key"]}"'}
    client.post(PATH, json=ARTICLE, headers=KEY)

    again = client.post(PATH, json=ARTICLE, headers=quoted)

    assert again.headers["idempotency-replayed"] == "true"


def test_another_request_with_the_same_key_is_refused(client):
    client.post(PATH, json=ARTICLE, headers=KEY)

    for path, body in [
        (PATH, {**ARTICLE, "title": "Another"}),
        (f"{PATH}?offset_unit=utf16", ARTICLE),
        ("/v1/extract", {"text": ARTICLE["text"]}),
    ]:
        refused = client.post(path, json=body, headers=KEY)
        assert refused.status_code == 422
        assert problem_of(refused)["type"] == "urn:onrecord:problem:idempotency-key-reused"


@pytest.mark.parametrize("key", ["", "two words", "é", "a" * 256, 'a"b'])
def test_a_key_that_is_not_valid_is_refused(client, key):
    response = client.post(PATH, json=ARTICLE, headers={"Idempotency-Key": key.encode()})

    assert response.status_code == 422
    (error,) = problem_of(response)["errors"]
    assert (error["part"], error["pointer"]) == ("header", "/Idempotency-Key")


def test_a_request_that_failed_can_be_sent_again(client, app, monkeypatch):
    def fail(*_: Any, **__: Any) -> None:
        raise NotReady("The database does not answer.")

    with monkeypatch.context() as broken:
        broken.setattr(Store, "put_article", fail)
        assert client.post(PATH, json=ARTICLE, headers=KEY).status_code == 503
    again = client.post(PATH, json=ARTICLE, headers=KEY)

    assert again.status_code == 201
    assert "idempotency-replayed" not in again.headers


def test_a_request_that_was_refused_is_forgotten(client):
    assert client.post(PATH, json={**ARTICLE, "text": ""}, headers=KEY).status_code == 422

    assert client.post(PATH, json=ARTICLE, headers=KEY).status_code == 201


@pytest.mark.parametrize("seconds", [0.0, 1.0])
def test_the_same_request_at_the_same_time_is_refused(client, monkeypatch, seconds):
    """Also where the first one takes longer than its claim lasts unless it is extended."""
    for module in ("service.api.idempotency", "service.storage.replay_store"):
        monkeypatch.setattr(f"{module}.CLAIM_LEASE", timedelta(seconds=0.5))
    stored, go_on = threading.Event(), threading.Event()
    put_article = Store.put_article

    def put_slowly(*arguments: Any, **named: Any) -> Any:
        stored.set()
        assert go_on.wait(20)
        return put_article(*arguments, **named)

    monkeypatch.setattr(Store, "put_article", put_slowly)
    answers: list[Any] = []
    first = threading.Thread(
        target=lambda: answers.append(client.post(PATH, json=ARTICLE, headers=KEY))
    )
    first.start()
    assert stored.wait(20)
    time.sleep(seconds)
    second = client.post(PATH, json=ARTICLE, headers=KEY)
    go_on.set()
    first.join(20)

    assert second.status_code == 409
    assert problem_of(second)["type"] == "urn:onrecord:problem:request-in-flight"
    assert int(second.headers["retry-after"]) > 0
    assert [answer.status_code for answer in answers] == [201]


def test_a_text_that_is_not_stored_is_read_again(client):
    """Nothing of it is kept, so there is nothing to send a second time."""
    first = client.post("/v1/extract", json={"text": ARTICLE["text"]}, headers=KEY)
    again = client.post("/v1/extract", json={"text": ARTICLE["text"]}, headers=KEY)

    assert first.json() == again.json()
    assert again.headers["idempotency-replayed"] == "true"


def test_an_article_that_was_deleted_is_not_stored_again(client):
    first = client.post(PATH, json=ARTICLE, headers=KEY)
    client.delete(first.headers["location"])

    again = client.post(PATH, json=ARTICLE, headers=KEY)

    assert again.status_code == 409
    assert problem_of(again)["type"] == "urn:onrecord:problem:conflict"
    assert client.get(PATH).json()["items"] == []


def test_a_decision_is_made_once(client):
    for name in ("Ann Lee", "Ann Marie Lee"):
        client.post(PATH, json={**ARTICLE, "text": f"“We go to {name},” {name} said."})
    speaker, other = (each["id"] for each in client.get("/v1/speakers").json()["items"])
    decision = {"other_id": other, "reason": "The same."}

    first = client.post(f"/v1/speakers/{speaker}/merge", json=decision, headers=KEY)
    again = client.post(f"/v1/speakers/{speaker}/merge", json=decision, headers=KEY)

    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert len(client.get("/v1/judgements").json()["items"]) == 1


def test_a_key_that_may_not_read_sees_no_text_that_another_one_stored_since(client, app):
    store = app.state.services.store
    _, writer = add_key(store, owner="writer", scopes=["write"])
    _, editor = add_key(store, owner="other desk", scopes=["write", "read"])
    article = {**ARTICLE, "url": "https://harbourpost.example/pier"}
    first = client.post(PATH, json=article, headers={**KEY, **writer})
    again = client.post(PATH, json=article, headers={**KEY, **writer})
    replaced = client.post(PATH, json={**article, "text": "Under embargo."}, headers=editor)
    assert (first.status_code, again.status_code, replaced.status_code) == (201, 201, 200)

    refused = client.post(PATH, json=article, headers={**KEY, **writer})

    assert refused.status_code == 409
    assert "embargo" not in refused.text
