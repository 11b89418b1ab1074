"""Traces: off unless a collector is named; then spans arrive, without a word of a text."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from opentelemetry.exporter.otlp.proto.http import trace_exporter
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from starlette.testclient import TestClient

from service.app import create_app
from service.errors import OnRecordError
from service.observability import tracing
from service.settings import Settings
from tests.support.log_capture import captured_log
from tests.support.scripted_reader import scripted_reader

CANARY = "zwartkopmeeuw"
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
PARENT = "00f067aa0ba902b7"
ARTICLE = {
    "outlet": {"name": CANARY},
    "title": CANARY,
    "text": f"“We {CANARY} at noon,” Bo {CANARY.title()} said.",
}

MakeClient = Callable[..., TestClient]


class Collector:
    """A collector of traces on this machine."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        collected = self.bodies

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                collected.append(self.rfile.read(int(self.headers["content-length"])))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def spans(self) -> list[Any]:
        return [
            span
            for body in self.bodies
            for resource in ExportTraceServiceRequest.FromString(body).resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
        ]


@pytest.fixture
def collector() -> Iterator[Collector]:
    collector = Collector()
    yield collector
    collector.server.shutdown()
    collector.server.server_close()


@pytest.fixture
def make_client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MakeClient:
    monkeypatch.delenv("OTEL_EXPORTER_OTLP_ENDPOINT", raising=False)

    def make() -> TestClient:
        url = f"sqlite:///{tmp_path / 'traced.db'}"
        settings = Settings(database_url=url, _env_file=None)
        app = create_app(settings, reader=scripted_reader(max_characters=2_000))
        return TestClient(app, base_url="http://127.0.0.1:8000")

    return make


def test_no_exporter_is_made_without_the_setting(
    make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[object] = []
    monkeypatch.setattr(trace_exporter, "OTLPSpanExporter", lambda **given: made.append(given))
    with make_client() as client:
        assert client.post("/v1/articles", json=ARTICLE).status_code == 201
        assert tracing._TRACING.tracer is None
    assert made == []


@pytest.mark.parametrize("variable", ["ONRECORD_TRACING_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT"])
def test_spans_of_a_request_arrive_and_hold_no_text(
    variable: str, collector: Collector, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, collector.url)
    headers = {"traceparent": f"00-{TRACE}-{PARENT}-01", "x-request-id": "traced-1"}
    with captured_log() as log, make_client() as client:
        assert client.post("/v1/articles", json=ARTICLE, headers=headers).status_code == 201
        assert client.get(f"/v1/quotes?q={CANARY}").status_code == 200
    # The application has stopped, and has sent what was waiting.
    assert tracing._TRACING.tracer is None
    spans = {span.name: span for span in collector.spans()}
    assert set(spans) == {"createArticle", "read", "store", "listQuotes"}
    created = spans["createArticle"]
    assert created.trace_id.hex() == TRACE
    assert created.parent_span_id.hex() == PARENT
    assert spans["read"].parent_span_id == spans["store"].parent_span_id == created.span_id
    assert spans["listQuotes"].trace_id != created.trace_id
    attributes = {each.key: each.value for each in created.attributes}
    assert attributes["http.request.method"].string_value == "POST"
    assert attributes["http.route"].string_value == "/v1/articles"
    assert attributes["http.response.status_code"].int_value == 201
    assert attributes["onrecord.request_id"].string_value == "traced-1"
    assert not any(CANARY in body.decode("latin-1").lower() for body in collector.bodies)
    lines = log.of("onrecord.requests")
    assert [line["trace_id"] for line in lines if line["request_id"] == "traced-1"] == [TRACE]


def test_a_crash_is_a_failed_span_without_its_message(
    collector: Collector, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONRECORD_TRACING_ENDPOINT", collector.url)
    with make_client() as client:
        crashed = client.post("/v1/extract", json={"text": f"EXPLODE {CANARY}"})
        assert crashed.status_code == 500
    spans = {span.name: span for span in collector.spans()}
    assert spans["extractQuotations"].status.code == 2
    assert spans["extractQuotations"].status.message == ""
    assert not any(span.events for span in spans.values())
    assert not any(CANARY in body.decode("latin-1") for body in collector.bodies)


def test_a_collector_that_is_gone_holds_no_request_up(
    make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONRECORD_TRACING_ENDPOINT", "http://127.0.0.1:9")
    with captured_log() as log, make_client() as client:
        assert client.post("/v1/articles", json=ARTICLE).status_code == 201
    assert CANARY not in log.text


def test_without_the_extra_the_service_starts_and_says_what_traces_need(
    make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith("opentelemetry.exporter")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "opentelemetry.exporter", None)
    with make_client() as client:
        assert client.get("/healthz").status_code == 200
    with pytest.raises(OnRecordError, match=r"\.\[tracing\]"):
        tracing.start_tracing("http://127.0.0.1:4318")
