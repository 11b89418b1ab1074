"""Services of one process, shared by all its requests: the store and the reader."""

from __future__ import annotations

import logging
import platform
import time
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from importlib.metadata import version

from starlette.applications import Starlette

from service.errors import NotReady
from service.ingest.article_rows import TextReader
from service.ingest.engine_pool import EnginePool
from service.ingest.jobs.worker import JobWorker
from service.ingest.measured_reader import MeasuredReader
from service.ingest.reader_queue import ReaderQueue
from service.job_counts import JobCounts
from service.observability.metrics import show_build, show_database, show_texts
from service.ready_check import ReadyCheck
from service.settings import Settings
from service.speakers.article_reader import load_article_reader
from service.storage.store import Store
from service.webhooks.deliver import SendingRules
from service.webhooks.worker import WebhookWorker

_log = logging.getLogger("onrecord")


@dataclass(frozen=True, slots=True)
class Services:
    """The open store, and the queue of texts to read."""

    store: Store
    reader: ReaderQueue
    ready_check: ReadyCheck
    idempotency: timedelta
    """How long the keys of requests are remembered."""
    proof_characters: int
    """How long the texts of one proof may be together, in code points."""
    event_days: int
    """How long events are kept."""
    feed_seconds: float
    """How long a feed is open at most."""
    webhook_private: bool
    """Whether messages may go to this machine and to its networks."""
    jobs: JobWorker
    """Stores the articles of jobs, once it is started."""
    webhooks: WebhookWorker
    """Sends events to webhooks, once it is started."""
    job_counts: JobCounts
    pool: EnginePool | None
    """The processes that read; None where a reader of this process does."""

    def start_workers(self) -> None:
        """Begin to store the articles of jobs, and to send events to webhooks."""
        self.jobs.start()
        self.webhooks.start()

    def stop_workers(self, *, seconds: float) -> None:
        """Begin nothing more, and finish what is read or sent within `seconds`."""
        ends_at = time.monotonic() + seconds
        self.webhooks.stop_soon()
        self.jobs.stop(seconds=seconds)
        self.webhooks.stop(seconds=max(0.0, ends_at - time.monotonic()))

    def close(self) -> None:
        """End the engines and close the store."""
        if self.pool is not None:
            self.pool.close()
        self.store.close()

    def show_load(self) -> None:
        """Set the metrics that show how busy this process is. It asks the database nothing."""
        texts = self.reader.load()
        show_texts(
            waiting=texts.waiting,
            background=texts.background,
            reading=texts.reading,
            engines=texts.engines if self.pool is None else self.pool.loaded,
        )
        database = self.store.load()
        show_database(
            waiting=database.waiting,
            writing=database.writing,
            connections=database.connections.items(),
        )
        show_build(version=version("onrecord"), python=platform.python_version())


def not_loaded() -> NotReady:
    """Return the error of a process that has not opened its services yet."""
    return NotReady("The engine is not loaded yet. Try again in a moment.", part="engine")


def services_of(app: Starlette) -> Services:
    """Return the services of an application.

    Raises:
        NotReady: They are not open yet.
    """
    services: Services | None = getattr(app.state, "services", None)
    if services is None:
        raise not_loaded()
    return services


def open_services(settings: Settings, *, reader: TextReader | None = None) -> Services:
    """Migrate and open the database, and start the engines. The caller closes the services.

    Each engine reads one sentence. The first is slow, so that no request has to be the first.

    Args:
        settings: Names the database, and says how the engines work.
        reader: Used in this process, in place of the engines that the settings describe.

    Raises:
        Misconfigured: The database's URL is not one that we know.
        NotReady: The database does not answer, or an engine cannot be loaded.
    """
    Store.migrate(settings.database_url)
    store = Store.open(settings.database_url, limited=True)
    pool = None
    try:
        if reader is None:
            reader = pool = open_engine_pool(settings)
    except BaseException:
        store.close()
        raise
    at_once = settings.engine_count if pool else 1
    queue = ReaderQueue(MeasuredReader(reader), queue_size=settings.queue_size, at_once=at_once)
    _log.info("ready: the database is up to date, the engine is loaded")
    worker = JobWorker(
        queue,
        store,
        lanes=settings.lanes,
        lease_seconds=settings.job_lease_seconds,
        job_days=settings.job_days,
    )
    return Services(
        store=store,
        reader=queue,
        ready_check=ReadyCheck(partial(check_services, pool, store)),
        idempotency=timedelta(hours=settings.idempotency_hours),
        proof_characters=settings.proof_characters,
        event_days=settings.event_days,
        feed_seconds=settings.feed_seconds,
        webhook_private=settings.webhook_private,
        jobs=worker,
        webhooks=_open_webhooks(settings, store),
        job_counts=JobCounts(store.jobs.count_by_state, store.webhooks.count_deliveries),
        pool=pool,
    )


def _open_webhooks(settings: Settings, store: Store) -> WebhookWorker:
    return WebhookWorker(
        store,
        SendingRules(allow_private=settings.webhook_private),
        is_sending=settings.lanes > 0,
        event_days=settings.event_days,
        lease_seconds=settings.job_lease_seconds,
    )


def check_services(pool: EnginePool | None, store: Store) -> None:
    """Raise `NotReady` if no engine runs, or if the database takes no writes."""
    if pool is not None:
        pool.check()
    store.ping()


def open_engine_pool(settings: Settings) -> EnginePool:
    """Start the engines that the settings describe. The caller closes the pool.

    Raises:
        NotReady: An engine cannot be loaded.
    """
    load = partial(
        load_article_reader, threads=settings.threads, max_characters=settings.max_characters
    )
    return EnginePool(load, size=settings.engine_count)
