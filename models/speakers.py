"""People, organisations and groups who speak under a name."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, new_id


class Speaker(Base):
    """Somebody with a name. Anonymous speakers have no row."""

    __tablename__ = "speakers"
    __table_args__ = (Index(None, "sort_key", "id"), Index(None, "successor_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name_key: Mapped[str] = mapped_column(String, unique=True)
    """What the registry knows it by, for ever: the key of the name under which it came. Of a
    provisional one the surname with the outlet and the period."""
    provisional: Mapped[bool]
    """True for a surname alone, of which nothing tells whose it is."""
    successor_id: Mapped[UUID | None]
    """The speaker that it was merged or folded into: its id leads there."""

    # Listed: what somebody's own list says, kept beside what editors make of it.
    curated: Mapped[bool]
    """True for a speaker that somebody listed: it stays without any quote, and keeps its name."""
    listed_name: Mapped[str | None]
    listed_kind: Mapped[str | None]
    listed_wikidata_id: Mapped[str | None]

    # From here on: what print, lists and judgements add up to, kept by `storage.settling`.
    name: Mapped[str]
    sort_key: Mapped[str]
    """The key of `name`: lists are ordered by it, searches look at it."""
    kind: Mapped[str]
    wikidata_id: Mapped[str | None]
    notes: Mapped[str | None]


class SpeakerAlias(Base):
    """Another name of a speaker. Two speakers may share one; it then resolves to neither."""

    __tablename__ = "speaker_aliases"
    __table_args__ = (Index(None, "alias_key"),)

    speaker_id: Mapped[UUID] = mapped_column(
        ForeignKey("speakers.id", ondelete="CASCADE"), primary_key=True
    )
    alias_key: Mapped[str] = mapped_column(String, primary_key=True)
    alias: Mapped[str]
    listed: Mapped[bool]
    """True where somebody's own list gives it."""
    active: Mapped[bool]
    """False where a list gives it and an editor took it away."""
