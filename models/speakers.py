"""People, organisations and groups who speak under a name."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, new_id


class Speaker(Base):
    """Somebody with a name. Anonymous speakers have no row."""

    __tablename__ = "speakers"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(String, unique=True)
    kind: Mapped[str]
    curated: Mapped[bool]
    """True for a speaker that somebody listed: it stays without any quote, and keeps its name."""


class SpeakerAlias(Base):
    """Another name of a speaker. Two speakers may share one; it then resolves to neither."""

    __tablename__ = "speaker_aliases"
    __table_args__ = (Index(None, "alias_key"),)

    speaker_id: Mapped[UUID] = mapped_column(
        ForeignKey("speakers.id", ondelete="CASCADE"), primary_key=True
    )
    alias_key: Mapped[str] = mapped_column(String, primary_key=True)
    alias: Mapped[str]
