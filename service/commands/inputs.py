"""Files and standard input: texts, or records a line."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from service.errors import InvalidText

STANDARD_INPUT = Path("-")


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that holds no text that can be read."""

    id: str
    """Its path."""
    detail: str


def is_jsonl(path: Path, *, stdin_is_jsonl: bool) -> bool:
    """A path -> whether it holds a record a line rather than one text."""
    return stdin_is_jsonl if path == STANDARD_INPUT else path.suffix in {".jsonl", ".ndjson"}


def read_text(path: Path) -> str:
    """A path -> its text, line ends as they stand, so that offsets fit the file.

    Raises:
        InvalidText: the file is not UTF-8.
    """
    content = sys.stdin.buffer.read() if path == STANDARD_INPUT else path.read_bytes()
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise InvalidText(f"{path} is not UTF-8 (byte {error.start}).") from None


def as_lines(paths: Iterable[Path], *, stdin_is_jsonl: bool) -> Iterator[str | Unreadable]:
    """Paths -> records `{"id", "text"}`, a line each; a text's id is its path.

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
    """Paths of JSONL -> their lines, empty ones included, so that line numbers fit the file.

    Bytes that are not UTF-8 come through as lone surrogates, and are refused with their line.
    """
    for path in paths:
        if path == STANDARD_INPUT:
            yield from _decoded(sys.stdin.buffer)
        else:
            with path.open("rb") as lines:
                yield from _decoded(lines)


def count_records(paths: Iterable[Path], *, stdin_is_jsonl: bool) -> int | None:
    """Paths -> how many records they hold, or None where standard input hides it."""
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
