"""The metrics of this process, for Prometheus. `docs/monitoring.md` lists them, as a test checks.

Labels take values of the contract and of our own types alone, so that the number of series is
bounded: operations, classes of status, stages, kinds. Never an id, a path or a name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
)

# A series of its own for the time at which each series began doubles the answer.
disable_created_metrics()  # type: ignore[no-untyped-call]

REGISTRY = CollectorRegistry()

_REQUEST_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_STAGE_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

_REQUESTS = Histogram(
    "onrecord_request_duration_seconds",
    "Time from the headers of a request to the end of its answer.",
    ("operation", "status"),
    buckets=_REQUEST_SECONDS,
    registry=REGISTRY,
)
_STAGES = Histogram(
    "onrecord_stage_duration_seconds",
    "Time that one text spends in a stage.",
    ("stage",),
    buckets=_STAGE_SECONDS,
    registry=REGISTRY,
)
_PROBLEMS = Counter(
    "onrecord_problems",
    "Answers that are problems, by the last part of their type.",
    ("problem",),
    registry=REGISTRY,
)
_ARTICLES = Counter(
    "onrecord_articles_stored",
    "Articles that were sent to be stored, by what became of them.",
    ("result",),
    registry=REGISTRY,
)
_QUOTES = Counter(
    "onrecord_quotes_stored",
    "Occurrences of quotes in stored articles.",
    ("kind", "match"),
    registry=REGISTRY,
)
_CANDIDATES = Counter(
    "onrecord_candidates_compared",
    "Stored utterances whose words were compared with those of a new one.",
    registry=REGISTRY,
)
_PROOFED = Counter(
    "onrecord_quotations_proofed",
    "Quotations of drafts that were proofed against sources, by the verdict.",
    ("verdict",),
    registry=REGISTRY,
)
_UNREAD = Counter(
    "onrecord_paragraphs_unread",
    "Paragraphs that a fault of ours left unread.",
    registry=REGISTRY,
)
_REPLACED = Counter(
    "onrecord_engines_replaced",
    "Engine processes that ended and were replaced.",
    registry=REGISTRY,
)
_TEXTS = Gauge(
    "onrecord_texts",
    "Texts that wait for an engine, those of batches (background), and texts that are being read.",
    ("state",),
    registry=REGISTRY,
    multiprocess_mode="livesum",
)
_ENGINES = Gauge(
    "onrecord_engines",
    "Engines that can read a text at this moment, each with a text of its own.",
    registry=REGISTRY,
    multiprocess_mode="livesum",
)
_WRITERS = Gauge(
    "onrecord_writers",
    "Transactions that wait for their turn to write, and those that write.",
    ("state",),
    registry=REGISTRY,
    multiprocess_mode="livesum",
)
_CONNECTIONS = Gauge(
    "onrecord_database_connections",
    "Connections to the database in use, by their pool.",
    ("pool",),
    registry=REGISTRY,
    multiprocess_mode="livesum",
)
_JOBS = Gauge(
    "onrecord_jobs",
    "Ingest jobs in the database, by their state.",
    ("state",),
    registry=REGISTRY,
    multiprocess_mode="livemostrecent",
)
_DELIVERIES = Counter(
    "onrecord_webhook_tries",
    "Tries to send a message to a webhook, by what became of them.",
    ("result",),
    registry=REGISTRY,
)
_OUTBOX = Gauge(
    "onrecord_webhook_messages",
    "Messages to webhooks in the database that did not arrive, by their state.",
    ("state",),
    registry=REGISTRY,
    multiprocess_mode="livemostrecent",
)
_BUILD = Gauge(
    "onrecord_build_info",
    "Always 1; its labels say which version runs.",
    ("version", "python"),
    registry=REGISTRY,
    multiprocess_mode="livemax",
)


def time_request(operation: str, status: int | None, seconds: float) -> None:
    """Count an answer to a request.

    Args:
        operation: Its `operationId`, or "none".
        status: Its status; None where the client got no answer.
        seconds: How long it took.
    """
    known = f"{status // 100}xx" if status else "none"
    _REQUESTS.labels(operation, known).observe(seconds)


def count_problem(problem: str) -> None:
    """Count a problem that is answered, by the last part of its type."""
    _PROBLEMS.labels(problem).inc()


def time_stage(stage: str, seconds: float) -> None:
    """Note how long a text was in a stage.

    The stages are queue, extraction, speakers, proof, clustering and storage.
    """
    _STAGES.labels(stage).observe(max(seconds, 0.0))


def count_verdict(verdict: str) -> None:
    """Count a quotation of a draft that was proofed."""
    _PROOFED.labels(verdict).inc()


def count_unread(paragraphs: int) -> None:
    """Count paragraphs that could not be read."""
    if paragraphs:
        _UNREAD.inc(paragraphs)


def count_replaced_engine() -> None:
    """Count an engine process that ended, as one does that lacks memory."""
    _REPLACED.inc()


def count_article(result: str) -> None:
    """Count an article that was sent: created, replaced or unchanged."""
    _ARTICLES.labels(result).inc()


def count_quotes(occurrences: Iterable[tuple[str, str]]) -> None:
    """Count occurrences that were stored, each with its kind and its match."""
    for kind, match in occurrences:
        _QUOTES.labels(kind, match).inc()


def count_candidates(compared: int) -> None:
    """Count stored utterances that were compared with new ones."""
    if compared:
        _CANDIDATES.inc(compared)


def show_texts(*, waiting: int, background: int, reading: int, engines: int) -> None:
    """Show how busy the engines of this process are.

    Args:
        waiting: Texts of clients that wait for an engine.
        background: Texts of batches that wait for one.
        reading: Texts that are being read.
        engines: How many texts can be read at once.
    """
    _TEXTS.labels("waiting").set(waiting)
    _TEXTS.labels("background").set(background)
    _TEXTS.labels("reading").set(reading)
    _ENGINES.set(engines)


def show_database(*, waiting: int, writing: int, connections: Iterable[tuple[str, int]]) -> None:
    """Show how busy the database is with requests of this process.

    Args:
        waiting: Transactions that wait for their turn to write.
        writing: Transactions that write.
        connections: Pools, each with how many of its connections are in use.
    """
    _WRITERS.labels("waiting").set(waiting)
    _WRITERS.labels("writing").set(writing)
    for pool, used in connections:
        _CONNECTIONS.labels(pool).set(used)


def show_jobs(numbers: Mapping[str, int]) -> None:
    """Show how many ingest jobs are in each state."""
    for state, number in numbers.items():
        _JOBS.labels(state).set(number)


def count_delivery(result: str) -> None:
    """Count a try to send a message: delivered, retried later, or failed for good."""
    _DELIVERIES.labels(result).inc()


def show_deliveries(numbers: Mapping[str, int]) -> None:
    """Show how many messages to webhooks wait, and how many failed."""
    for state, number in numbers.items():
        _OUTBOX.labels(state).set(number)


def show_build(*, version: str, python: str) -> None:
    """Show which version of OnRecord runs, on which version of Python."""
    _BUILD.labels(version, python).set(1)
