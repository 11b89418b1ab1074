"""Services of one process, shared by all its requests: the store and the reader."""

from __future__ import annotations

import logging
import platform
from dataclasses import dataclass
from datetime import timedelta
from importlib.metadata import version

from service.ingest.measured_reader import MeasuredReader
from service.ingest.reader_queue import ReaderQueue
from service.observability.metrics import show_build, show_database, show_texts
from service.ready_check import ReadyCheck
from service.settings import Settings
from service.speakers.article_reader import ArticleReader, load_article_reader
from service.storage.store import Store

_log = logging.getLogger("onrecord")
_WARM_UP = "“It works,” the engineer said."


@dataclass(frozen=True, slots=True)
class Services:
    """The open store, and the queue of texts to read."""

    store: Store
    reader: ReaderQueue
    ready_check: ReadyCheck
    idempotency: timedelta
    """How long the keys of requests are remembered."""

    def show_load(self) -> None:
        """Set the metrics that show how busy this process is. It asks the database nothing."""
        texts = self.reader.load()
        show_texts(
            waiting=texts.waiting,
            background=texts.background,
            reading=texts.reading,
            engines=texts.engines,
        )
        database = self.store.load()
        show_database(
            waiting=database.waiting,
            writing=database.writing,
            connections=database.connections.items(),
        )
        show_build(version=version("onrecord"), python=platform.python_version())


def open_services(settings: Settings, *, reader: ArticleReader | None = None) -> Services:
    """Migrate and open the database, load a reader, and read one sentence with it.

    The first sentence is slow, so that no request has to be the first. The caller closes `store`.

    Args:
        settings: Names the database, and says how the reader works.
        reader: Used in place of the reader that the settings describe.

    Raises:
        Misconfigured: The database's URL is not one that we know.
        NotReady: The database does not answer, or files of the model are missing.
    """
    Store.migrate(settings.database_url)
    store = Store.open(settings.database_url, limited=True)
    if reader is None:
        reader = load_article_reader(
            threads=settings.threads, max_characters=settings.max_characters
        )
    reader.read(_WARM_UP)
    queue = ReaderQueue(MeasuredReader(reader), queue_size=settings.queue_size)
    _log.info("ready: the database is up to date, the engine is loaded")
    return Services(
        store=store,
        reader=queue,
        ready_check=ReadyCheck(store.ping),
        idempotency=timedelta(hours=settings.idempotency_hours),
    )
