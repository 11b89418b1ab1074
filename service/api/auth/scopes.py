"""Scopes: what a key may do. None of them includes another."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Scope(StrEnum):
    """One kind of operation that a key may be allowed."""

    READ = "read"
    """Search, read, extract and match: everything that stores nothing."""
    WRITE = "write"
    """Store and delete articles."""
    EDIT = "edit"
    """Correct speakers and quotes, and undo corrections."""
    ADMIN = "admin"
    """Read the audit trail, and say where events are sent."""


ALL_SCOPES = frozenset(Scope)
"""What a caller may do while a server has no keys."""


def known_scopes(names: Iterable[str]) -> frozenset[Scope]:
    """Return the scopes of these names, without names that this version does not know."""
    return frozenset(Scope(name) for name in names if name in ALL_SCOPES)
