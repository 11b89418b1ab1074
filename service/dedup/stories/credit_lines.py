"""Credit lines: which news agency an article says its text is from.

A credit stands in one of the first or last lines: in a dateline, "OSLO (AP) — ...", or in a short
line, "By The Associated Press", "Additional reporting by Reuters". A credit joins no articles by
itself. It says that fewer shared words are enough: see `near_copies`.
"""

from __future__ import annotations

import re
from functools import cache

from service.text.lexicon import read_table

_PACKAGE = "service.dedup"
_EDGE_LINES = 4
"""The lines at the beginning and at the end that may hold a credit."""
_LONGEST_LINE = 120
"""The characters of a line that only gives a credit, or who wrote and who edited."""
_DATELINE_WITHIN = 80
"""The characters of a line in which the dateline ends."""
_PICTURE = re.compile(r"\b(?:[Pp]hotos?|[Pp]ictures?|[Ii]mages?|[Vv]ideo|PHOTO)\b")
"""Words of a picture's credit, which says nothing about the text."""


def find_agency(text: str) -> str | None:
    """Return the key of the agency that the text credits, the first one of several, or None."""
    lines = _edge_lines(text)
    for line in lines:
        dateline = _dateline().search(line[:_DATELINE_WITHIN])
        if dateline:
            return _agencies()[dateline["agency"]]
    for line in lines:
        if len(line) <= _LONGEST_LINE and not _PICTURE.search(line):
            credit = _credit().search(line)
            if credit:
                return _agencies()[credit["agency"]]
    return None


def _edge_lines(text: str) -> list[str]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) <= 2 * _EDGE_LINES:
        return lines
    return lines[:_EDGE_LINES] + lines[-_EDGE_LINES:]


@cache
def _agencies() -> dict[str, str]:
    return {name: key for key, name in read_table(_PACKAGE, "agencies.tsv")}


@cache
def _names() -> str:
    # The longest first: "Australian Associated Press" is not "Associated Press".
    names = sorted(_agencies(), key=lambda name: (-len(name), name))
    return f"(?P<agency>{'|'.join(map(re.escape, names))})"


@cache
def _dateline() -> re.Pattern[str]:
    return re.compile(rf"[(\[]{_names()}[)\]]\s*[-–—:]")


@cache
def _credit() -> re.Pattern[str]:
    """Return the pattern of a line that credits an agency, as its author, owner or end."""
    before = (
        r"(?:\b[Bb]y|\b[Ff]rom|\bBY|[©/|,(\[–—-]|[Cc]opyright(?: ©)?(?: \d{4})?|^)\s*(?:[Tt]he )?"
    )
    after = r"(?=[\s.,;:)\]|/–—-]*(?:$|[.,;)\]|]|All rights|writer|contributed|staff))"
    return re.compile(rf"{before}\b{_names()}\b{after}")
