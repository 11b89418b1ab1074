"""Many numbers as one parameter, so that a statement is the same however many they are.

An IN list of each length is another statement: it is written, sent, parsed and planned anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    ColumnElement,
    Dialect,
    TableValuedAlias,
    TypeDecorator,
    bindparam,
    column,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.operators import OperatorType
from sqlalchemy.types import TypeEngine


class _Numbers(TypeDecorator[Sequence[int]]):
    """An array on PostgreSQL, JSON on SQLite."""

    impl = JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        of_postgresql = dialect.name == "postgresql"
        return dialect.type_descriptor(ARRAY(BigInteger()) if of_postgresql else JSON())


class _Among(FunctionElement[bool]):
    type = Boolean()
    inherit_cache = True

    def self_group(self, against: OperatorType | None = None) -> _Among:
        """A condition by itself: with SQLAlchemy's `= 1` behind it SQLite would use no index."""
        return self


def among(numbers: Any, name: str) -> ColumnElement[bool]:
    """A column of numbers and a parameter's name -> the condition that it is one of a list."""
    return _Among(numbers, bindparam(name, type_=_Numbers()))


class _Each(FunctionElement[int]):
    inherit_cache = True


def each(name: str) -> TableValuedAlias:
    """A parameter's name -> a table of the numbers in a list, its column `value`."""
    # Named like its column: that is what PostgreSQL calls the column of such a table.
    numbers = _Each(bindparam(name, type_=_Numbers()))
    return numbers.table_valued(column("value", BigInteger), name="value")


@compiles(_Each)
def _json_each(element: _Each, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **options)})"


@compiles(_Each, "postgresql")
def _unnest(element: _Each, compiler: SQLCompiler, **options: Any) -> str:
    return f"unnest({compiler.process(element.clauses, **options)})"


@compiles(_Among)
def _in_json(element: _Among, compiler: SQLCompiler, **options: Any) -> str:
    asked, numbers = (compiler.process(part, **options) for part in element.clauses)
    return f"{asked} IN (SELECT value FROM json_each({numbers}))"  # noqa: S608 - made here


@compiles(_Among, "postgresql")
def _in_array(element: _Among, compiler: SQLCompiler, **options: Any) -> str:
    asked, numbers = (compiler.process(part, **options) for part in element.clauses)
    return f"{asked} = ANY ({numbers})"
