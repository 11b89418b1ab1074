"""The audit trail: every change with its key, the editor of judgements, and no text."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from fastapi import FastAPI

from service.settings import Settings
from service.storage.store import Store
from tests.support.checked_client import CheckedClient
from tests.support.keys import add_key

ARTICLE = {
    "outlet": {"domain": "a.example"},
    "url": "https://a.example/1",
    "text": "“We tried everything there is,” Ann Lee said.",
}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """The server has a worker, so that a job is finished."""
    return settings.model_copy(update={"job_lanes": 1})


@pytest.fixture
def store(client: CheckedClient, app: FastAPI) -> Store:
    return app.state.services.store


def trail(client: CheckedClient, **options: Any) -> list[dict[str, Any]]:
    answer = client.get("/v1/audit", **options)
    assert answer.status_code == 200
    return answer.json()["items"]


def test_each_change_has_its_key_owner_operation_object_request_and_status(
    client: CheckedClient, store: Store
) -> None:
    key, headers = add_key(store, owner="night desk")
    created = client.post("/v1/articles", json=ARTICLE, headers=headers)
    article = created.json()
    client.post("/v1/articles", json=ARTICLE, headers=headers)  # Known already.
    speaker = article["quotations"][0]["speaker"]["id"]
    changed = client.patch(
        f"/v1/speakers/{speaker}", json={"notes": "An engineer."}, headers=headers
    )
    [judgement] = client.get("/v1/judgements", headers=headers).json()["items"]
    undone = client.post(f"/v1/judgements/{judgement['id']}/undo", json={}, headers=headers)
    deleted = client.delete(f"/v1/articles/{article['id']}", headers=headers)
    client.delete(f"/v1/articles/{article['id']}", headers=headers)  # Gone already.

    entries = trail(client, headers=headers)
    assert [
        (each["operation"], each["object_id"], each["request_id"], each["status"])
        for each in reversed(entries)
    ] == [
        ("createArticle", article["id"], created.headers["x-request-id"], 201),
        ("updateSpeaker", judgement["id"], changed.headers["x-request-id"], 200),
        ("undoJudgement", judgement["id"], undone.headers["x-request-id"], 200),
        ("deleteArticle", article["id"], deleted.headers["x-request-id"], 204),
    ]
    assert {(each["key_id"], each["owner"]) for each in entries} == {(str(key.id), "night desk")}
    assert "everything" not in str(entries)
    of_article = trail(client, headers=headers, params={"object_id": article["id"]})
    assert [each["operation"] for each in of_article] == ["deleteArticle", "createArticle"]


def test_the_editor_of_a_judgement_is_the_owner_of_the_key(
    client: CheckedClient, store: Store
) -> None:
    _, ann = add_key(store, owner="ann@desk.example")
    _, bo = add_key(store, owner="bo@desk.example")
    article = client.post("/v1/articles", json=ARTICLE, headers=ann).json()
    speaker = article["quotations"][0]["speaker"]["id"]
    client.patch(f"/v1/speakers/{speaker}", json={"notes": "An engineer."}, headers=ann)
    [made] = client.get("/v1/judgements", headers=bo).json()["items"]
    undone = client.post(f"/v1/judgements/{made['id']}/undo", json={}, headers=bo).json()
    assert (undone["editor"], undone["undone_by"]) == ("ann@desk.example", "bo@desk.example")


def test_a_body_cannot_name_another_editor(client: CheckedClient, store: Store) -> None:
    article = client.post("/v1/articles", json=ARTICLE).json()
    speaker = article["quotations"][0]["speaker"]["id"]
    body = {"notes": "An engineer.", "editor": "someone else"}
    assert client.patch(f"/v1/speakers/{speaker}", json=body).status_code == 422
    assert client.get("/v1/judgements").json()["items"] == []


def test_a_job_has_entries_for_what_its_sender_did(client: CheckedClient) -> None:
    sent = client.post(
        "/v1/ingest-jobs",
        content=json.dumps(ARTICLE) + "\n",
        headers={"Content-Type": "application/x-ndjson"},
    )
    job = sent.json()["id"]
    path = f"/v1/ingest-jobs/{job}"
    until = time.monotonic() + 20
    while client.get(path).json()["state"] != "done" and time.monotonic() < until:
        time.sleep(0.05)
    assert client.post(f"{path}/retry").status_code == 200  # Nothing failed: it changes nothing.
    assert client.delete(path).status_code == 204
    entries = trail(client, params={"object_id": job})
    assert [(each["operation"], each["status"]) for each in entries] == [
        ("deleteIngestJob", 204),
        ("createIngestJob", 202),
    ]


def test_without_keys_changes_are_recorded_as_local(client: CheckedClient) -> None:
    article = client.post("/v1/articles", json=ARTICLE).json()
    [entry] = trail(client)
    assert (entry["object_id"], entry["owner"], entry["key_id"]) == (article["id"], "local", None)
