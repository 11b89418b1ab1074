"""Outlets: publishers of articles."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, new_id


class Outlet(Base):
    """A publisher. Its domain identifies it, or its name where it has no domain."""

    __tablename__ = "outlets"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    key: Mapped[str] = mapped_column(String, unique=True)
    """The domain in lower case without `www.`, or `name:` and the key of the name."""
    domain: Mapped[str | None]
    name: Mapped[str | None]
    name_key: Mapped[str | None] = mapped_column(String, index=True)
