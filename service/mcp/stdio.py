"""Serve the tools to one program, over standard input and output."""

from __future__ import annotations

import anyio
from mcp.server.stdio import stdio_server

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
    async with stdio_server() as (received, sent):
        await server.run(received, sent, server.create_initialization_options())
