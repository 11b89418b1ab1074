"""Ingest the articles of claimed items, and say what became of each."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from uuid import UUID

from service.errors import ClientGone, NotReady, OnRecordError, Overloaded
from service.guard import describe
from service.ingest.article_in import ArticleInput
from service.ingest.ingest import Ingestor
from service.storage.batch_views import ArticleReceipt
from service.storage.job_views import ClaimedItem, ItemError, ItemResult
from service.storage.store import Store

_log = logging.getLogger("onrecord.jobs")

_FIELDS = frozenset(field.name for field in fields(ArticleInput))

PASSING = (Overloaded, NotReady)
"""Errors that say nothing about the article. The item is tried again, however often."""


@dataclass(slots=True)
class ItemsOutcome:
    """What became of some items."""

    results: list[ItemResult] = field(default_factory=list)
    """The items that are finished."""
    untried: list[ClaimedItem] = field(default_factory=list)
    """The items that were not begun, because the worker stops."""
    delayed: list[ClaimedItem] = field(default_factory=list)
    """The items that met an error which passes."""


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


def ingest_items(
    ingestor: Ingestor, store: Store, items: Sequence[ClaimedItem], *, at_once: int
) -> ItemsOutcome:
    """Store the articles of some items in one transaction. One that fails keeps no other out.

    Args:
        ingestor: Reads and stores.
        store: Where the articles are stored.
        items: The items.
        at_once: How many texts are read at once.
    """
    try:
        articles = [load_article(item.article) for item in items]
        stored = ingestor.ingest_many(articles, at_once=at_once)
    except PASSING:
        return ItemsOutcome(delayed=list(items))
    outcome = ItemsOutcome()
    for item, result in zip(items, stored, strict=True):
        match result:
            case ClientGone():
                outcome.untried.append(item)
            case Overloaded() | NotReady():
                outcome.delayed.append(item)
            case Exception():
                outcome.results.append(ItemResult(item, error=_error_of(result)))
            case ArticleReceipt(article_id=article_id):
                created = result.created or _was_created(store, item, article_id)
                outcome.results.append(ItemResult(item, article_id=article_id, created=created))
    return outcome


def item_error(error: OnRecordError, *, pointer: str | None = None) -> ItemError:
    """Return what an item keeps of an error."""
    return ItemError(problem=error.problem, title=error.title, detail=error.detail, pointer=pointer)


def _was_created(store: Store, item: ClaimedItem, article_id: UUID) -> bool:
    """Return whether the article was stored for this item, by a worker that was lost or stopped."""
    if item.first_claimed_at is None:
        return False
    try:
        return store.get_article(article_id).ref.created_at >= item.first_claimed_at
    except OnRecordError:  # Deleted meanwhile, or the database is busy. It is known for certain.
        return False


def _error_of(error: Exception) -> ItemError:
    if isinstance(error, OnRecordError):
        return item_error(error)
    _log.error("an article could not be stored: %s", describe(error))
    return item_error(
        OnRecordError("Something went wrong here, not in the article. The worker's log knows more.")
    )
