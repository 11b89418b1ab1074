"""Searches are measured in a store that the benchmark fills once."""

from pathlib import Path

import pytest

from service.evaluation.speed import search_cost
from service.evaluation.speed.search_cost import measure_searches
from service.storage.filters import ArticleFilter, QuoteFilter
from service.storage.store import Store


def test_a_store_is_filled_once_and_every_kind_of_search_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = list(measure_searches(tmp_path, articles=10, database="sqlite", searches=2))
    monkeypatch.setattr(search_cost, "fill_with_articles", None)  # It would fail if called.
    again = list(measure_searches(tmp_path, articles=10, database="sqlite", searches=2))
    assert first[0] == again[0]
    rows = first[1].splitlines()[2:]
    assert [row.split("|")[1] for row in rows] == [
        row.split("|")[1] for row in again[1].splitlines()[2:]
    ]
    assert {row.split(":")[0] for row in rows} == {"| quotes", "| articles"}


def test_the_rare_phrase_and_the_rare_speakers_are_there(tmp_path: Path) -> None:
    list(measure_searches(tmp_path, articles=10, database="sqlite", searches=1))
    store = Store.open(f"sqlite:///{tmp_path / '10-sqlite' / 'scale.db'}")
    rare, missing = search_cost.RARE_PHRASE, search_cost.MISSING_PHRASE
    assert len(store.list_articles(ArticleFilter(q=rare)).items) == 6
    assert not store.list_articles(ArticleFilter(q=missing)).items
    assert len(store.list_articles(ArticleFilter(q=missing.strip('"'))).items) == 16
    for name in search_cost.RARE_SPEAKERS:
        assert len(store.list_quotes(QuoteFilter(q="the", speaker=name)).items) == 1
    store.close()
