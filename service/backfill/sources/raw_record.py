"""A raw record: one article as a file of an archive holds it, before a worker parses it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

PURPOSE = "Archives"


class RawForm(StrEnum):
    """How a raw record holds its article."""

    JSON = "json"
    """A line of JSON."""
    COLUMNS = "columns"
    """Values by the names of columns."""
    HTML = "html"
    """A page as a server sent it."""
    TEXT = "text"
    """The text of a page, with its title in the first line."""
    UNREADABLE = "unreadable"
    """The file cannot be read from here on. The content says why."""


@dataclass(frozen=True, slots=True)
class RawRecord:
    """One article, or what is wrong in its place."""

    place: str
    """The file, and the number of the record in it."""
    form: RawForm
    content: bytes = b""
    columns: dict[str, Any] = field(default_factory=dict)
    """Of `COLUMNS`: all values. Of a page: its `url`, and the moment `fetched`."""


def digest_of_records(records: Iterable[RawRecord], *more: str) -> str:
    """Return a hash of what records hold, wherever they lie, and of some more strings."""
    digest = sha256()
    for part in more:
        digest.update(b"%d " % len(part) + part.encode("utf-8", "surrogatepass"))
    for record in records:
        values = {name: _plain(value) for name, value in sorted(record.columns.items())}
        head = f"{record.form} {values} {len(record.content)} "
        digest.update(head.encode("utf-8", "surrogatepass") + record.content)
    return digest.hexdigest()


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else repr(value)
