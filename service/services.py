"""Services of one process, shared by all its requests: the store and the reader."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from service.ingest.reader_queue import ReaderQueue
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
    queue = ReaderQueue(reader, queue_size=settings.queue_size)
    _log.info("ready: the database is up to date, the engine is loaded")
    return Services(store=store, reader=queue, ready_check=ReadyCheck(store.ping))
