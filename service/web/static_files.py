"""The files of the pages: styles, scripts and the icon, under addresses that name their content."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.resources import files

from fastapi import APIRouter, Request, Response

from service.errors import NotFound

static_router = APIRouter(include_in_schema=False)

MEDIA_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
_YEAR = 365 * 24 * 60 * 60
_DIGITS = 16


@static_router.get("/static/{digest}/{name}", operation_id="getStaticFile")
async def get_static_file(digest: str, name: str, request: Request) -> Response:
    """Return a file of the pages.

    Raises:
        NotFound: There is no such file, or its content is another one now.
    """
    if name not in _names() or digest != _digest(name):
        raise NotFound("There is nothing at this path.")
    headers = {"Cache-Control": f"public, max-age={_YEAR}, immutable", "ETag": f'"{digest}"'}
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    media_type = MEDIA_TYPES[name.rpartition(".")[2]]
    return Response(_content(name), media_type=media_type, headers=headers)


def static_url(name: str) -> str:
    """Return the address of a file. It changes when the file does, so browsers keep it for good."""
    return f"/static/{_digest(name)}/{name}"


@cache
def _names() -> frozenset[str]:
    found = (entry.name for entry in files("service.web").joinpath("static").iterdir())
    return frozenset(name for name in found if name.rpartition(".")[2] in MEDIA_TYPES)


@cache
def _content(name: str) -> bytes:
    return files("service.web").joinpath("static", name).read_bytes()


@cache
def _digest(name: str) -> str:
    return sha256(_content(name)).hexdigest()[:_DIGITS]
