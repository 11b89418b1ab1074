"""Outlets, and the articles that they published."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, new_id

# SQLite counts up only a primary key of type INTEGER.
_NUMBER = BigInteger().with_variant(Integer(), "sqlite")


class Outlet(Base):
    """A publisher. Its domain identifies it, or its name where it has no domain."""

    __tablename__ = "outlets"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    key: Mapped[str] = mapped_column(String, unique=True)
    """The domain in lower case without `www.`, or `name:` and the key of the name."""
    domain: Mapped[str | None]
    name: Mapped[str | None]
    name_key: Mapped[str | None] = mapped_column(String, index=True)


class Article(Base):
    """One text of one outlet, exactly as submitted."""

    __tablename__ = "articles"
    __table_args__ = (
        UniqueConstraint("outlet_id", "key"),
        Index(None, "dated_at", "id"),
        Index(None, "outlet_id", "dated_at", "id"),
        Index(None, "outlet_id", "period"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    outlet_id: Mapped[UUID] = mapped_column(ForeignKey("outlets.id"))
    key: Mapped[str] = mapped_column(String)
    """The hash of its URL, or of its text where it has none. The same key is the same article."""
    url: Mapped[str | None]
    title: Mapped[str | None]
    published_at: Mapped[datetime | None]
    dated_at: Mapped[datetime]
    """`published_at`, or `created_at` where there is none. Lists are ordered by this date."""
    period: Mapped[str]
    """The ISO week of `published_at` ("2022-W08"). An undated article has its own key here, so it
    shares its period with no other."""
    text: Mapped[str]
    text_hash: Mapped[str]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class ArticleWords(Base):
    """The normal words of an article's title and text. Each database indexes them in its way."""

    __tablename__ = "article_words"

    number: Mapped[int] = mapped_column(_NUMBER, primary_key=True)
    article_id: Mapped[UUID] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), unique=True
    )
    words: Mapped[str] = mapped_column(String)


class ArticleOrder(Base):
    """What an article was sorted by before a change, as `QuoteOrder`."""

    __tablename__ = "article_orders"
    __table_args__ = (Index(None, "article_id", "number"),)

    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    article_id: Mapped[UUID] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"))
    dated_at: Mapped[datetime]
