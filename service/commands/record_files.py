"""Read records from files of any format that `onrecord convert` takes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain, repeat
from pathlib import Path

from service.commands.inputs import (
    STANDARD_INPUT,
    InputLine,
    Unreadable,
    is_jsonl,
    jsonl_lines,
    shown_path,
)
from service.commands.json_values import json_values
from service.errors import InvalidRequest, OnRecordError
from service.formats.brat import EXPORTED, BratDocument, from_brat, from_file_name
from service.formats.gold import from_gold
from service.formats.jsonl import from_json_article
from service.formats.label_studio import exported_label_studio, from_label_studio
from service.formats.ninjs import from_ninjs, is_ninjs
from service.formats.parquet import read_parquet_rows
from service.formats.record import ArticleRecord


class InputFormat(StrEnum):
    """What `onrecord convert` reads."""

    JSONL = "jsonl"
    GOLD = "gold"
    PARQUET = "parquet"
    NINJS = "ninjs"
    BRAT = "brat"
    LABEL_STUDIO = "labelstudio"


@dataclass(frozen=True, slots=True)
class ReadRecord:
    """A record and where it was read."""

    place: str
    record: ArticleRecord
    exported: ArticleRecord | None = None
    """The record before annotators corrected it, where the file knows that."""


def read_records(
    paths: Iterable[Path], form: InputFormat | None
) -> Iterator[ReadRecord | Unreadable]:
    """Yield the records of files, or what is wrong with each, in their order.

    Without a form it is guessed: by the ending of a path, and for JSON by the fields of each
    object. Records without an id get one from their file and number.
    """
    for path in paths:
        try:
            yield from _read_path(path, form)
        except OnRecordError as error:
            yield Unreadable(shown_path(path), error.detail)
        except OSError as error:
            yield Unreadable(shown_path(path), error.strerror or type(error).__name__)


def _read_path(path: Path, form: InputFormat | None) -> Iterator[ReadRecord | Unreadable]:
    if form is InputFormat.BRAT or path.suffix == ".ann" or path.is_dir():
        yield from _read_brat(path)
    elif form is InputFormat.PARQUET or path.suffix == ".parquet":
        yield from _numbered(path, "row", read_parquet_rows(path), InputFormat.JSONL)
    elif is_jsonl(path, stdin_is_jsonl=True):
        for number, line in enumerate(jsonl_lines([path]), start=1):
            if isinstance(line, Unreadable):
                yield line
            elif line.text.strip():
                yield _read_line(line, form, f"{path.stem}-{number}")
    else:
        with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
            yield from _numbered(path, "item", json_values(file), form)


def _read_line(
    line: InputLine, form: InputFormat | None, identifier: str
) -> ReadRecord | Unreadable:
    try:
        value = json.loads(line.text)
    except (ValueError, RecursionError):
        return Unreadable(line.place, "The line is not JSON.")
    return _read_value(value, form, place=line.place, identifier=identifier)


def _numbered(
    path: Path, noun: str, values: Iterable[object], form: InputFormat | None
) -> Iterator[ReadRecord | Unreadable]:
    for number, value in enumerate(values, start=1):
        place = f"{path}, {noun} {number}"
        yield _read_value(value, form, place=place, identifier=f"{path.stem}-{number}")


def _read_value(
    value: object, form: InputFormat | None, *, place: str, identifier: str
) -> ReadRecord | Unreadable:
    exported = None
    try:
        match form or guess_form(value):
            case InputFormat.LABEL_STUDIO:
                record, exported = from_label_studio(value), exported_label_studio(value)
            case InputFormat.NINJS:
                record = from_ninjs(value)
            case InputFormat.GOLD:
                record = from_gold(value)
            case _:
                record = from_json_article(value)
    except OnRecordError as error:
        return Unreadable(place, error.detail)
    return ReadRecord(place, replace(record, id=record.id or identifier), exported)


def guess_form(value: object) -> InputFormat:
    """Return the format of a JSON object, by the fields that only that format has."""
    if isinstance(value, Mapping):
        if "data" in value and ("annotations" in value or "predictions" in value):
            return InputFormat.LABEL_STUDIO
        if is_ninjs(value):
            return InputFormat.NINJS
        if "attributions" in value:
            return InputFormat.GOLD
    return InputFormat.JSONL


def _read_brat(path: Path) -> Iterator[ReadRecord | Unreadable]:
    if path == STANDARD_INPUT:
        raise InvalidRequest("brat's documents are files. Give a folder or `.ann` files.")
    files = sorted(path.glob("*.ann")) if path.is_dir() else [path]
    if not files:
        raise InvalidRequest("The folder holds no `.ann` file.")
    for file in files:
        try:
            text, annotations = (_read(file.with_suffix(end)) for end in (".txt", ".ann"))
            document = BratDocument(text, annotations)
            exported = _read_exported(file.with_suffix(EXPORTED), text)
            record = from_brat(document, id=from_file_name(file.stem), exported=exported)
            yield ReadRecord(str(file), record, exported)
        except OnRecordError as error:
            yield Unreadable(str(file), error.detail)
        except OSError as error:
            yield Unreadable(str(file), error.strerror or type(error).__name__)


def _read_exported(path: Path, text: str) -> ArticleRecord | None:
    """Return what was written beside a document, if that is still there."""
    if not path.exists():
        return None
    try:
        exported = from_json_article(json.loads(_read(path)))
    except (ValueError, RecursionError):
        raise InvalidRequest(f"{path} is not JSON.") from None
    if exported.text != text:
        raise InvalidRequest(f"{path} is of another text.")
    return exported


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode()
    except UnicodeDecodeError as error:
        raise InvalidRequest(f"{path} is not UTF-8 (byte {error.start}).") from None


def with_lines_of(
    records: Iterable[ReadRecord | Unreadable], attributions: Path
) -> Iterator[tuple[ReadRecord | Unreadable, InputLine | Unreadable | None]]:
    """Yield each record with its line of another file, which has one for each in their order."""
    lines = (
        line
        for line in jsonl_lines([attributions])
        if isinstance(line, Unreadable) or line.text.strip()
    )
    yield from zip(records, chain(lines, repeat(None)), strict=False)
