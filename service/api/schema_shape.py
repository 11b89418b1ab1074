"""Make the JSON Schemas of Pydantic plain: for readers, and for those who generate clients."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

_NULL = {"type": "null"}
_LIMITS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")


def simplify_schema(schema: Json) -> None:
    """Simplify a schema and all schemas within it, in place.

    - Titles go: Pydantic gives each property a title, and generators make a type of each title.
    - A scalar or null is written as two types, and not as a choice of two schemas.
    - Limits of whole numbers are whole numbers.
    """
    if isinstance(schema.get("title"), str):
        del schema["title"]
    _join_null(schema)
    if "integer" in _types(schema):
        for limit in _LIMITS:
            if limit in schema:
                schema[limit] = int(schema[limit])
    for option in (*schema.get("anyOf", ()), *schema.get("properties", {}).values()):
        simplify_schema(option)
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            simplify_schema(schema[key])


def without_null(schema: Json) -> Json:
    """Return the schema of a parameter, which may be left out, and is never null.

    A query has no null. FastAPI takes the one in Python for one in the contract.
    """
    options = [option for option in schema.get("anyOf", []) if option != _NULL]
    if len(options) != 1:
        return schema
    rest = {key: value for key, value in schema.items() if key not in ("anyOf", "default")}
    return {**rest, **options[0]}


def _join_null(schema: Json) -> None:
    options = schema.get("anyOf", [])
    others = [option for option in options if option != _NULL]
    if len(others) == 1 and len(options) > 1 and isinstance(others[0].get("type"), str):
        del schema["anyOf"]
        rest = dict(schema)
        schema.clear()
        schema.update({**others[0], "type": [others[0]["type"], "null"], **rest})


def _types(schema: Json) -> list[str]:
    types = schema.get("type", [])
    return types if isinstance(types, list) else [types]
