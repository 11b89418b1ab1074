"""Ids as URNs, for formats whose ids are IRIs."""

from __future__ import annotations

from urllib.parse import quote, unquote

from service.errors import InvalidRequest
from service.formats.fields import EnumItem


def to_urn(what: str, identifier: str | None) -> str | None:
    """Return the URN of an id, such as `urn:onrecord:quote:ID`. Without an id there is none."""
    return f"urn:onrecord:{what}:{quote(identifier, safe='')}" if identifier else None


def from_urn(urn: str) -> str:
    """Return the id that a URN ends in."""
    return unquote(urn.rpartition(":")[2])


def kind_in_urn(urn: str, kinds: type[EnumItem]) -> EnumItem:
    """Return the value of an enumeration that a URN ends in.

    Raises:
        InvalidRequest: It ends in none.
    """
    try:
        return kinds(from_urn(urn))
    except ValueError:
        raise InvalidRequest("A URN names no kind that OnRecord knows.") from None
