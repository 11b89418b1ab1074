"""Read the fields of a JSON object with checks. An error names the field, and never its value."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

from service.errors import InvalidRequest, InvalidText
from service.text.spans import Span
from service.text.storable import find_unstorable

EnumItem = TypeVar("EnumItem", bound=StrEnum)

JsonObject = dict[str, Any]

_MOMENT = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?([Zz]|[+-]\d\d:?\d\d)", re.ASCII
)

_LARGEST = 1e300


class FieldReader:
    """The fields of one JSON object. A field that is missing, null or blank reads as None."""

    def __init__(self, value: object, at: str = "") -> None:
        """Begin to read an object.

        Raises:
            InvalidRequest: The value is no object.
        """
        if not isinstance(value, Mapping):
            raise InvalidRequest(f"`{at}` is not an object." if at else "It is not a JSON object.")
        self._value = value
        self._at = at

    def __contains__(self, name: str) -> bool:
        return self._value.get(name) is not None

    def name_of(self, name: str) -> str:
        """Return the path of a field from the record, for an error."""
        return f"{self._at}.{name}" if self._at else name

    def text(self, name: str) -> str | None:
        """Return a string as it is."""
        value = self.exact(name)
        return value if value and value.strip() else None

    def exact(self, name: str) -> str | None:
        """Return a string as it is, blank ones too."""
        value = self._value.get(name)
        if value is None:
            return None
        if not isinstance(value, str):
            raise InvalidRequest(f"`{self.name_of(name)}` is not a string.")
        found = find_unstorable(value)
        if found:
            raise InvalidText(
                f"`{self.name_of(name)}` holds {found.name} at offset {found.offset}. Remove it."
            )
        return value

    def text_of(self, *names: str) -> str | None:
        """Return the string of the first of these fields that is there."""
        return next((found for found in map(self.text, names) if found is not None), None)

    def required_text(self, name: str) -> str:
        """Return a string that must be there."""
        value = self.text(name)
        if value is None:
            raise InvalidRequest(f"The record has no `{self.name_of(name)}`.")
        return value

    def number(self, name: str) -> float | None:
        """Return a number."""
        value = self._value.get(name)
        if value is None:
            return None
        # A huge whole number has no float, and JSON has no form for infinity.
        if type(value) not in (int, float) or not -_LARGEST < value < _LARGEST:
            raise InvalidRequest(f"`{self.name_of(name)}` is not a number.")
        return float(value)

    def moment(self, name: str) -> datetime | None:
        """Return a date and time in UTC, from RFC 3339 or from a column of dates."""
        value = self._value.get(name)
        try:
            if value is None:
                return None
            if isinstance(value, str) and _MOMENT.fullmatch(value):
                value = datetime.fromisoformat(value.upper())
            if isinstance(value, datetime) and value.tzinfo is not None:
                return value.astimezone(UTC)
        except (ValueError, OverflowError):
            pass
        raise InvalidRequest(
            f"`{self.name_of(name)}` is not a date and time with its offset (RFC 3339)."
        )

    def choice(self, name: str, choices: type[EnumItem]) -> EnumItem | None:
        """Return one of the values of an enumeration."""
        value = self.text(name)
        if value is None:
            return None
        try:
            return choices(value)
        except ValueError:
            known = ", ".join(choices)
            raise InvalidRequest(f"`{self.name_of(name)}` is none of: {known}.") from None

    def flag(self, name: str) -> bool:
        """Return whether a field is true."""
        return self._value.get(name) is True

    def whole(self) -> object:
        """Return the object itself."""
        return self._value

    def object(self, name: str) -> object:
        """Return the value of a field as it is."""
        return self._value.get(name)

    def texts(self, name: str) -> list[str]:
        """Return the strings of a list, or a string alone, without blank ones."""
        value = self._value.get(name)
        given = [value] if isinstance(value, str) else self.items(name)
        read = (FieldReader({name: each}, self._at).text(name) for each in given)
        return [each for each in read if each is not None]

    def objects(self, name: str) -> Sequence[str | FieldReader]:
        """Return a string or an object alone, or those of a list."""
        value = self._value.get(name)
        given = [value] if isinstance(value, str | Mapping) else self.items(name)
        return [
            FieldReader({name: each}, self._at).text(name) or ""
            if isinstance(each, str)
            else FieldReader(each, self.name_of(name))
            for each in given
        ]

    def child(self, name: str) -> FieldReader | None:
        """Return an object inside this one."""
        value = self._value.get(name)
        return None if value is None else FieldReader(value, self.name_of(name))

    def children(self, name: str) -> list[FieldReader]:
        """Return the objects of a list."""
        return [
            FieldReader(value, f"{self.name_of(name)}[{number}]")
            for number, value in enumerate(self.items(name))
        ]

    def items(self, name: str) -> Sequence[Any]:
        """Return the values of a list. A missing list is empty."""
        value = self._value.get(name)
        if value is None:
            return ()
        if isinstance(value, str) or not isinstance(value, Sequence):
            raise InvalidRequest(f"`{self.name_of(name)}` is not a list.")
        return value

    def span(self) -> Span:
        """Return the object itself, read as a span: its `start` and `end`."""
        return _to_span(self._value.get("start"), self._value.get("end"), self._at)

    def spans(self, name: str) -> tuple[Span, ...]:
        """Return a list of spans: objects with `start` and `end`, or pairs."""
        found = []
        for number, value in enumerate(self.items(name)):
            at = f"{self.name_of(name)}[{number}]"
            if isinstance(value, Mapping):
                found.append(FieldReader(value, at).span())
            elif isinstance(value, Sequence) and not isinstance(value, str) and len(value) == 2:
                found.append(_to_span(value[0], value[1], at))
            else:
                raise InvalidRequest(f"`{at}` is not a span.")
        return tuple(found)


def _to_span(start: object, end: object, at: str) -> Span:
    if type(start) is not int or type(end) is not int:
        raise InvalidRequest(f"`{at}` is not a span: it needs whole numbers for start and end.")
    return Span(start, end)
