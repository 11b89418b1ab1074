"""A batch that fails is stored in halves, so that one bad article keeps no other out."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

import pytest

from service.errors import NotReady, OnRecordError, Overloaded
from service.ingest.store_each import store_each
from service.storage.batch_views import ArticleReceipt
from service.storage.inputs import ArticleToStore, ArticleWrite, OutletWrite


def article(text: str) -> ArticleToStore:
    row = ArticleWrite(text, url=None, title=None, published_at=None, text=text, text_hash=text)
    return ArticleToStore(OutletWrite("one.example", "one.example", None), row, ())


class PutArticles:
    """Refuses batches with a bad text. It notes the sizes of all batches."""

    def __init__(self, error: Exception) -> None:
        self.error = error
        self.sizes: list[int] = []

    def __call__(self, batch: Sequence[ArticleToStore]) -> list[ArticleReceipt]:
        self.sizes.append(len(batch))
        if any(one.article.text == "bad" for one in batch):
            raise self.error
        return [ArticleReceipt(uuid4(), created=True, changed=True) for _ in batch]


def test_all_are_stored_at_once_where_none_is_bad() -> None:
    put = PutArticles(OnRecordError("refused"))
    results = store_each(put, [article("good")] * 8)
    assert [type(result) for result in results] == [ArticleReceipt] * 8
    assert put.sizes == [8]


def test_the_good_ones_are_stored_and_the_bad_one_has_its_error() -> None:
    refused = OnRecordError("refused")
    put = PutArticles(refused)
    texts = ["good"] * 16
    texts[5] = "bad"
    results = store_each(put, [article(text) for text in texts])
    assert results[5] is refused
    others = results[:5] + results[6:]
    assert all(isinstance(result, ArticleReceipt) for result in others)
    assert len(put.sizes) == 9  # the whole, and two halves of each of 16, 8, 4 and 2


@pytest.mark.parametrize("error", [NotReady("no answer"), Overloaded("busy", retry_after=1)])
def test_a_database_that_does_not_answer_is_not_asked_again(error: Exception) -> None:
    put = PutArticles(error)
    with pytest.raises(type(error)):
        store_each(put, [article("bad"), article("good")])
    assert put.sizes == [2]


def test_no_article_is_no_transaction() -> None:
    put = PutArticles(OnRecordError("refused"))
    assert store_each(put, []) == []
    assert put.sizes == []
