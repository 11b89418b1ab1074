"""Make routers of pages, whose forms only our own pages can send."""

from __future__ import annotations

from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Request

from service.api.problems import OriginNotAllowed

_READS = frozenset({"GET", "HEAD", "OPTIONS"})


def page_router() -> APIRouter:
    """Return a router for pages: outside the contract, and closed to forms of other sites."""
    return APIRouter(include_in_schema=False, dependencies=[Depends(require_own_form)])


async def require_own_form(request: Request) -> None:
    """Check that a form comes from one of our own pages.

    Browsers say so: in `Sec-Fetch-Site`, and in `Origin`. A request with neither is refused, since
    programs have the API. See decision 0056.

    Raises:
        OriginNotAllowed: It comes from elsewhere.
    """
    if request.method in _READS:
        return
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        is_own = site == "same-origin"
    else:
        origin = urlsplit(request.headers.get("origin", "")).netloc
        is_own = bool(origin) and origin.lower() == request.headers.get("host", "").lower()
    if not is_own:
        raise OriginNotAllowed
