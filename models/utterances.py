"""What deduplication compares: utterances, the keys under which they meet, and what they follow."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, LargeBinary, String, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base

# Small ids, since keys refer to them by the million. SQLite counts up only an INTEGER.
_NUMBER = BigInteger().with_variant(Integer(), "sqlite")


class Utterance(Base):
    """The same words, by the same speakers, of the same day: one row for all who print them so.

    What two utterances are to each other depends on these rows alone; see
    docs/decisions/0004-same-quote.md.
    """

    __tablename__ = "utterances"
    __table_args__ = (
        Index(None, "quote_id"),
        Index(None, "group_id"),
        Index(None, "version", "quote_id"),
        Index(None, "words_hash"),
        Index(None, "place", sqlite_where=text("judged = 1"), postgresql_where=text("judged")),
    )

    id: Mapped[int] = mapped_column(_NUMBER, primary_key=True)
    digest: Mapped[str] = mapped_column(String(32), unique=True)
    """Made of all that comparisons look at: the same wherever and whenever it is stored."""
    version: Mapped[int]
    """That of `service.dedup.stored_form`, by which words were levelled and compared."""
    words_hash: Mapped[str] = mapped_column(String(32))
    form: Mapped[str]
    """Its words for comparisons (`service.dedup.stored_form`); empty where nothing can match."""
    speakers: Mapped[list[str]] = mapped_column(JSON().with_variant(JSONB(), "postgresql"))
    """The keys of all who are named as having said it."""
    source: Mapped[str]
    """What else the source names, as printed: in "Harbour Board director Ned Pike" the board."""
    day: Mapped[int | None]
    """The day of publication, counted from 1 January of the year 1."""
    place: Mapped[str | None] = mapped_column(String(32))
    """Where it stands for the words of one place alone, a fingerprint of that: a paraphrase's, or
    that of what a judgement names."""
    judged: Mapped[bool]
    """True where a judgement names it."""
    group_id: Mapped[int] = mapped_column(BigInteger)
    """The least id of its group: of what equal words, variants and long overlaps join."""
    quote_id: Mapped[UUID | None] = mapped_column(ForeignKey("quotes.id"))
    """None only within the transaction that stores it."""


class UtteranceKey(Base):
    """A key of an utterance (`service.dedup.index_keys`). Two that may be one quote share some."""

    __tablename__ = "utterance_keys"
    __table_args__ = ({"sqlite_with_rowid": False},)

    key: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    utterance_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)


class UtteranceOutline(Base):
    """What is looked at of an utterance that shares a key: narrow rows, many of which share a page.

    Only what has keys has an outline (`service.dedup.prefilter`).
    """

    __tablename__ = "utterance_outlines"
    __table_args__ = ({"sqlite_with_rowid": False},)

    utterance_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    bits: Mapped[float]
    """What its words say in all."""
    day: Mapped[int | None]
    stems: Mapped[bytes] = mapped_column(LargeBinary)
    """Which stems its words may have."""


class CommonKey(Base):
    """A key that so many utterances have that not all of them are looked at any more."""

    __tablename__ = "common_keys"

    key: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)


class Follow(Base):
    """Which utterance a group of fragments follows: its best host, and why that is the best."""

    __tablename__ = "follows"
    __table_args__ = (Index(None, "host_id"),)

    group_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    host_id: Mapped[int] = mapped_column(BigInteger)
    host: Mapped[str] = mapped_column(String(32))
    """The host's digest."""
    follower: Mapped[str] = mapped_column(String(32))
    """That of the member of the group that is a fragment of the host."""
    shared: Mapped[float]
    covered: Mapped[float]
    days: Mapped[int]
