"""Dependencies of the routes: the store, the reader, the ingestor, and a check of the body."""

from __future__ import annotations

from email.message import Message
from typing import Annotated

from fastapi import Depends, Request

from service.api.problems import UnsupportedMediaType
from service.errors import NotReady
from service.ingest.ingest import Ingestor, TextReader
from service.services import Services
from service.storage.store import Store


# These are coroutines because they wait for nothing: a plain function would need a thread.
async def _services(request: Request) -> Services:
    services: Services | None = getattr(request.app.state, "services", None)
    if services is None:
        raise NotReady("The engine is not loaded yet. Try again in a moment.")
    return services


async def _store(services: Annotated[Services, Depends(_services)]) -> Store:
    return services.store


async def _reader(services: Annotated[Services, Depends(_services)]) -> TextReader:
    return services.reader


async def _ingestor(services: Annotated[Services, Depends(_services)]) -> Ingestor:
    return services.ingestor


async def require_json(request: Request) -> None:
    """Check that the body of a request is declared as JSON, or not declared.

    Raises:
        UnsupportedMediaType: the body is declared as something else.
    """
    declared = Message()
    declared["content-type"] = request.headers.get("content-type", "application/json")
    if declared.get_content_type() != "application/json":
        raise UnsupportedMediaType("Send JSON, with `Content-Type: application/json`.")


StoreOf = Annotated[Store, Depends(_store)]
ReaderOf = Annotated[TextReader, Depends(_reader)]
IngestorOf = Annotated[Ingestor, Depends(_ingestor)]
