"""Routes that refuse what the contract does not name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Coroutine
from typing import Any, get_origin

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute

from service.api.body_structure import check_members, check_structure
from service.api.entity_tags import tag_answer
from service.api.idempotency import answer_once
from service.api.problems import UnsupportedMediaType
from service.api.query_fields import query_fields


class StrictRoute(APIRoute):
    """A route that checks a request before FastAPI parses its body.

    A route without parameters in the query takes no query at all. Routes with such parameters have
    a model that refuses others. Answers to GET have entity tags, and a POST may have an idempotency
    key.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler of FastAPI, behind the checks."""
        handle = super().get_route_handler()
        takes_query = bool(self.dependant.query_params)
        fields = query_fields(self.dependant).items()
        lists = frozenset(name for name, field in fields if get_origin(field.annotation) is list)
        takes_body = self.body_field is not None
        # A body that FastAPI does not parse is read by the route as it comes.
        streams_body = "requestBody" in (self.openapi_extra or {})
        # As the contract says. Health and metrics differ from one request to the next.
        has_tag = self.path.startswith("/v1/")

        async def handle_checked(request: Request) -> Response:
            if not takes_query and request.query_params:
                unknown = [
                    {"type": "extra_forbidden", "loc": ("query", name)}
                    for name in request.query_params
                ]
                raise RequestValidationError(unknown)
            check_repeated(request, may_repeat=lists)
            if takes_body or streams_body:
                check_coding(request)
            if takes_body:
                check_structure(await request.body())
                check_members(await request.body())
            if request.method == "POST":
                return await answer_once(request, handle, streams_body=streams_body)
            response = await handle(request)
            is_tagged = has_tag and request.method == "GET"
            return tag_answer(request, response) if is_tagged else response

        return handle_checked


def check_coding(request: Request) -> None:
    """Check that the body of a request is not compressed.

    A small body could hold very much, and limits count the bytes that arrive.

    Raises:
        UnsupportedMediaType: `Content-Encoding` names a coding.
    """
    codings = ",".join(request.headers.getlist("content-encoding")).split(",")
    if any(each.strip().lower() not in ("", "identity") for each in codings):
        raise UnsupportedMediaType("Send the body as it is, without `Content-Encoding`.")


def check_repeated(request: Request, *, may_repeat: frozenset[str] = frozenset()) -> None:
    """Check that no parameter of the query is given twice: nothing says which one is meant.

    Args:
        request: The request.
        may_repeat: The parameters that have several values.

    Raises:
        RequestValidationError: A parameter is repeated.
    """
    times = Counter(name for name, _ in request.query_params.multi_items())
    repeated = [name for name, number in times.items() if number > 1 and name not in may_repeat]
    if repeated:
        raise RequestValidationError(
            [{"type": "repeated", "loc": ("query", name)} for name in repeated]
        )
