"""Publishers."""

from __future__ import annotations

from typing import Self
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from service.api.schemas.base import Answer, Submission, Text
from service.api.schemas.page import PageAnswer
from service.ingest.article_in import MAX_NAME
from service.storage.views import OutletRef as OutletRefView
from service.storage.views import OutletView, Page


class OutletIn(Submission):
    """The publisher of an article: a domain, a name, or both."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})

    domain: Text | None = Field(default=None, max_length=MAX_NAME, pattern=r"^[^\s/:@?#]*$")
    """A host name without scheme or path, such as `harbourpost.example`; case does not matter."""
    name: Text | None = Field(default=None, max_length=MAX_NAME)
    """What the publisher calls itself."""

    @model_validator(mode="after")
    def _is_named(self) -> Self:
        if not any(part and part.strip() for part in (self.domain, self.name)):
            raise PydanticCustomError("outlet_unnamed", "")
        return self


class OutletRef(Answer):
    """The publisher of an article."""

    id: UUID
    domain: str | None
    """Null where it was never given."""
    name: str | None
    """Null where it was never given."""


class Outlet(OutletRef):
    """A publisher and how many of its articles are stored."""

    article_count: int = Field(ge=0)
    """How many articles of this outlet are stored."""


class OutletPage(PageAnswer):
    """Some of the outlets."""

    items: list[Outlet]
    """Outlets by domain, those known by name alone among them."""


def to_outlet_ref(outlet: OutletRefView) -> OutletRef:
    """The stored outlet of an article -> what is answered."""
    return OutletRef(id=outlet.id, domain=outlet.domain, name=outlet.name)


def to_outlet_page(page: Page[OutletView]) -> OutletPage:
    """A page of stored outlets -> what is answered."""
    return OutletPage(
        items=[_to_outlet(outlet) for outlet in page.items], next_cursor=page.next_cursor
    )


def _to_outlet(outlet: OutletView) -> Outlet:
    return Outlet(
        id=outlet.id,
        domain=outlet.domain,
        name=outlet.name,
        article_count=outlet.article_count,
    )
