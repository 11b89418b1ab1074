"""Cut a body of JSON Lines into lines as it arrives, and read the article on each."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import ValidationError

from service.api.body_structure import check_structure, read_json
from service.api.field_errors import describe_fields
from service.api.problems import MalformedBody
from service.api.schemas.article import ArticleIn, to_input
from service.errors import BodyTooLarge, InvalidRequest, InvalidText, OnRecordError
from service.ingest.jobs.article_job import dump_article, item_error
from service.storage.job_views import NewItem

MOST_LINES = 10_000
"""How many lines a job has at most."""


@dataclass(frozen=True, slots=True)
class RawLine:
    """A line as it arrived. It has no content where it was too long to be kept."""

    number: int
    content: bytes | None


class LineSplitter:
    """Cuts chunks of bytes into lines. It keeps one unfinished line, and no more."""

    def __init__(self, *, line_bytes: int) -> None:
        """Begin with the first line.

        Args:
            line_bytes: The most bytes of a line that is kept.
        """
        self._line_bytes = line_bytes
        self._begun = bytearray()
        self._too_long = False
        self._number = 0

    def feed(self, chunk: bytes) -> Iterator[RawLine]:
        """Take the next bytes, and yield the lines that end in them. Blank lines are left out.

        Raises:
            BodyTooLarge: These are more lines than a job may have.
        """
        *ended, begun = chunk.split(b"\n")
        for part in ended:
            self._extend(part)
            yield from self._end_line()
        self._extend(begun)

    def finish(self) -> Iterator[RawLine]:
        """Yield the last line, if no line end follows it."""
        if self._begun or self._too_long:
            yield from self._end_line()

    def _extend(self, part: bytes) -> None:
        self._begun += part
        if len(self._begun) > self._line_bytes:
            self._too_long = True
        if self._too_long:
            self._begun.clear()

    def _end_line(self) -> Iterator[RawLine]:
        self._number += 1
        if self._number > MOST_LINES:
            raise BodyTooLarge(f"The body has more than {MOST_LINES} lines. Send several jobs.")
        content = bytes(self._begun)
        if self._number == 1:
            content = content.removeprefix(BOM_UTF8)
        if self._too_long:
            yield RawLine(self._number, None)
        elif content.strip():
            yield RawLine(self._number, content)
        self._begun.clear()
        self._too_long = False


def read_line(line: RawLine, *, line_bytes: int) -> NewItem:
    """Return the item for a line: its article, or why the line holds no valid article."""
    try:
        if line.content is None:
            raise BodyTooLarge(f"The line has more than {line_bytes} bytes.")
        article = ArticleIn.model_validate(_parse(line.content))
    except ValidationError as error:
        return _invalid(line.number, error)
    except OnRecordError as error:
        return NewItem(line.number, None, item_error(error))
    return NewItem(line.number, dump_article(to_input(article)))


def is_json(item: NewItem) -> bool:
    """Return whether the line of an item held JSON."""
    return item.error is None or item.error.problem != MalformedBody.problem


def _parse(content: bytes) -> object:
    check_structure(content)
    try:
        return read_json(content.decode())
    except UnicodeDecodeError as error:
        raise MalformedBody(f"The line is not UTF-8 (byte {error.start}).") from None
    except json.JSONDecodeError as error:
        raise MalformedBody(f"The line stops being JSON at offset {error.pos}.") from None
    except (ValueError, RecursionError):  # Too many digits, or too deep.
        raise MalformedBody("The line is not JSON that this server can read.") from None


def _invalid(number: int, error: ValidationError) -> NewItem:
    errors = error.errors()
    in_text = all(each["type"] == "unstorable" and "text" in each["loc"] for each in errors)
    (first,) = describe_fields([{**errors[0], "loc": ("body", *errors[0]["loc"])}])
    kind = InvalidText if in_text else InvalidRequest
    return NewItem(number, None, item_error(kind(first.detail), pointer=first.pointer))
