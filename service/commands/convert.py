"""`onrecord convert`: read records in one format and write them in another, one by one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from service.commands.inputs import InputLine, Unreadable
from service.commands.record_files import ReadRecord, with_lines_of
from service.commands.record_writers import OutputFormat, RecordWriter, open_writer
from service.errors import InvalidRequest, OnRecordError
from service.formats.compare_records import Unsaid, compare_records
from service.formats.gold import with_attributions
from service.formats.judgement_requests import EditorRequest, join_requests, to_judgement_line
from service.formats.record import OutletRecord


@dataclass(frozen=True, slots=True)
class Converted:
    """The result of one record, or of a file that cannot be read."""

    place: str
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConvertOptions:
    """What to write."""

    target: OutputFormat = OutputFormat.JSONL
    outlet: str | None = None
    """The outlet of records that name none: a domain or a name."""
    attributions: Path | None = None
    """Lines of `onrecord extract` for the same texts."""


def convert(
    records: Iterator[ReadRecord | Unreadable],
    output: Path | None,
    sink: Callable[[], IO[str]],
    options: ConvertOptions,
) -> Iterator[Converted]:
    """Write records, and yield the result of each one.

    A record that cannot be read or written yields its error, and the others are converted.

    Args:
        records: What was read: see `read_records` and `stored_records`.
        output: The file or folder to write, or None for standard output.
        sink: Opens the output of a format of text.
        options: The format, and what to add to the records.
    """
    records = _with_options(records, options)
    if options.target is OutputFormat.JUDGEMENTS:
        yield from _write_judgements(records, sink())
        return
    with open_writer(options.target, output, sink) as writer:
        for read in records:
            yield _write(read, writer)


def _write(read: ReadRecord | Unreadable, writer: RecordWriter) -> Converted:
    if isinstance(read, Unreadable):
        return Converted(read.place, read.detail)
    try:
        writer.write(read.record)
    except OnRecordError as error:
        return Converted(read.place, error.detail)
    return Converted(read.place)


def _write_judgements(
    records: Iterable[ReadRecord | Unreadable], sink: IO[str]
) -> Iterator[Converted]:
    requests: list[EditorRequest] = []
    for read in records:
        if isinstance(read, Unreadable):
            yield Converted(read.place, read.detail)
            continue
        if read.exported is None:
            yield Converted(
                read.place,
                "Judgements come from corrections in Label Studio, or in brat with `.exported.json`"
                " files.",
            )
            continue
        for found in compare_records(read.exported, read.record):
            if isinstance(found, Unsaid):
                yield Converted(f"{read.place}, quotation {found.quotation + 1}", found.reason)
            else:
                requests.append(found)
        yield Converted(read.place)
    for request in join_requests(requests):
        sink.write(f"{json.dumps(to_judgement_line(request), ensure_ascii=False)}\n")


def _with_options(
    records: Iterator[ReadRecord | Unreadable], options: ConvertOptions
) -> Iterator[ReadRecord | Unreadable]:
    if options.attributions is not None:
        pairs = with_lines_of(records, options.attributions)
        records = (_joined(read, line) for read, line in pairs)
    if options.outlet is None:
        return records
    is_domain = "." in options.outlet and " " not in options.outlet
    outlet = OutletRecord(**{"domain" if is_domain else "name": options.outlet})
    return (
        read
        if isinstance(read, Unreadable) or read.record.outlet
        else replace(read, record=replace(read.record, outlet=outlet))
        for read in records
    )


def _joined(
    read: ReadRecord | Unreadable, line: InputLine | Unreadable | None
) -> ReadRecord | Unreadable:
    """Return a record with the attributions that `onrecord extract` found in it."""
    if isinstance(read, Unreadable):
        return read
    try:
        if not isinstance(line, InputLine):
            raise InvalidRequest(line.detail if line else "There is no line of its attributions.")
        return replace(read, record=with_attributions(read.record, _parsed(line.text)))
    except OnRecordError as error:
        return Unreadable(read.place, error.detail)


def _parsed(line: str) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        raise InvalidRequest("The line of its attributions is not JSON.") from None
