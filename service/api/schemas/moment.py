"""Points in time, as RFC 3339 writes them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

_RFC_3339 = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)", re.ASCII
)


def read_moment(value: object) -> datetime:
    """A date and time with its offset, as written in RFC 3339 -> the same moment in UTC.

    A time without an offset is refused rather than taken for UTC: an hour wrong is enough to name
    the wrong outlet as the first to print a quote.

    Raises:
        PydanticCustomError: it is written otherwise, or there is no such moment.
    """
    if not isinstance(value, str) or not _RFC_3339.fullmatch(value):
        raise PydanticCustomError("moment", "moment")
    try:
        return datetime.fromisoformat(value.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        raise PydanticCustomError("moment", "moment") from None


Moment = Annotated[
    datetime,
    BeforeValidator(read_moment),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
