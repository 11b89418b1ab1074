"""Made-up quotes in a store, and what asking for them costs."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from service.evaluation.made_up_quotes import fill, made_up, name_of
from service.evaluation.question_cost import Cost, measure_questions
from service.storage.filters import QuoteFilter
from service.storage.migrate import upgrade
from service.storage.store import Store

TEXTS = [
    "The harbour freezes over in winter, said the keeper, and ferries wait.\nNobody was asked.",
    "There are no troops in the city of glass, and never were, whatever they print in the north.",
]


def test_made_up_quotes_are_found_every_way_they_are_asked_for(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'quotes.db'}"
    upgrade(url)
    store = Store.open(url)
    wordings = list(islice(made_up(TEXTS, seed=1), 40))
    fill(store.engine, wordings, seed=1)

    assert sorted(quote.text for quote in store.list_quotes().items) == sorted(wordings)
    assert store.list_quotes(QuoteFilter(speaker=name_of(0))).items
    asked = [text for text in wordings if len(text.split()) > 15][:3]
    costs = list(measure_questions(store, asked))
    assert [cost.found for cost in costs if "whole" in cost.way or "list" in cost.way] == [3] * 3
    assert all(len(cost.seconds) == 3 for cost in costs)
    store.close()


def test_a_cost_is_told_on_one_line() -> None:
    told = str(Cost("match: the whole", [0.001] * 19 + [0.2], found=20))
    assert "1.0 ms" in told
    assert "200.0 ms" in told
    assert told.endswith("found 20/20")
