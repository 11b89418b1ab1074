"""List articles: filters and orders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from models import Article, Quotation, QuotationSpeaker, Speaker
from service.dedup.search_terms import indexed_article_words
from service.storage.db.bulk import AnyRow
from service.storage.db.cursors import Keyset, read_page
from service.storage.db.order_log import ARTICLE_LOG
from service.storage.filters import ArticleFilter, ArticleSort
from service.storage.reads.redirects import follow_redirects
from service.storage.reads.stories import in_story
from service.storage.reads.word_search import having_terms
from service.storage.tables.articles import (
    article_ref,
    is_outlet,
    published_between,
    select_refs,
)
from service.storage.tables.word_index import ARTICLE_INDEX
from service.storage.views import ArticleRef, Page

_DATED = (Article.dated_at, Article.id)
_TYPES = (datetime, UUID)
ARTICLE_ORDERS: dict[ArticleSort, Keyset] = {
    "newest": Keyset(
        name="articles", columns=_DATED, types=_TYPES, descending=True, log=ARTICLE_LOG
    ),
    "oldest": Keyset(name="articles oldest", columns=_DATED, types=_TYPES, log=ARTICLE_LOG),
}


def list_articles(
    session: Session, where: ArticleFilter, *, sort: ArticleSort, limit: int, cursor: str | None
) -> Page[ArticleRef]:
    """Return a page of articles.

    Args:
        session: The transaction.
        where: The articles to list.
        sort: The order of the list.
        limit: The most articles of a page.
        cursor: The end of the page before. None asks for the first page.
    """
    query = select_refs().where(*article_conditions(session, where))
    return read_page(
        session, query, ARTICLE_ORDERS[sort], where, limit=limit, cursor=cursor, build=_build
    )


def article_conditions(session: Session, where: ArticleFilter) -> list[ColumnElement[bool]]:
    """Return the conditions of a filter. The query joins `articles` and `outlets`."""
    conditions: list[ColumnElement[bool]] = []
    if where.article_id is not None:
        conditions.append(Article.id == where.article_id)
    if where.q is not None:
        conditions += having_terms(
            session, ARTICLE_INDEX, where.q, indexed_article_words, of=Article.id
        )
    if where.speaker_id is not None:
        now = follow_redirects(session, Speaker, where.speaker_id)
        quoting = (
            select(Quotation.article_id)
            .join(QuotationSpeaker, QuotationSpeaker.quotation_id == Quotation.id)
            .where(QuotationSpeaker.speaker_id == now)
        )
        conditions.append(Article.id.in_(quoting))
    if where.outlet is not None:
        conditions.append(is_outlet(where.outlet))
    if where.story_id is not None:
        conditions.append(in_story(where.story_id))
    return conditions + published_between(where.published_from, where.published_to)


def _build(rows: Sequence[AnyRow]) -> list[ArticleRef]:
    return [article_ref(row) for row in rows]
