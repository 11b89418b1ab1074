"""Versions of what is stored: an editor who saw one version does not overwrite another."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

from service.errors import ChangedSince
from service.storage.views import QuoteDetail


def version_of(view: object) -> str:
    """Return the version of a view, 32 hexadecimal digits. Equal views have the same one.

    The texts that a `QuoteDetail` brings along do not count: they are there only if asked for.
    """
    shown = (view.quote, view.occurrences) if isinstance(view, QuoteDetail) else view
    return sha256(repr(shown).encode()).hexdigest()[:32]


def require_seen(seen: frozenset[str] | None, read: Callable[[], object]) -> None:
    """Check that an editor saw the stored version.

    The lock on the registry must be exclusive, so that the version stays until the commit.

    Args:
        seen: Versions of which the editor saw one. None if any will do.
        read: Reads the view that is stored now.

    Raises:
        ChangedSince: It is another version.
    """
    if seen is not None and version_of(read()) not in seen:
        raise ChangedSince
