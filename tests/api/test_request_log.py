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


def test_a_line_a_request_names_the_route_and_not_the_path(client, caplog):
    caplog.set_level(logging.INFO, "onrecord.requests")

    client.get("/v1/articles/0190b3c4-6f1e-7a52-9d3b-2f6c8e5a1b01", headers={"X-Request-ID": "one"})
    client.get("/nowhere", headers={"X-Request-ID": "two"})

    known, unknown = caplog.messages
    assert known.startswith("one GET /v1/articles/{article_id} 404 ")
    assert unknown.startswith("two GET - 404 ")


def test_a_crash_is_logged_by_type_and_place(client, caplog):
    client.post(
        "/v1/extract", json={"text": "EXPLODE secretly"}, headers={"X-Request-ID": "crash-1"}
    )

    (record,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert record.getMessage().startswith("crash-1 crashed: RuntimeError in extract (")
    assert "tests/support/scripted_reader.py" in record.getMessage()
    assert "secretly" not in record.getMessage()
    assert record.exc_info is None
