"""Refuse bodies that cost too much to parse, and members that are given twice.

To parse and refuse 185,000 unknown members takes the event loop a second. The longest request of
the contract has 1,004 values. So strings, signs and levels are counted first, and no further than
a limit.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from service.api.problems import MalformedBody
from service.errors import InvalidRequest

MOST_TOKENS = 10_000
MOST_LEVELS = 32

_TOKENS = re.compile(rb'"[^"]*"?|[\[\]{},]')  # Strings, and the signs between values.


def check_structure(body: bytes) -> None:
    """Check that a body of JSON holds few enough values, and is flat enough.

    Raises:
        MalformedBody: The body holds NUL, so it is not JSON in UTF-8, or it has too many levels.
        InvalidRequest: The body has too many strings and signs.
    """
    if b"\0" in body:
        raise MalformedBody("The body is not JSON in UTF-8.")
    if b"\\" in body:
        # Pairs of backslashes first: what is left before a quotation mark escapes it.
        body = body.replace(b"\\\\", b"").replace(b'\\"', b"")
    level = 0
    for number, token in enumerate(_TOKENS.finditer(body), start=1):
        if number > MOST_TOKENS:
            raise InvalidRequest(
                f"The body holds more than {MOST_TOKENS} strings, brackets and commas. No request "
                "needs that many."
            )
        if token[0] in (b"[", b"{"):
            level += 1
        elif token[0] in (b"]", b"}"):
            level -= 1
        if level > MOST_LEVELS:
            raise MalformedBody(f"The body is nested more than {MOST_LEVELS} levels deep.")


def read_json(text: str | bytes) -> object:
    """Return what a text of JSON says, each member of an object being given once.

    Nothing says which of two members of one name is meant (RFC 8259, section 4).

    Raises:
        MalformedBody: An object has two members of one name.
        ValueError: The text is no JSON.
        RecursionError: It is nested too deep.
    """
    return json.loads(text, object_pairs_hook=_unique_members)


def _unique_members(members: Sequence[tuple[str, object]]) -> dict[str, object]:
    read = dict(members)
    if len(read) < len(members):
        raise MalformedBody("The body has an object that gives a member more than once.")
    return read


def check_members(body: bytes) -> None:
    """Check that no object of a body gives a member twice. What is no JSON is left to the parser.

    Raises:
        MalformedBody: An object has two members of one name.
    """
    try:
        read_json(body)
    except (ValueError, RecursionError):
        return
