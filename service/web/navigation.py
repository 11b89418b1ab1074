"""The links at the top of each page, as far as the reader's key allows them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from service.api.auth.principal import Principal
from service.api.auth.scopes import Scope


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the navigation."""

    path: str
    label: str
    scope: Scope
    """What a key needs for the page."""


LINKS = (
    Link("/", "Read", Scope.READ),
    Link("/proof", "Proof", Scope.READ),
    Link("/search", "Search", Scope.READ),
    Link("/sources", "Sources", Scope.READ),
    Link("/jobs", "Jobs", Scope.READ),
)


def links_for(principal: Principal | None, served: Collection[str]) -> list[Link]:
    """Return the links that a reader may follow.

    Args:
        principal: The reader; None where a key is needed and there is none.
        served: The paths of all pages of this application.
    """
    if principal is None:
        return []
    return [link for link in LINKS if link.scope in principal.scopes and link.path in served]
