"""What laws of the store share: few examples on new databases, and articles in any order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from uuid import UUID

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from service.ingest.article_in import ArticleInput
from service.ingest.ingest import Ingestor
from service.storage.store import Store
from tests.support.annotated_reader import AnnotatedReader

MONDAY = datetime(2022, 2, 21, tzinfo=UTC)


def on_new_databases(examples: int) -> settings:
    """Settings of a law whose every example asks for a database of its own."""
    # The fixture only makes URLs of empty databases, and each example asks for new ones.
    checks = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    return settings(max_examples=examples, suppress_health_check=checks)


def check_in_any_order(
    store: Store,
    data: st.DataObject,
    before: Mapping[str, ArticleInput],
    after: Mapping[str, ArticleInput],
    check: Callable[[Mapping[str, ArticleInput]], None],
) -> dict[str, UUID]:
    """Store articles in any order, then change or delete some in any order; check what is stored.

    Args:
        store: An empty store.
        data: Draws the orders.
        before: The first articles by their URLs.
        after: New forms of some of them, and more articles.
        check: Gets the articles that are stored, once after `before` and once at the end.

    Returns:
        The ids of the articles that are left, by their URLs.
    """
    ingestor = Ingestor(AnnotatedReader(), store)
    ids = {
        url: ingestor.ingest(before[url]).view.ref.id
        for url in data.draw(st.permutations(sorted(before)))
    }
    kept = dict(before)
    check(kept)
    for url in data.draw(st.permutations(sorted(after))):
        if data.draw(st.booleans()):
            ids[url] = ingestor.ingest(after[url]).view.ref.id
            kept[url] = after[url]
        elif url in kept:
            store.delete_article(ids.pop(url))
            del kept[url]
    check(kept)
    return ids
