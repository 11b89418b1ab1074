"""What is answered to a message that is not one of JSON-RPC, in words that repeat nothing of it.

The SDK's own words hold the message over HTTP. On standard input it answers nothing, so that a
client never gets an answer to a call whose text holds half a surrogate pair.
"""

from __future__ import annotations

import json
from typing import Any

from mcp_types import INVALID_REQUEST, ErrorData, JSONRPCError
from pydantic import ValidationError

_DETAIL = (
    "The message is not a request of JSON-RPC 2.0 in UTF-8, or holds half a surrogate pair. "
    "Nothing was done."
)
REFUSED_MESSAGE = {
    "jsonrpc": "2.0",
    "id": None,
    "error": {"code": INVALID_REQUEST, "message": _DETAIL},
}


def refuse_line(error: Exception) -> JSONRPCError:
    """Return the answer to a line that the SDK could not read, under its id if it has one."""
    return JSONRPCError(
        jsonrpc="2.0",
        id=_id_of(error),
        error=ErrorData(code=INVALID_REQUEST, message=_DETAIL),
    )


def _id_of(error: Exception) -> str | int | None:
    if not isinstance(error, ValidationError):
        return None
    line = error.errors(include_url=False)[0]["input"]
    try:
        message: Any = json.loads(line) if isinstance(line, str) else line
    except (ValueError, RecursionError):
        return None
    found = message.get("id") if isinstance(message, dict) else None
    return found if isinstance(found, str | int) and not isinstance(found, bool) else None
