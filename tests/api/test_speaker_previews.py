"""POST /v1/speakers/{id}/merge/preview and split/preview: what would change, and nothing does."""

from __future__ import annotations

from uuid import uuid4

import pytest

WORDS = "Nobody in this town was asked about the new harbour wall"


@pytest.fixture
def stored(client, post):
    """The ids of Ada Quill and Bo Ek, and of an occurrence of Ada's."""
    one = post(f"“{WORDS},” Ada Quill said. “Never again,” Ada Quill said.", domain="a.example")
    other = post(f"“{WORDS},” Bo Ek said.", domain="b.example")
    speakers = [each["quotations"][0]["speaker"]["id"] for each in (one, other)]
    return *speakers, one["quotations"][1]["id"]


def everything(client):
    paths = ("speakers", "quotes", "judgements", "audit")
    return [client.get(f"/v1/{path}").json()["items"] for path in paths]


def test_a_preview_of_a_merge_is_what_the_merge_does(client, stored):
    ada, bo, _ = stored
    before = everything(client)

    answer = client.post(f"/v1/speakers/{ada}/merge/preview", json={"other_id": bo})

    assert answer.status_code == 200
    preview = answer.json()
    assert everything(client) == before
    assert [(one["name"], one["quote_count"]) for one in preview["before"]] == [
        ("Ada Quill", 2),
        ("Bo Ek", 1),
    ]
    seen = {"If-Match": answer.headers["etag"]}
    merged = client.post(f"/v1/speakers/{ada}/merge", json={"other_id": bo}, headers=seen)
    assert merged.status_code == 201
    [after] = preview["after"]
    described = client.get(f"/v1/speakers/{ada}").json()
    assert {name: described[name] for name in after} == after
    again = client.post(f"/v1/speakers/{ada}/merge/preview", json={"other_id": bo}, headers=seen)
    assert again.status_code == 412


def test_a_preview_of_a_split_is_what_the_split_does(client, stored):
    ada, bo, occurrence = stored
    body = {"occurrences": [occurrence], "to_id": bo}
    before = everything(client)

    preview = client.post(f"/v1/speakers/{ada}/split/preview", json=body).json()

    assert everything(client) == before
    assert preview["occurrence_count"] == 1
    assert client.post(f"/v1/speakers/{ada}/split", json=body).status_code == 201
    for after in preview["after"]:
        described = client.get(f"/v1/speakers/{after['id']}").json()
        assert {name: described[name] for name in after} == after
    named = {"occurrences": [occurrence], "name": "Cy Ott"}
    preview = client.post(f"/v1/speakers/{bo}/split/preview", json=named).json()
    assert [one["name"] for one in preview["after"]] == ["Bo Ek", "Cy Ott"]
    assert client.get("/v1/speakers", params={"q": "Cy Ott"}).json()["items"] == []


def test_what_cannot_be_decided_has_no_preview(client, stored):
    ada, bo, occurrence = stored
    merge = f"/v1/speakers/{ada}/merge/preview"
    assert client.post(merge, json={"other_id": ada}).status_code == 409
    assert client.post(merge, json={"other_id": str(uuid4())}).status_code == 404
    foreign = {"occurrences": [occurrence], "name": "Cy Ott"}
    assert client.post(f"/v1/speakers/{bo}/split/preview", json=foreign).status_code == 409
