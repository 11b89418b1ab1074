"""Add what the pages need around an application: sessions, and problems as pages."""

from __future__ import annotations

import secrets

from fastapi import FastAPI

from service.web.problem_pages import ProblemPages
from service.web.routes import PAGE_PATHS
from service.web.sessions import Sessions, SessionSigner


def add_pages(app: FastAPI, *, session_secret: str = "") -> None:
    """Add the middleware of the pages to `app`, which has the API with the routers of the pages.

    Args:
        app: The application.
        session_secret: Signs the sessions; empty for one that only this process knows.
    """
    signer = SessionSigner(session_secret or secrets.token_urlsafe())
    app.state.session_signer = signer
    app.state.page_paths = PAGE_PATHS
    # Around all others, so that they see who signed in, and so that no problem is missed.
    app.add_middleware(Sessions, signer=signer)
    app.add_middleware(ProblemPages)
