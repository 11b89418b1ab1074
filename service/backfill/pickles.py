"""Rows of a plan as bytes: pickles that write a frozen dataclass as its class and its values.

Python pickles a frozen dataclass with slots by two functions of its own, which look up the fields
each time. A plan spent half of its processor time in them.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from typing import IO, Any
from uuid import UUID


class _RowPickler(pickle.Pickler):
    def reducer_override(self, value: Any) -> Any:
        kind = type(value)
        if kind not in _reducers:
            _reducers[kind] = _reducer_of(kind)
        reduce = _reducers[kind]
        return NotImplemented if reduce is None else reduce(value)


def dump_row(row: Any) -> bytes:
    """Return a row as bytes, for `pickle.loads`."""
    written = io.BytesIO()
    _RowPickler(written, pickle.HIGHEST_PROTOCOL).dump(row)
    return written.getvalue()


def dump_rows(rows: list[Any], file: IO[bytes]) -> None:
    """Write rows to a file, for `pickle.load`."""
    _RowPickler(file, pickle.HIGHEST_PROTOCOL).dump(rows)


_Reducer = Callable[[Any], tuple[Any, tuple[Any, ...]]]

_reducers: dict[type, _Reducer | None] = {}


def _reducer_of(kind: type) -> _Reducer | None:
    if kind is UUID:
        return lambda value: (_uuid, (value.int,))
    if not is_dataclass(kind) or not all(each.init for each in fields(kind)):
        return None
    names = tuple(each.name for each in fields(kind))
    if any(each.kw_only for each in fields(kind)):
        return None
    return lambda value: (kind, tuple([getattr(value, name) for name in names]))


def _uuid(value: int) -> UUID:
    return UUID(int=value)
