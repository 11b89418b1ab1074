"""Ingest jobs over HTTP: what is taken, what is refused, and what is said of each line."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi import FastAPI

from service.api.job_lines import MOST_LINES
from service.api.middleware.body_limit import body_limit
from service.settings import Settings
from tests.api.conftest import MAX_CHARACTERS
from tests.support.checked_client import CheckedClient, problem_of

JOBS = "/v1/ingest-jobs"
JSON_LINES = {"Content-Type": "application/x-ndjson"}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"job_bytes": 200_000})


def article(number: int, **fields: Any) -> str:
    text = f"“We sail at {number},” Ida Holm said."
    return json.dumps({"outlet": {"name": "Wire"}, "text": text, **fields})


def send(client: CheckedClient, *lines: str | bytes, **options: Any) -> Any:
    body = b"\n".join(line.encode() if isinstance(line, str) else line for line in lines)
    return client.post(JOBS, content=body, headers=JSON_LINES, **options)


def items(client: CheckedClient, job: dict[str, Any], **query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"{JOBS}/{job['id']}/items", params=query).json()[
        "items"
    ]
    return found


def nothing_is_stored(client: CheckedClient) -> bool:
    return client.get(JOBS).json()["items"] == []


def test_articles_are_taken_as_a_job(client: CheckedClient) -> None:
    response = send(client, article(1), "", article(2))
    assert response.status_code == 202
    job = response.json()
    assert response.headers["location"] == f"{JOBS}/{job['id']}"
    assert job["state"] in {"queued", "running", "done"}
    assert job["items"]["total"] == 2
    assert job["owner"] == "local"
    assert [item["line"] for item in items(client, job)] == [1, 3]
    assert [each["id"] for each in client.get(JOBS).json()["items"]] == [job["id"]]


def test_each_line_that_is_no_article_says_why_and_the_others_go_on(
    client: CheckedClient,
) -> None:
    job = send(
        client,
        article(1),
        "not json",
        b'{"caf\xe9": 1}',
        "[1, 2]",
        article(2, outlet={}),
        article(3, text="a\0b"),
        article(4, url="javascript:alert(1)"),
        article(5, shout="secret words"),
        "[" * 50 + "]" * 50,
        article(6, title="x" * (body_limit(MAX_CHARACTERS) + 1)),
    ).json()
    assert job["items"]["failed"] == 9
    failed = items(client, job, state="failed")
    assert [(item["line"], item["error"]["type"].rpartition(":")[2]) for item in failed] == [
        (2, "malformed-body"),
        (3, "malformed-body"),
        (4, "invalid-request"),
        (5, "invalid-request"),
        (6, "invalid-text"),
        (7, "invalid-request"),
        (8, "invalid-request"),
        (9, "malformed-body"),
        (10, "body-too-large"),
    ]
    assert [item["error"]["pointer"] for item in failed] == [
        None,
        None,
        "",
        "/outlet",
        "/text",
        "/url",
        "/shout",
        None,
        None,
    ]
    assert "secret" not in json.dumps(failed)
    assert failed[1]["error"]["detail"] == "The line is not UTF-8 (byte 5)."


@pytest.mark.parametrize(
    ("body", "status", "problem"),
    [
        (b"", 422, "invalid-request"),
        (b"\n \r\n\n", 422, "invalid-request"),
        (b"%PDF-1.7\n\xff\xfe\n", 400, "malformed-body"),
        (b"\n" * (MOST_LINES + 1), 413, "body-too-large"),
        (b" " * 200_001, 413, "body-too-large"),
    ],
)
def test_a_body_that_is_no_batch_is_refused_and_leaves_nothing(
    client: CheckedClient, body: bytes, status: int, problem: str
) -> None:
    response = client.post(JOBS, content=body, headers=JSON_LINES)
    assert response.status_code == status
    assert problem_of(response)["type"].endswith(problem)
    assert nothing_is_stored(client)


def test_a_body_may_have_ten_thousand_lines_and_no_more(app: FastAPI) -> None:
    with CheckedClient(app) as client:
        short = b'{"a":1}\n'
        job = client.post(JOBS, content=short * MOST_LINES, headers=JSON_LINES).json()
        assert job["items"]["failed"] == MOST_LINES
        more = client.post(JOBS, content=short * MOST_LINES + b"{}", headers=JSON_LINES)
        assert more.status_code == 413
        assert len(client.get(JOBS).json()["items"]) == 1


def test_a_body_without_a_declared_length_is_counted_as_it_comes(client: CheckedClient) -> None:
    def endless() -> Any:
        for _ in range(10_000):
            yield b" " * 10_000

    assert client.post(JOBS, content=endless(), headers=JSON_LINES).status_code == 413
    assert nothing_is_stored(client)


def test_both_names_of_json_lines_are_taken_and_no_other(client: CheckedClient) -> None:
    def status(media_type: str) -> int:
        return client.post(
            JOBS, content=article(1), headers={"Content-Type": media_type}
        ).status_code

    assert status("application/jsonl") == 202
    assert status("application/x-ndjson; charset=utf-8") == 202
    assert status("application/json") == 415
    assert status("text/plain") == 415


@pytest.mark.parametrize("line", ["[]", "null", "7", '"text"', "1e999"])
def test_a_line_that_is_no_object_says_so(client: CheckedClient, line: str) -> None:
    job = send(client, article(1), line).json()
    (failed,) = items(client, job, state="failed")

    assert (failed["line"], failed["error"]["detail"]) == (2, "Must be a JSON object.")


def test_the_same_key_is_the_same_job(client: CheckedClient) -> None:
    first = send(client, article(1), params={"batch_key": "monday"})
    again = send(client, article(1), article(2), params={"batch_key": "monday"})
    assert (first.status_code, again.status_code) == (202, 200)
    assert again.json()["id"] == first.json()["id"]
    assert again.headers["location"] == first.headers["location"]
    assert send(client, article(1), params={"batch_key": "tuesday"}).status_code == 202
    (found,) = client.get(JOBS, params={"batch_key": "monday"}).json()["items"]
    assert found["id"] == first.json()["id"]
    assert send(client, article(1), params={"batch_key": "mon day"}).status_code == 422
    assert send(client, article(1), params={"key": "monday"}).status_code == 422


def test_a_known_key_needs_a_body_too(client: CheckedClient) -> None:
    send(client, article(1), params={"batch_key": "monday"})
    for body in (b"", b" \n\n"):
        response = send(client, body, params={"batch_key": "monday"})
        assert response.status_code == 422
        assert "empty" in problem_of(response)["detail"]


def test_a_job_with_both_keys_is_sent_again(client: CheckedClient) -> None:
    def send_it() -> Any:
        headers = {**JSON_LINES, "Idempotency-Key": "m-1"}
        query = {"batch_key": "monday"}
        return client.post(JOBS, content=article(1), headers=headers, params=query)

    first, again = send_it(), send_it()
    assert (first.status_code, again.status_code) == (202, 202)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.json()["id"] == first.json()["id"]


def test_lists_are_read_a_page_at_a_time(client: CheckedClient) -> None:
    jobs = [send(client, article(1), "no", "no").json()["id"] for _ in range(3)]
    first = client.get(JOBS, params={"limit": 2}).json()
    second = client.get(JOBS, params={"limit": 2, "cursor": first["next_cursor"]}).json()
    assert [job["id"] for job in first["items"] + second["items"]] == jobs[::-1]
    path = f"{JOBS}/{jobs[0]}/items"
    page = client.get(path, params={"limit": 1, "state": "failed"}).json()
    assert [item["line"] for item in page["items"]] == [2]
    query = {"limit": 1, "state": "failed", "cursor": page["next_cursor"]}
    assert client.get(path, params=query).json()["items"][0]["line"] == 3
    assert client.get(path, params={"cursor": page["next_cursor"]}).status_code == 422


def test_a_job_that_is_not_there_is_404(client: CheckedClient) -> None:
    path = f"{JOBS}/0190b3c4-6f1e-7a52-9d3b-2f6c8e5a1b01"
    assert client.get(path).status_code == 404
    assert client.delete(path).status_code == 404
    assert client.get(f"{path}/items").status_code == 404
    assert client.post(f"{path}/cancel").status_code == 404
    assert client.post(f"{path}/retry").status_code == 404


def test_a_job_of_bad_lines_is_done_and_can_be_deleted(client: CheckedClient) -> None:
    job = send(client, "{}").json()
    assert job["state"] == "done"
    path = f"{JOBS}/{job['id']}"
    assert client.post(f"{path}/cancel").status_code == 409
    assert client.post(f"{path}/retry").json()["state"] == "done"
    assert client.delete(path).status_code == 204
    assert client.get(path).status_code == 404


KEY = {"Content-Type": "application/x-ndjson", "Idempotency-Key": "8e03978e"}
LINE = b'{"outlet": {"name": "Wire"}, "text": "We sail at noon, she said."}\n'


def test_a_repeated_request_is_the_same_job(client: CheckedClient) -> None:
    """The body streams in, so it is compared once it has passed."""
    first = client.post(JOBS, content=LINE * 3, headers=KEY)
    again = client.post(JOBS, content=LINE * 3, headers=KEY)

    assert first.status_code == again.status_code == 202
    assert again.headers["idempotency-replayed"] == "true"
    assert first.headers["location"] == again.headers["location"]
    assert len(client.get(JOBS).json()["items"]) == 1


def test_another_job_with_the_same_key_is_refused(client: CheckedClient) -> None:
    client.post(JOBS, content=LINE * 3, headers=KEY)

    refused = client.post(JOBS, content=LINE * 2, headers=KEY)

    assert refused.status_code == 422
    assert refused.json()["type"] == "urn:onrecord:problem:idempotency-key-reused"
    assert len(client.get(JOBS).json()["items"]) == 1


def test_a_job_that_was_refused_can_be_sent_with_its_key(client: CheckedClient) -> None:
    assert client.post(JOBS, content=b"no JSON\n", headers=KEY).status_code == 400

    assert client.post(JOBS, content=LINE, headers=KEY).status_code == 202


def test_a_repeated_body_may_be_no_larger_than_a_job(client: CheckedClient) -> None:
    client.post(JOBS, content=LINE, headers=KEY)

    assert client.post(JOBS, content=LINE * 4_000, headers=KEY).status_code == 413
