"""The editor of a decision: the owner of the key, and which version the editor saw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from service.api.auth.principal import PrincipalOf
from service.api.entity_tags import IF_MATCH, parse_versions


@dataclass(frozen=True, slots=True)
class Editor:
    """Who decides."""

    owner: str
    seen: frozenset[str] | None
    """Versions of the object of which the editor saw one. None if any will do."""


async def _editor(request: Request, principal: PrincipalOf) -> Editor:
    given = request.headers.getlist(IF_MATCH)
    return Editor(principal.owner, parse_versions(", ".join(given)) if given else None)


EditorOf = Annotated[Editor, Depends(_editor)]
"""The editor, as an argument of a route."""
