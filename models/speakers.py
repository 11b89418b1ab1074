"""Speakers: people, organisations and groups with a name, and their aliases."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, new_id


class Speaker(Base):
    """A speaker with a name. Anonymous speakers have no row."""

    __tablename__ = "speakers"
    __table_args__ = (Index(None, "sort_key", "id"), Index(None, "successor_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name_key: Mapped[str] = mapped_column(String, unique=True)
    """The key by which the registry knows it, which never changes: the key of its first name. That
    of a provisional speaker is the surname with outlet and period."""
    provisional: Mapped[bool]
    """True for a surname alone that may mean several people."""
    successor_id: Mapped[UUID | None]
    """The speaker that it was merged or folded into. Its id redirects there."""

    # From here on: what a newsroom's own list says.
    curated: Mapped[bool]
    """True for a listed speaker. It stays without any quote, and keeps its name."""
    listed_name: Mapped[str | None]
    listed_kind: Mapped[str | None]
    listed_wikidata_id: Mapped[str | None]

    # From here on: derived from articles, lists and judgements (`storage.registry.profiles`).
    name: Mapped[str]
    sort_key: Mapped[str]
    """The key of `name`, for the order of lists and for searches."""
    kind: Mapped[str]
    wikidata_id: Mapped[str | None]
    notes: Mapped[str | None]


class SpeakerAlias(Base):
    """Another name of a speaker. An alias that two speakers share resolves to neither."""

    __tablename__ = "speaker_aliases"
    __table_args__ = (Index(None, "alias_key"),)

    speaker_id: Mapped[UUID] = mapped_column(
        ForeignKey("speakers.id", ondelete="CASCADE"), primary_key=True
    )
    alias_key: Mapped[str] = mapped_column(String, primary_key=True)
    alias: Mapped[str]
    listed: Mapped[bool]
    """True where a newsroom's own list gives it."""
    active: Mapped[bool]
    """False where a list gives it and an editor removed it."""


class SpeakerOrder(Base):
    """What a speaker was sorted by before a change, as `QuoteOrder`."""

    __tablename__ = "speaker_orders"
    __table_args__ = (Index(None, "speaker_id", "number"),)

    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    speaker_id: Mapped[UUID] = mapped_column(ForeignKey("speakers.id", ondelete="CASCADE"))
    sort_key: Mapped[str]
