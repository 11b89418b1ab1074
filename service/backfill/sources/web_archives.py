"""Web archives: the pages of a WARC file, and the texts of a WET file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from service.backfill.sources.raw_record import PURPOSE, RawForm, RawRecord
from service.commands.inputs import shown_path
from service.extras import needs_extra

_HTML = frozenset({"text/html", "application/xhtml+xml"})
_MOST_BYTES = 8 * 1024 * 1024
"""A page with more is no article."""


def read_warc(path: Path) -> Iterator[RawRecord]:
    """Yield the pages of a WARC file: answers of status 200 that hold HTML."""
    for number, record in enumerate(_records(path, "response"), start=1):
        headers = record.http_headers
        status = headers.status_code if headers is not None else None
        kind = record.http_content_type
        if status == 200 and kind in _HTML and record.content_length <= _MOST_BYTES:
            yield _page(path, number, record, RawForm.HTML)
        elif not status and len(record.reader.read()) < record.content_length:
            yield _cut(path, number)


def read_wet(path: Path) -> Iterator[RawRecord]:
    """Yield the texts of a WET file. They have lost their paragraphs' marks, so less is found."""
    for number, record in enumerate(_records(path, "conversion"), start=1):
        if record.content_length <= _MOST_BYTES:
            yield _page(path, number, record, RawForm.TEXT)


def _records(path: Path, kind: str) -> Iterator[Any]:
    with needs_extra("archives", purpose=PURPOSE):
        from fastwarc.warc import ArchiveIterator, WarcRecordType
    with path.open("rb") as file:
        yield from ArchiveIterator(file, record_types=getattr(WarcRecordType, kind))


def _page(path: Path, number: int, record: Any, form: RawForm) -> RawRecord:
    content = record.reader.read()
    if len(content) < record.content_length:
        return _cut(path, number)
    return RawRecord(
        place=f"{shown_path(path)}, page {number}",
        form=form,
        content=content,
        columns={"url": record.headers.get("WARC-Target-URI"), "fetched": record.record_date},
    )


def _cut(path: Path, number: int) -> RawRecord:
    """Say that a file ends within a record. The library says nothing."""
    place = f"{shown_path(path)}, page {number}"
    return RawRecord(place, RawForm.UNREADABLE, b"The file is damaged here.")
