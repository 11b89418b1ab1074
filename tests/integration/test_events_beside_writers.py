"""Events are read as they are while writers move quotes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from service.ingest.article_in import ArticleInput
from service.ingest.ingest import Ingestor
from service.storage.event_views import Watch
from service.storage.reads import events
from service.storage.store import Store
from service.webhooks.sign import new_secret
from tests.support.annotated_reader import AnnotatedReader
from tests.support.databases import MakeUrl

TEXT = "Ann Lee | direct | we will rebuild the eastern pier before the winter storms arrive"


def test_an_article_is_deleted_while_its_event_is_read_for_a_webhook(
    make_url: MakeUrl, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The deletion waits for the turn, which needs several queries."""
    url = make_url()
    Store.migrate(url)
    store = Store.open(url)
    store.webhooks.create("https://a.example/", Watch(), secret=new_secret())
    article = ArticleInput(outlet_domain="a.example", text=TEXT)
    stored = Ingestor(AnnotatedReader(), store).ingest(article)
    read_quotes = events.quote_views

    with ThreadPoolExecutor(1) as other:

        def read_late(session: Session, ids: Collection[UUID]) -> Mapping[UUID, Any]:
            wait([other.submit(store.delete_article, stored.view.ref.id)], timeout=1)
            return read_quotes(session, ids)

        monkeypatch.setattr(events, "quote_views", read_late)
        turn = store.webhooks.take_turn(lease=timedelta(seconds=30))

    assert turn is not None
    assert len(turn.deliveries) == 1
    assert not store.list_articles().items
    store.close()
