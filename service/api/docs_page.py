"""Routes that show the contract: as JSON, and as a page of Swagger UI from our own files."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from service.api.middleware.security_headers import CONTENT_SECURITY_POLICY
from service.api.openapi import build_openapi
from service.errors import NotFound

router = APIRouter(include_in_schema=False)

_MEDIA_TYPES = {
    "start.js": "text/javascript",
    "swagger-ui-bundle.js": "text/javascript",
    "swagger-ui.css": "text/css",
}
# Swagger UI sets styles on elements, and its icons are data URLs. It needs no other host.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


@router.get("/openapi.json")
async def get_openapi_document() -> Response:
    """Return the contract, the same as `openapi.yaml`."""
    return JSONResponse(build_openapi())


@router.get("/docs")
async def get_docs() -> Response:
    """Return the page that shows the contract."""
    headers = {CONTENT_SECURITY_POLICY: _POLICY}
    return Response(_read("index.html"), media_type="text/html", headers=headers)


@router.get("/docs/{name}")
async def get_docs_file(name: str) -> Response:
    """Return one of the files of the page.

    Raises:
        NotFound: The page has no such file.
    """
    if name not in _MEDIA_TYPES:
        raise NotFound("There is nothing at this path.")
    headers = {"Cache-Control": "max-age=3600"}
    return Response(_read(name), media_type=_MEDIA_TYPES[name], headers=headers)


@cache
def _read(name: str) -> bytes:
    return files("service.api").joinpath("static", name).read_bytes()
