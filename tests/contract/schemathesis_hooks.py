"""What a valid request is beyond what JSON Schema can say, for schemathesis.

Every second valid request asks for something that is stored, so that the routes do their work.
"""

from __future__ import annotations

import itertools
import os
from datetime import UTC, datetime
from functools import cache
from typing import Any

import requests
import schemathesis
from hypothesis import strategies as st
from schemathesis.generation.meta import TestPhase

schemathesis.openapi.format(
    "date-time",
    st.datetimes(datetime(1600, 1, 1), datetime(2026, 1, 1), timezones=st.just(UTC)).map(
        lambda moment: moment.isoformat().replace("+00:00", "Z")
    ),
)


@schemathesis.serializer("application/x-ndjson")
def write_lines(_context: object, body: Any) -> bytes:
    """Write the body of a job behind a line of JSON. A body that has none is refused."""
    content = body if isinstance(body, bytes) else str(body).encode("utf-8", "surrogatepass")
    return b'{"outlet": {"name": "Wire"}, "text": "The hall was quiet."}\n' + content


@schemathesis.hook
def filter_case(context: Any, case: Any) -> bool:
    """Leave out requests that the contract calls valid and that no schema can rule out."""
    if case.meta and case.meta.generation.mode.is_negative:
        return True
    if "cursor" in (case.query or {}):  # Only a list makes cursors.
        return False
    names = _names(case.body)
    if case.path.endswith("/match"):
        names.append(case.body.get("text", ""))
    return all(any(map(str.isalnum, name)) for name in names)


def _names(body: Any) -> list[str]:
    """Return the names that need a letter or digit."""
    if not isinstance(body, dict):
        return []
    outlet = body.get("outlet")
    named = [*outlet.values()] if isinstance(outlet, dict) else []
    named = ["".join(part for part in named if isinstance(part, str))] if named else []
    others = [
        body.get("name"),
        *body.get("add_aliases", []),
        *body.get("remove_aliases", []),
    ]
    return named + [name for name in others if isinstance(name, str)]


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: Any) -> None:
    """Put stored ids into the path and the body of every second valid request."""
    if not case.meta or case.meta.generation.mode.is_negative or next(_turns) % 2:
        return
    if case.meta.phase.name == TestPhase.STATEFUL:  # It goes on with the ids of answers.
        return
    for name in case.path_parameters or {}:
        case.path_parameters[name] = _stored(name)
    if isinstance(case.body, dict) and "other_id" in case.body:
        kind = "speaker_id" if "speakers" in case.path else "quote_id"
        case.body["other_id"] = _stored(kind)


_turns = itertools.count()


def _stored(name: str) -> str:
    ids = _ids(name)
    return ids[next(_turns) % len(ids)]


@cache
def _ids(name: str) -> list[str]:
    kind = "ingest-job" if name == "job_id" else name.removesuffix("_id")
    path = f"/v1/{kind}s?limit=100"
    items = requests.get(os.environ["ONRECORD_URL"] + path, timeout=10).json()["items"]
    return [item["id"] for item in items] or ["0190b3c4-6f1e-7a52-9d3b-2f6c8e5a1b01"]


@schemathesis.deserializer("application/x-ndjson", "text/csv")
def read_as_text(_context: object, response: schemathesis.Response) -> str:
    """Take lines of an export for the text that the contract says they are."""
    return response.content.decode()
