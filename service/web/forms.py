"""Read the fields and files of a form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from service.errors import InvalidRequest

_LINE_END = re.compile(r"\r\n?")


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file of a form, whole. Its size is limited as that of any body."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class SentForm:
    """What a form sent."""

    fields: Mapping[str, str]
    files: Mapping[str, SentFile]
    """Without files that are empty, which browsers send where none was chosen."""

    def words(self, name: str) -> str | None:
        """Return a field without white space at its ends, or None where nothing is in it."""
        return self.fields.get(name, "").strip() or None


async def _read_form(request: Request) -> SentForm:
    # Starlette limits a field to one megabyte. `BodyLimit` has limited the whole body before.
    body = len(await request.body())
    try:
        async with request.form(max_files=20, max_fields=200, max_part_size=body) as form:
            fields, files = {}, {}
            for name, value in form.multi_items():
                if not isinstance(value, UploadFile):
                    fields[name] = with_line_feeds(value)
                elif value.filename:
                    files[name] = SentFile(value.filename, await value.read())
    except HTTPException:
        raise InvalidRequest(
            "The form could not be read. Load the page and send it again."
        ) from None
    return SentForm(fields, files)


def with_line_feeds(text: str) -> str:
    r"""Return a text with each line ended by `\n`.

    Browsers send the lines of a field with `\r\n`, whatever they were. Offsets must be the same in
    the text that is shown and in the text that comes back.
    """
    return _LINE_END.sub("\n", text)


FormOf = Annotated[SentForm, Depends(_read_form)]
"""What a form sent, as an argument of a route. It comes before `ReaderOf`, which needs the body to
be read."""
