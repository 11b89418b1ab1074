"""The contract `openapi.yaml`: FastAPI's document, made more exact."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from typing import Any

import yaml
from fastapi.openapi.utils import get_openapi

from service.api.contract_headers import HEADERS, add_header_parameters
from service.api.middleware.request_log import HEADER
from service.api.problems import MEDIA_TYPE
from service.api.routes import ROUTERS
from service.api.schema_shape import Json, simplify_schema, without_null
from service.api.schemas.base import examples_by_name
from service.api.schemas.events.contract import build_webhooks
from service.api.schemas.events.event import event_schemas
from service.api.schemas.quote_export import export_schemas

TITLE = "OnRecord"

_DESCRIPTION = """\
OnRecord reads news articles and keeps a record of who said what: it finds every quotation in a
text, resolves who spoke, stores the result, and recognises the same quote when another outlet
prints it.

**Offsets** count Unicode code points of the text exactly as submitted, half open. JavaScript, Java
and C# count UTF-16 code units: they ask with `offset_unit=utf16`.

**Errors** are RFC 9457 problems (`application/problem+json`), for unknown paths (404) and methods
(405) as well. They repeat no submitted value. They name an unknown field only where its name is
one plain word: a letter, then at most 39 letters, digits, `_` and `-`.

**Keys**: once a server has API keys, each request needs one with the scope that its operation
names: `Authorization: Bearer KEY`. A server without keys answers its own machine alone.

**Lists** are read a page at a time: send `next_cursor` back as `cursor` until it is null.

**Strictness**: fields and query parameters that an operation does not know are refused. `HEAD` is
answered wherever `GET` is, and `OPTIONS` everywhere.

**Requests** carry an `X-Request-ID` if the client likes (64 letters, digits, `.`, `_` and `-` at
most); the answer repeats it, or carries a new one.
"""

_TAGS = (
    ("extraction", "Text to quotations, nothing stored."),
    ("proofs", "A draft and its sources to verdicts, nothing stored."),
    ("articles", "Articles in, and what was found in them."),
    ("ingest jobs", "Many articles in one request, stored by workers."),
    ("quotes", "What was said, across all outlets."),
    ("speakers", "Who said it, and what editors decided about that and about quotes."),
    ("outlets", "Who printed it."),
    ("reports", "Who is quoted how often, and where a speaker is quoted."),
    ("events", "New occurrences of quotes, as they are stored: a feed, and webhooks."),
    ("access", "Who changed what, and with which key."),
    ("health", "Whether the server runs and can answer, and how it is doing."),
)

_HEADERS: dict[str, dict[str, Any]] = {
    "RequestId": {
        "description": "The id of this request, as the server's log knows it.",
        "schema": {"type": "string", "examples": ["0190b3c4-6f1e-7a52-9d3b-2f6c8e5a1b07"]},
    },
    "Location": {
        "description": "Where the article is found from now on.",
        "schema": {
            "type": "string",
            "format": "uri-reference",
            "examples": ["/v1/articles/0190b3c4-6f1e-7a52-9d3b-2f6c8e5a1b01"],
        },
    },
    "JobLocation": {
        "description": "Where the job is found.",
        "schema": {
            "type": "string",
            "format": "uri-reference",
            "examples": ["/v1/ingest-jobs/0190b3c4-6f1e-7a52-9d3b-2f6c8e5a1b0a"],
        },
    },
    "WebhookLocation": {
        "description": "Where the webhook is found.",
        "schema": {
            "type": "string",
            "format": "uri-reference",
            "examples": ["/v1/webhooks/0190b3c4-6f1e-7a52-9d3b-2f6c8e5a1b0e"],
        },
    },
    "JudgementLocation": {
        "description": "Where the judgement is found from now on.",
        "schema": {
            "type": "string",
            "format": "uri-reference",
            "examples": ["/v1/judgements/0190b3c4-6f1e-7a52-9d3b-2f6c8e5a1b05"],
        },
    },
    "Successor": {
        "description": "The same request, to the successor.",
        "schema": {
            "type": "string",
            "format": "uri-reference",
            "examples": ["/v1/speakers/0190b3c4-6f1e-7a52-9d3b-2f6c8e5a1b02"],
        },
    },
    "RetryAfter": {
        "description": "Seconds after which to try again.",
        "schema": {"type": "integer", "minimum": 1, "examples": [5]},
    },
}

_LOCATIONS = {
    "createArticle": "Location",
    "createIngestJob": "JobLocation",
    "createWebhook": "WebhookLocation",
    "rotateWebhookSecret": "WebhookLocation",
    "mergeSpeakers": "JudgementLocation",
    "splitSpeaker": "JudgementLocation",
    "separateSpeakers": "JudgementLocation",
    "mergeQuotes": "JudgementLocation",
    "splitQuote": "JudgementLocation",
    "pinQuote": "JudgementLocation",
    "correctQuotation": "JudgementLocation",
    "undoJudgement": "JudgementLocation",
}
"""The header in which an operation says where its result is found."""


@cache
def build_openapi() -> Json:
    """Return the OpenAPI 3.1 document."""
    document: Json = get_openapi(
        title=TITLE,
        version=version("onrecord"),
        summary="Who said what, and who printed it.",
        description=_DESCRIPTION,
        contact={"name": "The OnRecord project"},
        license_info={"name": "Apache License 2.0", "identifier": "Apache-2.0"},
        servers=[{"url": "http://127.0.0.1:8000", "description": "A server of your own."}],
        tags=[{"name": name, "description": text} for name, text in _TAGS],
        routes=[route for router in ROUTERS for route in router.routes],
    )
    schemas = document["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas |= export_schemas() | event_schemas()
    examples = examples_by_name()
    for name, schema in schemas.items():
        simplify_schema(schema)
        if name in examples:
            schema["examples"] = [examples[name]]
    errors: Json = {}
    for methods in document["paths"].values():
        for operation in methods.values():
            _finish_operation(operation, schemas, errors)
    document["webhooks"] = build_webhooks()
    document["components"]["responses"] = dict(sorted(errors.items()))
    document["components"]["headers"] = {**_HEADERS, **HEADERS}
    add_header_parameters(document)
    finished: Json = _unwrap(document)
    return finished


def _finish_operation(operation: Json, schemas: Json, errors: Json) -> None:
    operation.setdefault("security", [])  # Without a scope, an operation needs no key.
    for parameter in operation.get("parameters", []):
        parameter["schema"] = without_null(parameter["schema"])
        parameter["schema"].pop("description", None)
        simplify_schema(parameter["schema"])
    for body in operation.get("requestBody", {}).get("content", {}).values():
        _add_example(body, schemas)
    for status, response in operation["responses"].items():
        response["headers"] = {HEADER: {"$ref": "#/components/headers/RequestId"}}
        if MEDIA_TYPE in response.get("content", {}):
            operation["responses"][status] = _share_error(status, response, errors)
        else:
            for body in response.get("content", {}).values():
                _add_example(body, schemas)
        if status == "308":
            response["headers"]["Location"] = {"$ref": "#/components/headers/Successor"}
    location = _LOCATIONS.get(operation["operationId"])
    for status in ("200", "201", "202") if location else ():
        if status in operation["responses"]:
            headers = operation["responses"][status]["headers"]
            headers["Location"] = {"$ref": f"#/components/headers/{location}"}


def _share_error(status: str, response: Json, errors: Json) -> Json:
    # FastAPI puts each model under the media type of the route's success.
    body = response["content"].pop("application/json") | response["content"][MEDIA_TYPE]
    response["content"][MEDIA_TYPE] = body
    if status in ("429", "503"):
        response["headers"]["Retry-After"] = {"$ref": "#/components/headers/RetryAfter"}
    name = "Or".join(problem.title().replace("-", "") for problem in body["examples"])
    errors[name] = response
    return {"$ref": f"#/components/responses/{name}"}


def _add_example(body: Json, schemas: Json) -> None:
    if "example" in body:
        return
    schema = schemas[body["schema"]["$ref"].rsplit("/", 1)[-1]]
    (body["example"],) = schema["examples"]


def _unwrap(node: Any) -> Any:
    # Docstrings are wrapped to fit the source. In the contract a paragraph is one line.
    if isinstance(node, dict):
        return {
            key: _one_line_a_paragraph(value)
            if key == "description" and isinstance(value, str)
            else _unwrap(value)
            for key, value in node.items()
        }
    if isinstance(node, list):
        return [_unwrap(item) for item in node]
    return node


def _one_line_a_paragraph(text: str) -> str:
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.split("\n\n"))


class _Dumper(yaml.SafeDumper):
    """A YAML writer of strings in full, without anchors, and of paragraphs as blocks."""

    def ignore_aliases(self, data: object) -> bool:
        """Return True, so that no anchors are written: they make a contract hard to read."""
        return True


def _represent_text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_text)


def render_openapi() -> str:
    """Return the document as YAML, the same on each machine."""
    return yaml.dump(
        build_openapi(), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100
    )
