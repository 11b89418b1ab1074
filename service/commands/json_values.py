"""The JSON values of a file: one, the items of an array, or one on each line. Read as they come."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import IO

from service.errors import InvalidRequest

_CHUNK = 1 << 16
_LARGEST = 1 << 26
"""Characters of one value. A larger one is refused, so that memory is bounded."""

_BETWEEN = re.compile(r"[\s,]*")


def json_values(file: IO[str]) -> Iterator[object]:
    """Yield the objects of a file one by one, without reading the whole file at once.

    Raises:
        InvalidRequest: The file is not JSON, or a value is no object or too large.
    """
    buffer = _Buffer(file)
    is_array = buffer.skip() == "["
    if is_array:
        buffer.drop(1)
    while (sign := buffer.skip()) not in ("", "]"):
        if sign != "{":
            raise InvalidRequest("The file is not JSON, or holds something other than objects.")
        yield buffer.take()
    if is_array != (sign == "]"):
        raise InvalidRequest("The file is not JSON: its end is missing, or comes too early.")


class _Buffer:
    """Text of a file that is not parsed yet."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._decoder = json.JSONDecoder()
        self._text = ""
        self._at = 0

    def skip(self) -> str:
        """Skip what is between values, and return the next character: empty at the end."""
        while True:
            found = _BETWEEN.match(self._text, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._read(_CHUNK):
                return ""

    def drop(self, characters: int) -> None:
        """Skip some characters."""
        self._at += characters

    def take(self) -> object:
        """Return the object that begins here."""
        while True:
            try:
                value, self._at = self._decoder.raw_decode(self._text, self._at)
            except RecursionError:
                raise InvalidRequest("A value of the file is nested too deep.") from None
            except ValueError:
                # Twice as much each time: the work stays in proportion to the size of the value.
                waiting = len(self._text) - self._at
                if waiting > _LARGEST:
                    raise InvalidRequest("A value of the file is too large.") from None
                if not self._read(max(_CHUNK, waiting)):
                    raise InvalidRequest("The file is not JSON.") from None
            else:
                return value

    def _read(self, size: int) -> bool:
        more = self._file.read(size)
        self._text = self._text[self._at :] + more
        self._at = 0
        return bool(more)
