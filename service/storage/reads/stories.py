"""Read stories: the articles that are near copies of each other."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, bindparam, func, select
from sqlalchemy.orm import Session

from models import Article, ArticleSketch
from service.storage.db.bulk import AnySelect
from service.storage.tables.articles import article_ref, select_refs
from service.storage.views import ArticleRef, StoryView

MOST_SHOWN = 20
"""The articles of a story that an article shows. A list with `story_id` has all."""

_OF_STORY = ArticleSketch.story_id == bindparam("story", type_=Uuid())
_OTHERS: AnySelect = (
    select_refs()
    .where(_OF_STORY, Article.id != bindparam("article", type_=Uuid()))
    .order_by(Article.dated_at, Article.id)
    .limit(MOST_SHOWN)
)
_COUNTS = (
    select(func.count(), func.count(Article.outlet_id.distinct()))
    .join_from(ArticleSketch, Article, Article.id == ArticleSketch.article_id)
    .where(_OF_STORY)
)


def read_story(session: Session, article: ArticleRef, story_id: UUID) -> StoryView:
    """Return the story of an article, with its other articles."""
    values = {"story": story_id, "article": article.id}
    others = session.connection().execute(_OTHERS, values).all()
    articles, outlets = session.connection().execute(_COUNTS, values).one()
    return StoryView(
        id=story_id,
        article_count=articles,
        outlet_count=outlets,
        articles=tuple(map(article_ref, others)),
    )


def in_story(story_or_article_id: UUID) -> ColumnElement[bool]:
    """Return the condition that an article is of a story, given by its id or by an article of it.

    A story's id is that of its first article. So the id of a story that became part of another one
    still leads to it.
    """
    named = select(ArticleSketch.story_id).where(ArticleSketch.article_id == story_or_article_id)
    of_story = ArticleSketch.story_id == named.scalar_subquery()
    return Article.id.in_(select(ArticleSketch.article_id).where(of_story))
