"""Inputs of the commands: files and standard input, as one text or as one record on each line."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from service.errors import InvalidRequest, InvalidText

STANDARD_INPUT = Path("-")


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file whose text cannot be read."""

    id: str
    """Its path."""
    detail: str


def is_jsonl(path: Path, *, stdin_is_jsonl: bool) -> bool:
    """Return whether a path holds one record on each line, and not one text."""
    return stdin_is_jsonl if path == STANDARD_INPUT else path.suffix in {".jsonl", ".ndjson"}


def read_text(path: Path) -> str:
    """Return the text of a path. Line ends stay as they are, so that offsets fit the file.

    Raises:
        InvalidText: the file is not UTF-8.
    """
    content = sys.stdin.buffer.read() if path == STANDARD_INPUT else path.read_bytes()
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise InvalidText(f"{path} is not UTF-8 (byte {error.start}).") from None


def as_lines(paths: Iterable[Path], *, stdin_is_jsonl: bool) -> Iterator[str | Unreadable]:
    """Yield records `{"id", "text"}`, one on each line. The id of a text file is its path.

    A file that cannot be read yields an `Unreadable` in its place, and the others are read.
    """
    for path in paths:
        if is_jsonl(path, stdin_is_jsonl=stdin_is_jsonl):
            yield from jsonl_lines([path])
            continue
        try:
            yield json.dumps({"id": str(path), "text": read_text(path)})
        except InvalidText as error:
            yield Unreadable(id=str(path), detail=error.detail)
        except OSError as error:
            yield Unreadable(id=str(path), detail=error.strerror or type(error).__name__)


def jsonl_lines(paths: Iterable[Path]) -> Iterator[str]:
    """Yield the lines of JSONL files, empty ones included, so that line numbers fit the file.

    Bytes that are not UTF-8 become lone surrogates, and are refused later with their line.
    """
    for path in paths:
        if path == STANDARD_INPUT:
            yield from _decoded(sys.stdin.buffer)
        else:
            with path.open("rb") as lines:
                yield from _decoded(lines)


@dataclass(frozen=True, slots=True)
class TextRecord:
    """A record of the input: a text and its id."""

    id: str
    text: str


def read_record(line: str) -> TextRecord:
    """Return the record that a line of JSON holds.

    Raises:
        InvalidRequest: the line is no JSON object, or lacks a string `id` or `text`.
    """
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        raise InvalidRequest("The line is not JSON.") from None
    if not isinstance(value, dict):
        raise InvalidRequest('The line is not an object of the form {"id", "text"}.')
    for field in ("id", "text"):
        if not isinstance(value.get(field), str):
            raise InvalidRequest(f'The line has no string under "{field}".')
    return TextRecord(id=value["id"], text=value["text"])


def count_records(paths: Iterable[Path], *, stdin_is_jsonl: bool) -> int | None:
    """Return how many records the paths hold, or None where one of them is standard input."""
    total = 0
    for path in paths:
        if path == STANDARD_INPUT:
            return None
        if not is_jsonl(path, stdin_is_jsonl=stdin_is_jsonl):
            total += 1
            continue
        with path.open("rb") as lines:
            total += sum(1 for line in lines if line.strip())
    return total


def _decoded(lines: IO[bytes]) -> Iterator[str]:
    for line in lines:
        yield line.decode("utf-8", errors="surrogateescape")
