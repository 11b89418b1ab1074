"""Outlets: the publishers of articles."""

from __future__ import annotations

from typing import Annotated, Self
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from service.api.schemas.base import Answer, PageAnswer, Submission, Text, in_form
from service.api.schemas.example_article import example_id
from service.ingest.article_in import MAX_NAME
from service.text.name_key import domain_key


class OutletIn(Submission):
    """The publisher of an article: a domain, a name, or both."""

    # At least one of the two is neither left out nor null nor blank. As `not` it says so without
    # an `anyOf`, of which generators of clients make odd types. A domain has more than `www.` and
    # dots, of which `domain_key` leaves nothing.
    model_config = ConfigDict(
        json_schema_extra={
            "not": {
                "properties": {
                    "domain": {"pattern": r"^([Ww]{3}\.)?\.*$"},
                    "name": {"pattern": r"^\s*$"},
                }
            }
        }
    )
    example = {"domain": "harbourpost.example", "name": "Harbour Post"}

    # Dialects of patterns differ on which controls and marks are white space, so these are named.
    domain: Annotated[Text, in_form(r"^[^\s\x00-\x1f\x7f-\x9f\ufeff/:@?#]*$")] | None = Field(
        default=None, max_length=MAX_NAME
    )
    """A host name without scheme or path, such as `harbourpost.example`; case does not matter."""
    name: Text | None = Field(default=None, max_length=MAX_NAME)
    """What the publisher calls itself."""

    @model_validator(mode="after")
    def _is_named(self) -> Self:
        if not domain_key(self.domain or "") and not (self.name or "").strip():
            raise PydanticCustomError("outlet_unnamed", "")
        return self


class OutletRef(Answer):
    """The publisher of an article."""

    example = {"id": example_id(3), **OutletIn.example}

    id: UUID
    domain: str | None
    """Null where it was never given."""
    name: str | None
    """Null where it was never given."""


class Outlet(OutletRef):
    """A publisher and how many of its articles are stored."""

    example = {**OutletRef.example, "article_count": 240}

    article_count: int = Field(ge=0)
    """How many articles of this outlet are stored."""


class OutletPage(PageAnswer):
    """Some of the outlets."""

    example = {"items": [Outlet.example], "next_cursor": None}

    items: list[Outlet]
    """Outlets by domain. An outlet without a domain is sorted by its name."""
