"""Entity tags (RFC 9110, 8.8.3): a client that has the newest answer gets 304 and no body."""

from __future__ import annotations

import re
from hashlib import sha256
from http import HTTPStatus

from fastapi import Request, Response
from fastapi.responses import StreamingResponse

ETAG = "ETag"
IF_NONE_MATCH = "If-None-Match"
IF_MATCH = "If-Match"

_TAG = re.compile(r'(?:W/)?("[!#-~\x80-\xff]*")')
_ANY = "*"


def format_tag(version: str) -> str:
    """Return a version as the value of `ETag`."""
    return f'"{version}"'


def parse_tags(value: str) -> frozenset[str]:
    """Return the tags that a header names, without marks of weakness; `*` is one of them."""
    return frozenset({_ANY}) if value.strip() == _ANY else frozenset(_TAG.findall(value))


def parse_versions(value: str) -> frozenset[str] | None:
    """Return the versions that `If-Match` names, or None for `*`. A weak tag names none."""
    if value.strip() == _ANY:
        return None
    strong = (part for part in value.split(",") if not part.strip().startswith("W/"))
    return frozenset(tag.strip('"') for part in strong for tag in _TAG.findall(part))


def tag_answer(request: Request, response: Response) -> Response:
    """Return the answer of a GET with its entity tag, or 304 if the client has it already.

    Args:
        request: May hold `If-None-Match`.
        response: The answer. It keeps a tag that it has. A stream gets none: its end is not known.
    """
    if response.status_code != HTTPStatus.OK or isinstance(response, StreamingResponse):
        return response
    if ETAG not in response.headers:
        response.headers[ETAG] = format_tag(sha256(response.body).hexdigest()[:32])
    # A client may keep an answer, and asks each time whether it is still the newest.
    response.headers.setdefault("Cache-Control", "private, no-cache")
    known = parse_tags(request.headers.get(IF_NONE_MATCH, ""))
    if known.isdisjoint({_ANY, response.headers[ETAG]}):
        return response
    kept = {
        name: value
        for name, value in response.headers.items()
        if name.lower() not in {"content-length", "content-type"}
    }
    return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=kept)
