"""Judgements of quotes that are undone in another order than they were made."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import closing
from itertools import permutations
from uuid import UUID

import pytest
from alembic import command
from sqlalchemy import text

from service.ingest.article_in import ArticleInput
from service.ingest.ingest import Ingestor
from service.storage.db.engine import open_engine
from service.storage.db.locks import for_writing
from service.storage.db.migrate import migrations_config
from service.storage.filters import QuoteFilter
from service.storage.inputs import EditedBy
from service.storage.store import Store
from service.storage.views import JudgementView, StoredArticle
from tests.support.annotated_reader import AnnotatedReader
from tests.support.databases import MakeUrl
from tests.support.store_contents import Ingest, contents

EDITOR = EditedBy(editor="desk")
KNEW = "The harbour board knew about the crumbling seawall since the storm of March"
NEVER = KNEW.replace("knew", "never knew")


def quote_of(store: Store, article: StoredArticle, words: str) -> UUID:
    """The id of the quote in which an article printed these words."""
    quotes = store.list_quotes(QuoteFilter(stance=None)).items
    [found] = [
        quote.id
        for quote in quotes
        for one in store.get_quote(quote.id).occurrences
        if (one.article.id, one.text) == (article.view.ref.id, words)
    ]
    return found


def split(store: Store, article: StoredArticle, words: str) -> JudgementView:
    """Split from its quote what an article printed in these words."""
    quote_id = quote_of(store, article, words)
    [moving] = [
        one.id
        for one in store.get_quote(quote_id).occurrences
        if (one.article.id, one.text) == (article.view.ref.id, words)
    ]
    return store.split_quote(quote_id, [moving], EDITOR)


def undo(store: Store, made: Sequence[JudgementView], order: Sequence[int]) -> None:
    for number in order:
        store.undo_judgement(made[number].id, EDITOR)


@pytest.mark.parametrize("decide", ["merge", "pin", "split"])
@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_fragment_that_went_to_another_quote_comes_back(
    store: Store, ingest: Ingest, decide: str, order: tuple[int, ...]
) -> None:
    short = ingest("Ann Lee | direct | the crumbling seawall")
    full = ingest(f"Ann Lee | direct | {KNEW}\nAnn Lee | direct | {NEVER}")
    said = [(short, "the crumbling seawall"), (full, KNEW), (full, NEVER)]
    before, ids = contents(store), [quote_of(store, *place) for place in said]
    made = [split(store, *said[0])]
    # The fragment follows the other speech now, while the next judgement names both.
    host, other = (1, 2) if ids[0] == ids[1] else (2, 1)
    assert quote_of(store, *said[0]) == quote_of(store, *said[other]) == ids[other]
    if decide == "merge":
        made.append(store.merge_quotes(ids[other], ids[host], EDITOR))
    elif decide == "pin":
        made.append(store.pin_quote(ids[other], EDITOR))
    else:
        made.append(split(store, *said[0]))
    undo(store, made, order)
    assert contents(store) == before
    assert [quote_of(store, *place) for place in said] == ids


@pytest.mark.parametrize("order", list(permutations(range(4)))[::5])
def test_an_id_that_two_splits_moved_comes_home(
    store: Store, ingest: Ingest, order: tuple[int, ...]
) -> None:
    first = ingest("Ann Lee | direct | yes", url="https://example.org/1")
    second = ingest("Bo Ek | direct | yes", url="https://example.org/2")
    before, ids = contents(store), [quote_of(store, each, "yes") for each in (first, second)]
    made = [store.merge_quotes(ids[0], ids[1], EDITOR), split(store, first, "yes")]
    assert quote_of(store, second, "yes") == ids[0]
    other = quote_of(store, first, "yes")
    made.append(store.merge_quotes(ids[0], other, EDITOR))
    made.append(split(store, second, "yes"))
    assert quote_of(store, first, "yes") == ids[0]
    undo(store, made, order)
    assert contents(store) == before
    assert [quote_of(store, each, "yes") for each in (first, second)] == ids


def test_an_id_comes_home_to_an_article_that_was_sent_again(store: Store, ingest: Ingest) -> None:
    first = ingest("Ann Lee | direct | yes", url="https://example.org/1")
    second = ingest("Bo Ek | direct | yes", url="https://example.org/2")
    ids = [quote_of(store, each, "yes") for each in (first, second)]
    made = [store.merge_quotes(ids[0], ids[1], EDITOR), split(store, first, "yes")]
    ingest("Ann Lee | direct | yes\nCy Dow | direct | never", url="https://example.org/1")
    undo(store, made, (1, 0))
    assert [quote_of(store, each, "yes") for each in (first, second)] == ids


def test_the_home_that_older_versions_kept_with_a_split_is_found(make_url: MakeUrl) -> None:
    url = make_url()
    with closing(Store.open(url)) as store:
        ingestor = Ingestor(AnnotatedReader(), store)
        first, second = (
            ingestor.ingest(ArticleInput(outlet_domain=f"{number}.example", text=line))
            for number, line in enumerate(["Ann Lee | direct | yes", "Bo Ek | direct | yes"])
        )
        ids = [quote_of(store, each, "yes") for each in (first, second)]
        [home] = store.get_quote(ids[0]).occurrences
        made = [store.merge_quotes(ids[0], ids[1], EDITOR), split(store, first, "yes")]
    engine, config = open_engine(url), migrations_config()
    with for_writing(engine).begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0009")
        kept = text("UPDATE judgements SET changes = :anchor WHERE kind = 'split_quote'")
        connection.execute(kept, {"anchor": json.dumps({"anchor": str(home.id)})})
    engine.dispose()
    Store.migrate(url)
    with closing(Store.open(url)) as store:
        undo(store, made, (1, 0))
        assert [quote_of(store, each, "yes") for each in (first, second)] == ids


def test_a_store_that_is_taken_back_and_migrated_again_keeps_its_splits(make_url: MakeUrl) -> None:
    url = make_url()
    with closing(Store.open(url)) as store:
        ingestor = Ingestor(AnnotatedReader(), store)
        for number, line in enumerate(["Ann Lee | direct | yes", "Ann Lee | direct | yes"]):
            article = ArticleInput(outlet_domain=f"{number}.example", text=line)
            first = ingestor.ingest(article)
        before = contents(store)
        made = split(store, first, "yes")
        apart = contents(store)
    engine, config = open_engine(url), migrations_config()
    with for_writing(engine).begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0009")
    engine.dispose()
    Store.migrate(url)
    with closing(Store.open(url)) as store:
        assert contents(store) == apart
        store.undo_judgement(made.id, EDITOR)
        assert contents(store) == before
