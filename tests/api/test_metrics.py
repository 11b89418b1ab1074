"""`GET /metrics`: what is counted, under names that are known beforehand."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.routing import APIRoute
from prometheus_client.openmetrics.parser import text_string_to_metric_families as parse_openmetrics
from prometheus_client.parser import text_string_to_metric_families as parse_text

from service.api.openapi import build_openapi
from service.errors import NotReady
from service.storage.db.database import Database
from service.web.routes import PAGES
from tests.support.checked_client import CheckedClient

FIRST = "“We will rebuild the eastern pier before the winter storms,” Bo Ek said."
SECOND = "“We will rebuild the eastern pier before the winter storms,” Bo Ek said. Rain fell."
OPENMETRICS = "application/openmetrics-text; version=1.0.0"

Values = dict[tuple[str, frozenset[tuple[str, str]]], float]


def values_of(client: CheckedClient) -> Values:
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in parse_text(client.get("/metrics").text)
        for sample in family.samples
    }


def grown(before: Values, after: Values, name: str, **labels: str) -> float:
    key = (f"onrecord_{name}", frozenset(labels.items()))
    return after.get(key, 0.0) - before.get(key, 0.0)


def test_an_article_is_counted_by_stage_result_and_quotes(
    client: CheckedClient, post: Callable[..., Any]
) -> None:
    before = values_of(client)
    post(FIRST, url="https://a.example/1")
    post(FIRST, url="https://a.example/1")
    post(SECOND, url="https://a.example/1")
    post(FIRST, domain="second.example")
    after = values_of(client)

    for result, number in {"created": 2, "replaced": 1, "unchanged": 1}.items():
        assert grown(before, after, "articles_stored_total", result=result) == number
    for stage in ("queue", "extraction", "speakers", "clustering", "storage"):
        assert grown(before, after, "stage_duration_seconds_count", stage=stage) == 3, stage
    assert grown(before, after, "quotes_stored_total", kind="direct", match="new") == 2
    assert grown(before, after, "quotes_stored_total", kind="direct", match="exact") == 1
    assert (
        grown(
            before,
            after,
            "request_duration_seconds_count",
            operation="createArticle",
            status="2xx",
        )
        == 4
    )
    assert after[("onrecord_texts", frozenset({("state", "waiting")}))] == 0
    assert after[("onrecord_engines", frozenset())] == 1
    assert after[("onrecord_writers", frozenset({("state", "writing")}))] == 0


def test_an_utterance_that_is_compared_is_a_candidate(
    client: CheckedClient, post: Callable[..., Any]
) -> None:
    post(FIRST)
    before = values_of(client)
    post(FIRST.replace("eastern", "western"), domain="second.example")
    assert grown(before, values_of(client), "candidates_compared_total") == 1


def test_problems_are_counted_by_type(client: CheckedClient) -> None:
    before = values_of(client)
    client.post("/v1/extract", json={"text": "EXPLODE"})
    client.post("/v1/extract", json={})
    client.get("/nowhere")
    client.post("/v1/extract", json={"text": "BROKEN words"})
    after = values_of(client)
    for problem in ("internal", "invalid-request", "not-found"):
        assert grown(before, after, "problems_total", problem=problem) == 1
    assert grown(before, after, "paragraphs_unread_total") == 1


def test_the_number_of_series_does_not_grow_with_what_is_asked(client: CheckedClient) -> None:
    def ask(number: int) -> None:
        client.get(f"/nowhere/{number}", headers={"X-Request-ID": f"id-{number}"})
        client.get(f"/v1/quotes/0190b3c4-6f1e-7a52-9d3b-{number:012d}")
        client.get(f"/v1/quotes?q=word{number}")
        client.get(f"/v1/quotes?unknown{number}={number}")
        client.request(f"METHOD{number}", "/v1/quotes")
        client.post("/v1/articles", json={"outlet": {"name": f"n{number}"}, "text": f"t{number}"})

    ask(0)
    before = values_of(client)
    for number in range(1, 30):
        ask(number)
    after = values_of(client)
    assert set(after) == set(before)
    operations = {
        operation["operationId"]
        for methods in build_openapi()["paths"].values()
        for operation in methods.values()
    }
    pages = {
        route.operation_id or route.name
        for router in PAGES
        for route in router.routes
        if isinstance(route, APIRoute)
    }
    seen = {value for _, labels in after for name, value in labels if name == "operation"}
    assert seen <= operations | pages | {"none"}


def test_prometheus_chooses_the_format(client: CheckedClient) -> None:
    text = client.get("/metrics")
    assert text.headers["content-type"].startswith("text/plain; version=0.0.4")
    openmetrics = client.get("/metrics", headers={"Accept": OPENMETRICS})
    assert openmetrics.headers["content-type"].startswith("application/openmetrics-text")
    assert openmetrics.text.endswith("# EOF\n")
    names = [
        {family.name for family in parse(answer.text)}
        for parse, answer in ((parse_text, text), (parse_openmetrics, openmetrics))
    ]
    assert {re.sub("_total$", "", name) for name in names[0]} == names[1]
    assert "process_resident_memory_bytes" in names[1]
    assert client.get("/metrics?name=x").status_code == 422


def test_they_are_answered_while_the_database_is_down_or_hangs(
    client: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()

    def gone(_: Database) -> None:
        go_on.wait(20)
        raise NotReady("The database does not answer.")

    assert client.get("/metrics").status_code == 200  # Whether keys are needed is known now.
    monkeypatch.setattr(Database, "reading", gone)
    started = time.monotonic()
    for _ in range(3):
        assert client.get("/metrics").status_code == 200
    taken = time.monotonic() - started
    go_on.set()
    assert taken < 5
