"""`onrecord serve`."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from service.settings import get_settings


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port.")] = None,
    workers: Annotated[int, typer.Option(min=1, help="Servers, which share the engines.")] = 1,
    allow_anonymous: Annotated[
        bool,
        typer.Option(
            "--allow-anonymous",
            help="Without keys, let everybody who reaches the port read, change and delete all.",
        ),
    ] = False,
) -> None:
    """Serve the HTTP API; the database is migrated first.

    Without API keys it listens on this machine alone: see `onrecord keys create`.
    """
    if allow_anonymous:
        # The application reads it from the environment, in this process or in others.
        os.environ["ONRECORD_ALLOW_ANONYMOUS"] = "true"
        get_settings.cache_clear()
    serve_application("service.main:create", host=host, port=port, workers=workers)


def serve_application(
    application: str, *, host: str | None, port: int | None, workers: int = 1
) -> None:
    """Migrate the database and serve an application until a signal stops the process.

    Args:
        application: The import name of its factory.
        host: Address to listen on. None takes that of the settings.
        port: Port to listen on. None takes that of the settings.
        workers: How many processes serve.
    """
    from service.server.exposure import require_keys
    from service.server.run import run_server
    from service.storage.store import Store

    settings = get_settings()
    address = settings.host if host is None else host
    # Migrate here, and not only when the application starts: an error is then one line.
    Store.migrate(settings.database_url)
    require_keys(settings.database_url, host=address, allow_anonymous=settings.allow_anonymous)
    run_server(
        application,
        settings,
        host=address,
        port=settings.port if port is None else port,
        workers=workers,
    )
