"""Stories: articles that are near copies of each other, and what finds them."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import BigInteger, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base

# Small numbers, because each key refers to one. SQLite counts up only an INTEGER.
_NUMBER = BigInteger().with_variant(Integer(), "sqlite")


class ArticleSketch(Base):
    """What is kept of an article to find its near copies, and the story that they form.

    Only the one writer who assigns quotes writes these rows (`service.storage.db.locks`). So the
    story is no column of `articles`, whose rows other writers lock before their turn. For the same
    reason no foreign key deletes a row.
    """

    __tablename__ = "article_sketches"
    __table_args__ = (Index(None, "story_id"),)

    number: Mapped[int] = mapped_column(_NUMBER, primary_key=True)
    article_id: Mapped[UUID] = mapped_column(unique=True)
    story_id: Mapped[UUID | None]
    """The article of the story that was stored first. None for an article without a near copy."""
    version: Mapped[int]
    """The version of `service.dedup.stories.sketch` that made it."""
    shingles: Mapped[int]
    least: Mapped[bytes] = mapped_column(LargeBinary)
    """The hashes of the sketch, eight bytes each."""
    agency: Mapped[str | None] = mapped_column(String)


class SketchKey(Base):
    """A blocking key of a sketch, under which near copies find it."""

    __tablename__ = "sketch_keys"
    __table_args__ = ({"sqlite_with_rowid": False},)

    key: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
