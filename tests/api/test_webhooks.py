"""Webhooks over HTTP: who may make one, what it shows, and what becomes of its messages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from service.settings import Settings
from service.storage.event_views import Attempt
from tests.support.checked_client import problem_of
from tests.support.keys import add_key

URL = "https://desk.example/hook"
UNKNOWN = "0190b3c4-6f1e-7a52-9d3b-2f6c8e5a1b01"


@pytest.fixture
def store(client, app) -> Any:
    return app.state.services.store


def create(client, *, key: str | None = None, **fields: Any) -> dict[str, Any]:
    headers = {"Idempotency-Key": key} if key else {}
    answer = client.post("/v1/webhooks", json={"url": URL, **fields}, headers=headers)
    assert answer.status_code == 201, answer.text
    return answer.json()


def fail_all(store: Any, webhook_id: str) -> list[dict[str, Any]]:
    """Let the first try of each message be its last one, as a worker would."""
    turn = store.webhooks.take_turn(lease=timedelta(seconds=-1))
    for delivery in turn.deliveries:
        attempt = Attempt(status=500, error="status")
        assert store.webhooks.finish_attempt(turn, delivery, attempt, failing=timedelta(days=5))
    return store.webhooks.list_deliveries(UUID(webhook_id)).items


def test_a_secret_is_shown_once(client):
    answer = client.post("/v1/webhooks", json={"url": URL})
    made = answer.json()
    assert answer.headers["location"] == f"/v1/webhooks/{made['id']}"
    assert made["secret"].startswith("whsec_")
    shown = client.get(answer.headers["location"]).json()
    assert shown == {name: made[name] for name in made.keys() - {"secret"}}
    assert client.get("/v1/webhooks").json()["items"] == [shown]

    rotated = client.post(f"/v1/webhooks/{made['id']}/rotate-secret").json()
    assert rotated["secret"] != made["secret"]


def test_a_repeated_request_makes_one_webhook_and_shows_no_secret(client):
    made, again = create(client, key="a"), create(client, key="a")
    assert again == {name: made[name] for name in made.keys() - {"secret"}}
    assert len(client.get("/v1/webhooks").json()["items"]) == 1


@pytest.mark.parametrize(
    "url", ["http://desk.example/", "https://127.0.0.1/", "https://169.254.169.254/latest"]
)
def test_an_inner_address_needs_a_setting(client, url):
    refused = client.post("/v1/webhooks", json={"url": url})
    assert problem_of(refused)["status"] == 409
    assert "desk.example" not in refused.text
    assert client.get("/v1/webhooks").json()["items"] == []


class TestWithTheSetting:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(update={"webhook_private": True})

    def test_an_inner_address_is_allowed(self, client):
        assert create(client, url="http://127.0.0.1:9/hook")["url"] == "http://127.0.0.1:9/hook"


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"url": "ftp://desk.example/"}, 422),
        ({"url": "https://user@desk.example/"}, 422),
        ({"url": f"https://desk.example/{'a' * 2000}"}, 422),
        ({"speaker_ids": ["x"]}, 422),
        ({"kind": "shouted"}, 422),
        ({"secret": "mine"}, 422),
        ({"speaker_ids": [UNKNOWN]}, 404),
        ({"quote_ids": [UNKNOWN]}, 404),
    ],
)
def test_what_is_no_webhook_is_refused(client, fields, status):
    refused = client.post("/v1/webhooks", json={"url": URL, **fields})
    assert problem_of(refused)["status"] == status
    assert "desk.example" not in refused.text


def test_a_webhook_is_disabled_enabled_and_deleted(client):
    made = create(client)
    path = f"/v1/webhooks/{made['id']}"
    disabled = client.post(f"{path}/disable").json()
    assert (disabled["disabled_because"], disabled["disabled_at"] is None) == ("operator", False)
    assert client.post(f"{path}/disable").json() == disabled
    assert client.post(f"{path}/enable").json()["disabled_at"] is None
    assert client.delete(path).status_code == 204
    for missing in (
        client.get(path),
        client.delete(path),
        client.post(f"{path}/enable"),
        client.post(f"{path}/disable"),
        client.post(f"{path}/rotate-secret"),
        client.get(f"{path}/deliveries"),
        client.post(f"{path}/deliveries/{UNKNOWN}/resend"),
    ):
        assert problem_of(missing)["status"] == 404


def test_failed_messages_are_listed_and_sent_again(client, post, store):
    made = create(client)
    path = f"/v1/webhooks/{made['id']}"
    post("“The ferry sails at noon,” Ida Holm said. “It rained all day,” Bo Lind said.")
    fail_all(store, made["id"])
    failed = client.get(f"{path}/deliveries", params={"state": "failed", "limit": 1}).json()
    [one] = failed["items"]
    assert failed["next_cursor"]
    assert (one["last_status"], one["last_error"], one["attempts"]) == (500, "status", 1)
    assert client.get(path).json()["failing_since"]

    resent = client.post(f"{path}/deliveries/{one['id']}/resend")
    assert (resent.status_code, resent.json()) == (202, {"messages": 1})
    assert client.post(f"{path}/resend-failed").json() == {"messages": 1}
    waiting = client.get(f"{path}/deliveries", params={"state": "waiting"}).json()["items"]
    assert {each["attempts"] for each in waiting} == {0}
    assert len(waiting) == 2
    assert client.get(f"{path}/deliveries", params={"state": "failed"}).json()["items"] == []


def test_a_disabled_webhook_gets_no_event(client, post, store):
    made = create(client)
    client.post(f"/v1/webhooks/{made['id']}/disable")
    post("“The ferry sails at noon,” Ida Holm said.")
    assert not store.webhooks.has_due()
    client.post(f"/v1/webhooks/{made['id']}/enable")
    assert not store.webhooks.has_due()


def test_only_an_administrator_says_where_words_go(client, store):
    _, editor = add_key(store, scopes=["read", "write", "edit"])
    _, admin = add_key(store, scopes=["admin"])

    def status(method: str, path: str, headers: dict[str, str], **options: Any) -> int:
        return client.request(method, path, headers=headers, **options).status_code

    assert status("POST", "/v1/webhooks", editor, json={"url": URL}) == 403
    assert status("GET", "/v1/webhooks", editor) == 403
    assert status("POST", "/v1/webhooks", admin, json={"url": URL}) == 201


def test_what_an_operator_does_is_in_the_audit_trail(client):
    made = create(client)
    path = f"/v1/webhooks/{made['id']}"
    for change in ("rotate-secret", "disable", "disable", "enable"):
        client.post(f"{path}/{change}")
    client.delete(path)
    trail = client.get("/v1/audit", params={"object_id": made["id"]}).json()["items"]
    assert [entry["operation"] for entry in trail] == [
        "deleteWebhook",
        "enableWebhook",
        "disableWebhook",
        "rotateWebhookSecret",
        "createWebhook",
    ]


def test_metrics_say_how_many_messages_wait_and_failed(client, post, store, app):
    made = create(client)
    post("“The ferry sails at noon,” Ida Holm said.")
    fail_all(store, made["id"])
    text = client.get("/metrics").text
    assert 'onrecord_webhook_messages{state="failed"} 1.0' in text
    assert 'onrecord_webhook_messages{state="waiting"} 0.0' in text
