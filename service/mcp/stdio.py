"""Serve the tools to one program, over standard input and output."""

from __future__ import annotations

import anyio
from mcp.server.stdio import stdio_server
from mcp.shared.message import SessionMessage

from service.mcp.refusals import refuse_line
from service.mcp.server import build_mcp_server
from service.services import Services, open_services
from service.settings import Settings


def serve_stdio(settings: Settings) -> None:
    """Open the services and answer until standard input ends.

    The user who starts the program may read its database anyway, so no key is asked for.

    Raises:
        Misconfigured: The database's URL is not one that we know.
        NotReady: The database does not answer, or an engine cannot be loaded.
    """
    services = open_services(settings)
    try:
        anyio.run(_serve, services)
    finally:
        services.close()


async def _serve(services: Services) -> None:
    server = build_mcp_server(services)
    passed, readable = anyio.create_memory_object_stream[SessionMessage | Exception](0)

    async def relay() -> None:
        async with passed:
            async for message in received:
                if isinstance(message, Exception):
                    await sent.send(SessionMessage(refuse_line(message)))
                else:
                    await passed.send(message)

    async with stdio_server() as (received, sent), anyio.create_task_group() as tasks:
        tasks.start_soon(relay)
        await server.run(readable, sent, server.create_initialization_options())
