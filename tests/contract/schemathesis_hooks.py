"""What a valid request is beyond what JSON Schema can say, for schemathesis.

Every second valid request asks for something that is stored, so that the routes do their work.
"""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import schemathesis
from fuzz_store import (
    current_tag,
    first_cursor,
    occurrences_of,
    quotation_of,
    spans_of,
    stored_id,
    stored_quote,
    stored_text,
    webhook_and_delivery,
)
from hypothesis import strategies as st
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation.meta import TestPhase

_chance = Random(12)
_VALID_KEY = re.compile(r'"?[!#-~]{1,255}"?')
_sent_keys = 0

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


@schemathesis.deserializer("application/x-ndjson", "text/csv", "text/event-stream")
def read_as_text(_context: object, response: schemathesis.Response) -> str:
    """Take lines of an export, or of a feed, for the text that the contract says they are."""
    return response.content.decode()


@schemathesis.hook
def filter_case(context: Any, case: Any) -> bool:
    """Leave out requests that the contract calls valid and that no schema can rule out."""
    if _is_negative(case):
        return True
    if "cursor" in (case.query or {}):  # Only a list makes cursors: see `before_call`.
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
    """Give each request a key of its own, and let every second valid one ask for what is stored."""
    _renew_key(case)
    if not case.meta or _is_negative(case):
        return
    _complete(case)
    if _chance.random() < 0.5:
        return
    if case.meta.phase.name == TestPhase.STATEFUL:  # It goes on with the ids of answers.
        return
    _use_stored_path(case)
    _use_stored_query(case)
    if isinstance(case.body, dict):
        _use_stored_body(case)
    _use_conditions(case)
    if case.path.endswith("/export"):
        forms = case.operation.definition.raw["responses"]["200"]["content"]
        case.headers["Accept"] = _chance.choice(list(forms))


@schemathesis.hook
def after_call(context: Any, case: Any, response: Any) -> None:
    """Note how each operation was answered, so that the test sees which ones did their work."""
    if case.method.upper() != case.operation.method.upper():
        return  # It asked whether another method is refused.
    with Path(os.environ["FUZZ_ANSWERS"]).open("a") as answers:
        name = case.operation.definition.raw["operationId"]
        answers.write(f"{name} {response.status_code}\n")


def _is_negative(case: Any) -> bool:
    return bool(case.meta and case.meta.generation.mode.is_negative)


def _renew_key(case: Any) -> None:
    """Make a valid `Idempotency-Key` one that was not sent before.

    A key that came with another request is answered 422, whatever else is right or wrong. Where
    another header is wrong it stays as it is: after a change of headers schemathesis no longer
    takes them for wrong, and sends the API key that it left out.
    """
    global _sent_keys  # noqa: PLW0603 - Hooks are functions of a module.
    if _is_negative(case) and case.meta.phase.data.parameter_location == ParameterLocation.HEADER:
        return
    for name, given in (case.headers or {}).items():
        if name.lower() == "idempotency-key" and _VALID_KEY.fullmatch(str(given)):
            _sent_keys += 1
            mark = '"' if given.startswith('"') else ""
            case.headers[name] = f"{mark}{_sent_keys}.{given.removeprefix(mark)}"[:255]


def _complete(case: Any) -> None:
    """Give a request what it needs beside what its parameters say one by one."""
    query = case.query or {}
    if query.get("sort") == "relevance" and query.get("q") is None:
        query["q"] = stored_text("q")
    if case.path == "/v1/webhooks" and isinstance(case.body, dict):
        case.body["url"] = "http://127.0.0.1:9/"  # The server would look up another host.
    if isinstance(case.body, dict) and case.body.get("spans"):
        case.body["spans"] = spans_of(case.formatted_path)  # No schema can say "in order".
    path = case.path_parameters or {}
    for name in [name for name, value in path.items() if value in (None, "None")]:
        path[name] = stored_id(name)  # The answer before had null there, and was followed.


def _use_stored_path(case: Any) -> None:
    if case.method == "DELETE" and _chance.random() < 0.8:
        return  # Else little is left for other requests.
    path = case.path_parameters or {}
    for name in path.keys() - {"quotation_id", "delivery_id"}:
        path[name] = stored_id(name)
    if "quotation_id" in path:
        path["quotation_id"] = quotation_of(path["article_id"])
    if "delivery_id" in path:
        path["webhook_id"], path["delivery_id"] = webhook_and_delivery()


def _use_stored_query(case: Any) -> None:
    query = case.query or {}
    for name in query.keys() & {"speaker_id", "quote_id", "article_id", "resume_after"}:
        query[name] = stored_id("quote_id" if name == "resume_after" else name)
    for name in query.keys() & {"q", "speaker", "outlet"}:
        query[name] = stored_text(name)
    takes_cursor = any(parameter.name == "cursor" for parameter in case.operation.query)
    if takes_cursor and (cursor := first_cursor(case.formatted_path, query)):
        query["cursor"] = cursor


def _use_stored_body(case: Any) -> None:
    body = case.body
    for name in body.keys() & {"speaker_ids", "quote_ids"}:
        body[name] = [stored_id(name.removesuffix("s"))]
    kind = "speaker_id" if "speakers" in case.path else "quote_id"
    for name in body.keys() & {"other_id", "to_id"}:
        body[name] = stored_id(kind)
    if body.get("spans"):
        body["spans"] = spans_of(case.formatted_path)
    if "occurrences" in body and (found := occurrences_of(case.formatted_path)):
        body["occurrences"] = found[: _chance.randint(1, len(found))]
    if case.path.endswith("/match"):
        body["text"] = stored_quote()
    elif isinstance(body.get("text"), str):
        body["text"] = f"“{stored_quote()}” Mayor Ada Lindqvist said. {body['text']}"


def _use_conditions(case: Any) -> None:
    """Ask for the newest version, as a client that holds it does."""
    if "If-None-Match" in (case.headers or {}):
        case.headers["If-None-Match"] = current_tag(case.formatted_path)
    if "If-Match" in (case.headers or {}):
        thing = "/".join(case.formatted_path.split("/")[:4])  # Without the name of the decision.
        case.headers["If-Match"] = current_tag(thing)
