"""Characters that no text of ours may hold: NUL and lone surrogates.

PostgreSQL stores no NUL, and UTF-8 has no form for a lone surrogate.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class UnstorableCharacter:
    """The first character of a text that cannot be stored."""

    name: str
    """"NUL" or "a lone surrogate": words for an answer to the client."""
    offset: int


def find_unstorable(text: str) -> UnstorableCharacter | None:
    """Return the first character that cannot be stored, or None where there is none."""
    found = _UNSTORABLE.search(text)
    if found is None:
        return None
    name = "NUL" if found.group() == "\x00" else "a lone surrogate"
    return UnstorableCharacter(name=name, offset=found.start())
