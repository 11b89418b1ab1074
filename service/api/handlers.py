"""Handlers that answer exceptions as problems: our own, FastAPI's and Starlette's."""

from __future__ import annotations

import re
from http import HTTPStatus

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from service.api.field_errors import describe_fields
from service.api.problems import MalformedBody, MethodNotAllowed, problem_response
from service.errors import InvalidRequest, InvalidText, NotFound, OnRecordError, Superseded

_ID = re.compile(r"\{\w+_id\}")


def add_handlers(app: FastAPI) -> None:
    """Answer each exception that the app raises on purpose as a problem.

    Any other exception is a crash: `RequestLog` answers it.
    """
    app.add_exception_handler(OnRecordError, _answer_ours)
    app.add_exception_handler(RequestValidationError, _answer_invalid)
    app.add_exception_handler(HTTPException, _answer_http)


async def _answer_ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, OnRecordError)
    if isinstance(error, Superseded):
        # A client repeats method and body after 308, so an editor's decision reaches the successor.
        path = _ID.sub(str(error.successor), request.scope["route"].path)
        query = f"?{request.url.query}" if request.url.query else ""
        return Response(status_code=error.status, headers={"Location": path + query})
    return problem_response(request.scope, error)


async def _answer_invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    errors = error.errors()
    if errors[0]["type"] == "json_invalid":
        offset = errors[0]["loc"][1]
        return problem_response(
            request.scope, MalformedBody(f"The body stops being JSON at offset {offset}.")
        )
    in_text = all(found["type"] == "unstorable" and "text" in found["loc"] for found in errors)
    kind = InvalidText if in_text else InvalidRequest
    return problem_response(
        request.scope,
        kind("The request is not as the contract describes it; `errors` says where."),
        fields=describe_fields(errors),
    )


async def _answer_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    match error.status_code:
        case HTTPStatus.BAD_REQUEST:
            problem = MalformedBody("The body is not JSON that this server can read.")
            return problem_response(request.scope, problem)
        case HTTPStatus.NOT_FOUND:
            return problem_response(request.scope, NotFound("There is nothing at this path."))
        case HTTPStatus.METHOD_NOT_ALLOWED:
            # Only at a route that is not of this API: `Methods` answers at those.
            response = problem_response(request.scope, MethodNotAllowed())
            response.headers.update(error.headers or {})
            return response
    raise error  # Nothing here raises another status: this is a crash.
