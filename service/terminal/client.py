"""The HTTP client of commands that talk to a running server, and the option of its key."""

from __future__ import annotations

import ipaddress
from contextlib import suppress
from typing import Annotated

import httpx
import typer

from service.errors import Misconfigured

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

    The proxy of the environment is not asked for this machine itself: it could not reach it.

    Raises:
        Misconfigured: The URL is not of the form http://HOST or https://HOST.
    """
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL:
        parsed = httpx.URL()
    if parsed.scheme not in {"http", "https"} or not parsed.host:
        raise Misconfigured(
            "The URL of the server must have the form http://HOST:PORT or https://HOST."
        )
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    return httpx.Client(
        base_url=url, timeout=timeout, headers=headers, trust_env=not _is_loopback(parsed.host)
    )


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    with suppress(ValueError):
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    return False
