"""Traces of requests, readings and writes, by OpenTelemetry. Off unless an operator names a place.

The packages are in the extra `tracing`. Nothing of a text is in a span: attributes are numbers,
ids and names of the contract, and exceptions are not recorded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from structlog.contextvars import bound_contextvars

from service.extras import needs_extra

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.trace import Span as OpenSpan
    from opentelemetry.trace import Tracer

OFF = "off"
_STOP_SECONDS = 2
_EXPORT_SECONDS = 5


@dataclass(slots=True)
class _Tracing:
    """What this process traces with: nothing until `start_tracing`."""

    provider: TracerProvider | None = None
    tracer: Tracer | None = None


_TRACING = _Tracing()


class TracedSpan:
    """A span of a trace; nothing where tracing is off."""

    def __init__(self, span: OpenSpan | None = None) -> None:
        self._span = span

    def describe(self, **attributes: str | int | float | None) -> None:
        """Add attributes: `characters=600` becomes `onrecord.characters`.

        A `status` of 500 or more marks the span as failed.
        """
        if self._span is None:
            return
        from opentelemetry.trace import StatusCode

        for name, value in attributes.items():
            if value is not None:
                self._span.set_attribute(_STANDARD.get(name, f"onrecord.{name}"), value)
        if isinstance(status := attributes.get("status"), int) and status >= 500:
            self._span.set_status(StatusCode.ERROR)
        if operation := attributes.get("operation"):
            self._span.update_name(str(operation))


_STANDARD = {
    "method": "http.request.method",
    "route": "http.route",
    "status": "http.response.status_code",
}


def start_tracing(endpoint: str) -> None:
    """Send the spans of this process to `endpoint`, by OTLP over HTTP.

    Headers, a sampler and names of resources are read from the variables of OpenTelemetry.

    Args:
        endpoint: The base URL of a collector. `OFF` starts nothing.

    Raises:
        OnRecordError: The extra `tracing` is not installed.
    """
    if endpoint == OFF:
        return
    with needs_extra("tracing", purpose="Traces"):
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    exporter = OTLPSpanExporter(
        endpoint=f"{endpoint.rstrip('/')}/v1/traces", timeout=_EXPORT_SECONDS
    )
    # Not the provider of the whole process: libraries would send their own spans through it.
    provider = TracerProvider(
        resource=Resource.create({"service.name": "onrecord"}), shutdown_on_exit=False
    )
    provider.add_span_processor(
        BatchSpanProcessor(exporter, export_timeout_millis=_EXPORT_SECONDS * 1000)
    )
    _TRACING.provider = provider
    _TRACING.tracer = provider.get_tracer("onrecord")


def stop_tracing() -> None:
    """Send what is waiting, for two seconds at most, and trace no more."""
    provider, _TRACING.provider, _TRACING.tracer = _TRACING.provider, None, None
    if provider is not None:
        provider.force_flush(_STOP_SECONDS * 1000)
        provider.shutdown()


def is_tracing() -> bool:
    """Return whether spans are made."""
    return _TRACING.tracer is not None


@contextmanager
def span(name: str) -> Iterator[TracedSpan]:
    """Make a span of the running trace around a step. Its name is a constant."""
    if _TRACING.tracer is None:
        yield TracedSpan()
        return
    with _TRACING.tracer.start_as_current_span(
        name, record_exception=False, set_status_on_exception=False
    ) as opened:
        yield TracedSpan(opened)


@contextmanager
def request_span(headers: Iterable[tuple[bytes, bytes]]) -> Iterator[TracedSpan]:
    """Make the span of a request, in the trace that its `traceparent` names or in a new one.

    Logs of the request have the trace's id.
    """
    if _TRACING.tracer is None:
        yield TracedSpan()
        return
    from opentelemetry.trace import SpanKind, format_trace_id
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    carrier: dict[str, Any] = {
        name.decode("latin-1"): value.decode("latin-1")
        for name, value in headers
        if name in (b"traceparent", b"tracestate")
    }
    with _TRACING.tracer.start_as_current_span(
        "request",
        context=TraceContextTextMapPropagator().extract(carrier),
        kind=SpanKind.SERVER,
        record_exception=False,
        set_status_on_exception=False,
    ) as opened:
        trace_id = format_trace_id(opened.get_span_context().trace_id)
        with bound_contextvars(trace_id=trace_id):
            yield TracedSpan(opened)
