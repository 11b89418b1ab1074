"""Dependencies of the routes: the store, the reader, the ingestor, and a check of the body."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from email.message import Message
from typing import Annotated

from fastapi import Depends, Request
from starlette.types import Receive

from service.api.problems import UnsupportedMediaType
from service.ingest.article_rows import TextReader
from service.ingest.ingest import Ingestor
from service.ingest.reader_queue import ClientReader
from service.services import Services, services_of
from service.storage.store import Store


# These are coroutines because they wait for nothing: a plain function would need a thread.
async def _services(request: Request) -> Services:
    return services_of(request.app)


async def _store(services: Annotated[Services, Depends(_services)]) -> Store:
    return services.store


async def _client_gone(request: Request) -> AsyncIterator[threading.Event]:
    """Yield an event that is set when the client closes the connection.

    FastAPI has read the body by then, so the server has only the disconnect left to tell.
    """
    gone = threading.Event()
    watcher = asyncio.create_task(_watch(request.receive, gone))
    try:
        yield gone
    finally:
        watcher.cancel()


async def _watch(receive: Receive, gone: threading.Event) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    gone.set()


async def _reader(
    services: Annotated[Services, Depends(_services)],
    gone: Annotated[threading.Event, Depends(_client_gone)],
) -> TextReader:
    return ClientReader(services.reader, gone.is_set)


async def _ingestor(
    store: Annotated[Store, Depends(_store)], reader: Annotated[TextReader, Depends(_reader)]
) -> Ingestor:
    return Ingestor(reader, store)


async def require_json(request: Request) -> None:
    """Check that the body of a request is declared as JSON, or not declared.

    Raises:
        UnsupportedMediaType: The body is declared as something else.
    """
    declared = Message()
    declared["content-type"] = request.headers.get("content-type", "application/json")
    if declared.get_content_type() != "application/json":
        raise UnsupportedMediaType("Send JSON, with `Content-Type: application/json`.")


async def require_room(services: Annotated[Services, Depends(_services)]) -> None:
    """Check that one more text may wait to be read, before a thread is taken for it.

    Raises:
        Overloaded: The queue is full.
    """
    services.reader.require_room()


ServicesOf = Annotated[Services, Depends(_services)]
StoreOf = Annotated[Store, Depends(_store)]
ReaderOf = Annotated[TextReader, Depends(_reader)]
IngestorOf = Annotated[Ingestor, Depends(_ingestor)]
