"""How the server is."""

from __future__ import annotations

from typing import Literal

from service.api.schemas.base import Answer


class Health(Answer):
    """The process is up."""

    status: Literal["ok"] = "ok"


class Readiness(Answer):
    """The server can answer: its database is there, and its engine is loaded."""

    status: Literal["ready"] = "ready"
