"""What every schema of the API shares: its two kinds, storable strings, moments and pages."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, PydanticCustomError

from service.text.storable import find_unstorable

_RFC_3339 = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)", re.ASCII
)
_DIGITS = re.compile(r"-?(0|[1-9][0-9]*)")
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
"""The soft hyphen, and spaces without a width."""


class Schema(BaseModel):
    """A JSON object of the contract. The docstrings of its fields are their descriptions there."""

    model_config = ConfigDict(use_attribute_docstrings=True, frozen=True)

    example: ClassVar[dict[str, Any]]
    """An example for the contract. Each class sets one of its own: none is inherited."""


class Answer(Schema):
    """A JSON object that this API sends. `model_validate` takes a view of storage as it is."""

    model_config = ConfigDict(from_attributes=True)


class Submission(Schema):
    """A JSON object, or a query, that a client sends. A field that it does not know is refused."""

    model_config = ConfigDict(extra="forbid")


def examples_by_name(schema: type[Schema] = Schema) -> dict[str, dict[str, Any]]:
    """Return the examples of `schema` and its subclasses in the contract, by the class's name."""
    in_contract = "example" in schema.__dict__ and schema.__module__.startswith("service.api.")
    found = {schema.__name__: schema.example} if in_contract else {}
    for subclass in schema.__subclasses__():
        found |= examples_by_name(subclass)
    return found


def refuse_unstorable(value: object) -> object:
    """Return the value as it is, unless it is a string that no database stores.

    Raises:
        PydanticCustomError: The string holds NUL or a lone surrogate.
    """
    found = find_unstorable(value) if isinstance(value, str) else None
    if found:
        raise PydanticCustomError("unstorable", "", {"what": found.name, "offset": found.offset})
    return value


class _WithoutNul:
    """Says in the contract that a string holds no NUL, where no narrower pattern says so."""

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        schema = handler(core)
        schema.setdefault("pattern", "^[^\\u0000]*$")
        return schema


Text = Annotated[str, BeforeValidator(refuse_unstorable), _WithoutNul()]
"""A string that can be stored: it holds neither NUL nor lone surrogates."""


def _space_evenly(name: str) -> str:
    # What is pasted from a page brings line breaks, no-break spaces and spaces without a width.
    return " ".join(name.translate(_UNSEEN).split())


Name = Annotated[Text, AfterValidator(_space_evenly)]
"""A name that an editor writes. One space stands between its words, and none around them."""


def in_form(pattern: str) -> Any:
    """Return the constraint that a `Text` has this form, for the server and for the contract."""
    return Field(pattern=pattern, json_schema_extra={"pattern": pattern})


def refuse_other_number(value: object) -> object:
    """Return the value as it is, where it is a number of JSON.

    Pydantic would take `true` for 1, and `"5"` for 5.

    Raises:
        PydanticCustomError: The value is no number.
    """
    if type(value) not in (int, float):
        raise PydanticCustomError("int_type", "")
    return value


WholeNumber = Annotated[int, BeforeValidator(refuse_other_number)]
"""A whole number in a body, as JSON Schema takes it: 5 and 5.0, but neither "5" nor true."""


def refuse_other_digits(value: object) -> object:
    """Return the value of a query as it is, where it is written as JSON writes a whole number.

    Pydantic would take `+5`, ` 5`, `5.0` and `5_0` as well.

    Raises:
        PydanticCustomError: The string is written otherwise.
    """
    if isinstance(value, str) and not _DIGITS.fullmatch(value):
        raise PydanticCustomError("int_parsing", "")
    return value


def refuse_other_flag(value: object) -> object:
    """Return the value of a query as it is, where it is `true` or `false`.

    Pydantic would take `yes`, `on`, `t` and `1` as well.

    Raises:
        PydanticCustomError: The string is another one.
    """
    if isinstance(value, str) and value not in ("true", "false"):
        raise PydanticCustomError("bool_type", "")
    return value


QueryNumber = Annotated[int, BeforeValidator(refuse_other_digits)]
"""A whole number in a query."""
QueryFlag = Annotated[bool, BeforeValidator(refuse_other_flag)]
"""True or false in a query."""


def drop_null(schema: dict[str, Any]) -> None:
    """Say in the contract that a field is never null: it is left out, or has a value."""
    [option] = [option for option in schema.pop("anyOf") if option != {"type": "null"}]
    schema.update(option)
    schema.pop("default", None)


def read_moment(value: object) -> datetime:
    """Return a date and time in UTC, read from its form in RFC 3339.

    A time without an offset is refused and not taken for UTC. One hour wrong is enough to name
    the wrong outlet as the first that published a quote.

    Raises:
        PydanticCustomError: The form is another one, or there is no such moment.
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
"""A date and time with its offset, kept in UTC."""


class PageOptions(Submission):
    """Which page of a list."""

    limit: QueryNumber = Field(default=20, ge=1, le=100)
    """How many items a page holds at most."""
    cursor: Text | None = Field(default=None, min_length=1, max_length=1000)
    """The `next_cursor` of the page before, with the same filters and the same sort."""


class PageAnswer(Answer):
    """What every page of a list carries beside its items."""

    next_cursor: str | None
    """Send it as `cursor` for the next page; null on the last one."""
