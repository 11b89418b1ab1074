"""Store a batch so that one article which the database refuses does not keep the others out."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from service.errors import NotReady, Overloaded
from service.guard import describe
from service.storage.batch_views import ArticleReceipt
from service.storage.inputs import ArticleToStore

_log = logging.getLogger("onrecord.ingest")

PutArticles = Callable[[Sequence[ArticleToStore]], Sequence[ArticleReceipt]]


def store_each(
    put_articles: PutArticles, batch: Sequence[ArticleToStore]
) -> list[ArticleReceipt | Exception]:
    """Store a batch in one transaction; if that fails, store its halves, down to single articles.

    So a bad article costs a few transactions more, not one for each article beside it.

    Args:
        put_articles: Stores articles in one transaction, all or none.
        batch: The articles.

    Returns:
        What became of each article, or why it could not be stored.

    Raises:
        NotReady: The database does not answer. Smaller batches would fail as well.
        Overloaded: The database is busy.
    """
    if not batch:
        return []
    try:
        return list(put_articles(batch))
    except (NotReady, Overloaded):
        raise
    except Exception as error:
        _log.warning("%d articles were not stored at once: %s", len(batch), describe(error))
        if len(batch) == 1:
            return [error]
    half = len(batch) // 2
    return [*store_each(put_articles, batch[:half]), *store_each(put_articles, batch[half:])]
