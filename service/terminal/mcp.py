"""`onrecord mcp`: tools for agents, over standard input and output or over HTTP."""

from __future__ import annotations

from typing import Annotated

import typer

from service.extras import needs_extra
from service.settings import get_settings


def mcp(
    http: Annotated[bool, typer.Option(help="Serve over HTTP at /mcp, beside the API.")] = False,
    host: Annotated[str | None, typer.Option(help="Address to listen on, with --http.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port, with --http.")] = None,
) -> None:
    """Serve tools to agents: the Model Context Protocol."""
    with needs_extra("mcp", purpose="Tools for agents"):
        from service.mcp.stdio import serve_stdio

    if http:
        from service.terminal.serve import serve_application

        serve_application("service.mcp.http:create_with_tools", host=host, port=port)
        return
    from service.observability.logs import configure_logging

    settings = get_settings()
    configure_logging(level=settings.log_level, form=settings.log_format)
    serve_stdio(settings)
