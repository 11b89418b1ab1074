"""The HTTP client of commands that talk to a running server, and the option of its key."""

from __future__ import annotations

from typing import Annotated

import httpx
import typer

ApiKey = Annotated[
    str | None,
    typer.Option(
        "--key",
        envvar="ONRECORD_API_KEY",
        help="An API key, where the server wants one. The environment shows it to fewer people.",
    ),
]


def open_client(url: str, *, key: str | None, timeout: float = 120) -> httpx.Client:
    """Return a client of the server at a URL. The caller closes it.

    Raises:
        Misconfigured: The URL is not one of http or https.
    """
    from service.commands.ingest import check_url

    check_url(url)
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    return httpx.Client(base_url=url, timeout=timeout, headers=headers)
