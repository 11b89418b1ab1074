"""File descriptors: how many connections they allow, and what happens when none is left."""

from __future__ import annotations

import asyncio
import errno
import logging
import sys
from typing import Any

if sys.platform != "win32":
    import resource

_log = logging.getLogger("onrecord.server")

RESERVED = 256
"""Descriptors for the database, files, and connections that are accepted and then refused."""

_EXHAUSTED = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})
_LOG_SECONDS = 60.0


def raise_descriptor_limit(connections: int) -> None:
    """Ask the system for as many descriptors as `connections` need, up to its hard limit."""
    if sys.platform == "win32":
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = connections + RESERVED
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def connection_limit(wanted: int) -> int:
    """Return how many connections may be open: `wanted`, or fewer where descriptors are few."""
    if sys.platform == "win32":
        return wanted
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return wanted
    return min(wanted, max(soft - RESERVED, soft // 4, 1))


class AcceptErrors:
    """An exception handler of an event loop that logs lost descriptors once a minute.

    asyncio stops accepting for a second when no descriptor is left. It reports each try with a
    traceback, up to a hundred in one second.
    """

    def __init__(self) -> None:
        self._logged_at = -_LOG_SECONDS

    def __call__(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Log what `loop` reports."""
        error = context.get("exception")
        if not isinstance(error, OSError) or error.errno not in _EXHAUSTED:
            loop.default_exception_handler(context)
            return
        if loop.time() - self._logged_at >= _LOG_SECONDS:
            self._logged_at = loop.time()
            _log.error(
                "no connection can be accepted (%s): raise the limit of open files",
                errno.errorcode[error.errno],
            )
