"""What deduplication compares: utterances, their blocking keys, and the hosts of fragments."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, LargeBinary, String, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base

# Small ids, because millions of keys refer to them. SQLite counts up only an INTEGER.
_NUMBER = BigInteger().with_variant(Integer(), "sqlite")


class Utterance(Base):
    """The same words, by the same speakers, of the same day: one row for all occurrences.

    Whether two are linked depends on their rows alone: docs/decisions/0004-same-quote.md.
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
    """A fingerprint of all that comparisons read. It is the same in every store."""
    version: Mapped[int]
    """The version of `service.dedup.stored_form` when it was last compared."""
    words_hash: Mapped[str] = mapped_column(String(32))
    form: Mapped[str]
    """Its tokens in one line (`service.dedup.stored_form`); empty where nothing can match."""
    speakers: Mapped[list[str]] = mapped_column(JSON().with_variant(JSONB(), "postgresql"))
    """The keys of all speakers to whom it is attributed."""
    source: Mapped[str]
    """What else the source names: in "Harbour Board director Ned Pike" the board."""
    day: Mapped[int | None]
    """The day of publication, counted from 1 January of the year 1."""
    place: Mapped[str | None] = mapped_column(String(32))
    """The key of its occurrence, where only one may have it: nothing can match it, or a judgement
    names it."""
    judged: Mapped[bool]
    """True where a judgement names its occurrence."""
    group_id: Mapped[int] = mapped_column(BigInteger)
    """The least id of its group. Equal words, variants and long overlaps join a group."""
    quote_id: Mapped[UUID | None] = mapped_column(ForeignKey("quotes.id"))
    """None only inside the transaction that inserts it."""


class UtteranceKey(Base):
    """A blocking key of an utterance, under which others find it (`service.dedup.index_keys`)."""

    __tablename__ = "utterance_keys"
    __table_args__ = ({"sqlite_with_rowid": False},)

    key: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    utterance_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)


class UtterancePrefilter(Base):
    """What a search reads of an utterance that shares a key: a narrow row, many to a page.

    Only utterances with keys have one (`service.dedup.prefilter`).
    """

    __tablename__ = "utterance_prefilters"
    __table_args__ = ({"sqlite_with_rowid": False},)

    utterance_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    bits: Mapped[float]
    """The weight of all its words."""
    day: Mapped[int | None]
    stems: Mapped[bytes] = mapped_column(LargeBinary)
    """A Bloom filter of the stems of its words."""


class StopKey(Base):
    """A key that too many utterances have: only the latest of them are read."""

    __tablename__ = "stop_keys"

    key: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)


class FragmentHost(Base):
    """The host of a group of fragments: the best utterance that contains one of them, and why."""

    __tablename__ = "fragment_hosts"
    __table_args__ = (Index(None, "host_id"),)

    group_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    host_id: Mapped[int] = mapped_column(BigInteger)
    host: Mapped[str] = mapped_column(String(32))
    """The host's digest."""
    fragment: Mapped[str] = mapped_column(String(32))
    """The digest of the member of the group that is a fragment of the host."""
    shared: Mapped[float]
    covered: Mapped[float]
    days: Mapped[int]
