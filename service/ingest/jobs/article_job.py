"""What is kept of an article while it waits, and what becomes of it."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from datetime import datetime

from service.errors import OnRecordError
from service.ingest.article_in import ArticleInput
from service.storage.job_views import ItemError

_FIELDS = frozenset(field.name for field in fields(ArticleInput))


def dump_article(article: ArticleInput) -> str:
    """Return an article as JSON, for the row of an item."""
    values = {name: value for name, value in asdict(article).items() if value is not None}
    if article.published_at is not None:
        values["published_at"] = article.published_at.isoformat()
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def load_article(kept: str) -> ArticleInput:
    """Return the article that `dump_article` wrote."""
    values = {name: value for name, value in json.loads(kept).items() if name in _FIELDS}
    if "published_at" in values:
        values["published_at"] = datetime.fromisoformat(values["published_at"])
    return ArticleInput(**values)


def item_error(error: OnRecordError, *, pointer: str | None = None) -> ItemError:
    """Return what an item keeps of an error."""
    return ItemError(problem=error.problem, title=error.title, detail=error.detail, pointer=pointer)
