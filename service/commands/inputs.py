"""Inputs of the commands: files and standard input, as one text or as one record on each line."""

from __future__ import annotations

import errno
import json
import os
import stat
import sys
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from service.errors import InvalidRequest, InvalidText

STANDARD_INPUT = Path("-")
_MOST_BYTES = 64 * 1024 * 1024
"""A text or a line with more is not read: no server and no setting takes one as long."""


@dataclass(frozen=True, slots=True)
class InputLine:
    """One record of the input, before it is parsed."""

    place: str
    """The file, and in JSONL the number of the line in that file, counted from 1."""
    text: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that cannot be read."""

    place: str
    """Its path."""
    detail: str


def is_jsonl(path: Path, *, stdin_is_jsonl: bool) -> bool:
    """Return whether a path holds one record on each line, and not one text."""
    return stdin_is_jsonl if path == STANDARD_INPUT else path.suffix in {".jsonl", ".ndjson"}


def shown_path(path: Path) -> str:
    """Return a path as it is shown: a control character in it must not reach a terminal."""
    if path == STANDARD_INPUT:
        return "standard input"
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in str(path))


def read_text(path: Path) -> str:
    """Return the text of a path. Line ends stay as they are, so that offsets fit the file.

    A byte order mark is no part of the text.

    Raises:
        InvalidText: The file is not UTF-8.
        OSError: The file cannot be read, or is too large.
    """
    with _opened(path) as file:
        content = _refuse_large(file.read(_MOST_BYTES + 1))
    try:
        return content.removeprefix(BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        raise InvalidText(f"{shown_path(path)} is not UTF-8 (byte {error.start}).") from None


def as_lines(paths: Iterable[Path], *, stdin_is_jsonl: bool) -> Iterator[InputLine | Unreadable]:
    """Yield records `{"id", "text"}`, one on each line. The id of a text file is its path.

    A file that cannot be read yields an `Unreadable` in its place, and the others are read.
    """
    for path in paths:
        if is_jsonl(path, stdin_is_jsonl=stdin_is_jsonl):
            yield from jsonl_lines([path])
            continue
        try:
            record = json.dumps({"id": str(path), "text": read_text(path)})
            yield InputLine(shown_path(path), record)
        except InvalidText as error:
            yield Unreadable(shown_path(path), error.detail)
        except OSError as error:
            yield _unreadable(path, error)


def jsonl_lines(paths: Iterable[Path]) -> Iterator[InputLine | Unreadable]:
    """Yield the lines of JSONL files, empty ones included, each with its file and number.

    A file that cannot be read yields an `Unreadable` in its place, and the others are read.
    """
    for path in paths:
        try:
            for number, line in enumerate(file_lines(path), start=1):
                yield InputLine(f"{shown_path(path)}, line {number}", line)
        except OSError as error:
            yield _unreadable(path, error)


def file_lines(path: Path) -> Iterator[str]:
    """Yield the lines of a file, empty ones included, without a byte order mark.

    Bytes that are not UTF-8 become lone surrogates, and are refused later with their line.

    Raises:
        OSError: The file cannot be read, or a line is too long.
    """
    with _opened(path) as file:
        for number, line in enumerate(iter(lambda: file.readline(_MOST_BYTES + 1), b"")):
            content = _refuse_large(line) if number else _refuse_large(line).removeprefix(BOM_UTF8)
            yield content.decode("utf-8", errors="surrogateescape")


@dataclass(frozen=True, slots=True)
class TextRecord:
    """A record of the input: a text and its id."""

    id: str
    text: str


def read_record(line: str) -> TextRecord:
    """Return the record that a line of JSON holds.

    Raises:
        InvalidRequest: The line is no JSON object, or lacks a string `id` or `text`.
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
    """Return how many records the paths hold, or None where one of them is standard input.

    A file that cannot be read counts as one record.
    """
    total = 0
    for path in paths:
        if path == STANDARD_INPUT:
            return None
        if not is_jsonl(path, stdin_is_jsonl=stdin_is_jsonl):
            total += 1
            continue
        try:
            total += sum(1 for line in file_lines(path) if line.strip())
        except OSError:
            total += 1
    return total


def is_same_file(output: Path, path: Path) -> bool:
    """Return whether an output is the same file as an input, under whatever name."""
    try:
        source = os.fstat(sys.stdin.fileno()) if path == STANDARD_INPUT else path.stat()
        return stat.S_ISREG(source.st_mode) and os.path.samestat(output.stat(), source)
    except OSError:  # one of the two is not there yet
        return path != STANDARD_INPUT and output.resolve() == path.resolve()


def _opened(path: Path) -> AbstractContextManager[IO[bytes]]:
    return nullcontext(sys.stdin.buffer) if path == STANDARD_INPUT else path.open("rb")


def _refuse_large(content: bytes) -> bytes:
    if len(content) > _MOST_BYTES:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
    return content


def _unreadable(path: Path, error: OSError) -> Unreadable:
    return Unreadable(shown_path(path), error.strerror or type(error).__name__)
