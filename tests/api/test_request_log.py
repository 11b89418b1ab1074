"""Ids, log lines and crashes."""

from __future__ import annotations

import logging

import pytest


def test_an_id_of_the_client_is_kept(client):
    response = client.get("/healthz", headers={"X-Request-ID": "job-7.retry_2"})

    assert response.headers["x-request-id"] == "job-7.retry_2"


@pytest.mark.parametrize("given", ["", "two words", "a" * 65, "line\x7f", 'quote"', "é".encode()])
def test_an_id_that_could_disturb_a_log_is_replaced(client, given):
    answers = [client.get("/healthz", headers={"X-Request-ID": given}) for _ in range(2)]

    ids = {response.headers["x-request-id"] for response in answers}
    assert len(ids) == 2
    assert all(len(id_) == 36 for id_ in ids)


def test_a_line_a_request_names_the_route_and_not_the_path(client, server_log):
    client.get("/v1/articles/0190b3c4-6f1e-7a52-9d3b-2f6c8e5a1b01", headers={"X-Request-ID": "one"})
    client.get("/nowhere", headers={"X-Request-ID": "two"})

    known, unknown = server_log.of("onrecord.requests")
    assert list(known) == [
        *("timestamp", "level", "logger", "event", "request_id"),
        *("method", "route", "operation", "status", "duration_ms"),
    ]
    assert (known["request_id"], known["level"], known["event"]) == ("one", "info", "answered")
    assert (known["method"], known["route"]) == ("GET", "/v1/articles/{article_id}")
    assert (known["operation"], known["status"]) == ("getArticle", 404)
    assert 0 < known["duration_ms"] < 60_000
    assert (unknown["request_id"], unknown["route"]) == ("two", "-")
    assert (unknown["operation"], unknown["status"]) == ("none", 404)


def test_a_crash_is_logged_by_type_and_place(client, server_log):
    client.post(
        "/v1/extract", json={"text": "EXPLODE secretly"}, headers={"X-Request-ID": "crash-1"}
    )

    (line,) = [line for line in server_log.lines if line["level"] == "error"]
    assert (line["request_id"], line["event"]) == ("crash-1", "crashed")
    assert line["error"] == "RuntimeError"
    assert line["where"].startswith("extract (tests/support/scripted_reader.py:")
    assert "secretly" not in server_log.text


def test_what_other_modules_log_in_a_thread_has_the_id_of_the_request(client, server_log, app):
    def fail() -> None:
        raise TimeoutError("secretly")

    app.state.services.store.get_article = lambda _: (
        logging.getLogger("onrecord.database").warning("the database failed") or fail()
    )
    client.get(
        "/v1/articles/0190b3c4-6f1e-7a52-9d3b-2f6c8e5a1b01", headers={"X-Request-ID": "in-thread"}
    )

    [line] = server_log.of("onrecord.database")
    assert line["request_id"] == "in-thread"
    assert {line["request_id"] for line in server_log.lines if "request_id" in line} == {
        "in-thread"
    }
