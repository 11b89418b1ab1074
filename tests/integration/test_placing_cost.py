"""Placing an article costs in proportion to its quotations, also where all of them are alike."""

from __future__ import annotations

from service.ingest.article_in import ArticleInput
from service.ingest.ingest import Ingestor
from service.storage.store import Store
from service.storage.views import StoredArticle
from tests.support.annotated_reader import AnnotatedReader
from tests.support.databases import MakeUrl

WORDS = "The harbour board knew about the crumbling seawall since the storm of"


def put(url: str, number: int) -> StoredArticle:
    """Store an article of this many quotations that differ in a number, and the last one twice."""
    lines = [f"Ann Lee | direct | {WORDS} {each + 1_000}" for each in range(number)]
    lines.append(f"Ann Lee | direct | {WORDS} March {number + 999}")
    article = ArticleInput(outlet_domain="a.example", text="\n\n".join(lines))
    Store.migrate(url)
    store = Store.open(url)
    stored = Ingestor(AnnotatedReader(), store).ingest(article)
    store.close()
    return stored


def test_twice_the_quotations_are_compared_at_most_two_and_a_half_times_as_often(
    make_url: MakeUrl,
) -> None:
    some, twice = put(make_url(), 400), put(make_url(), 800)

    assert len(some.view.occurrences) == 401
    assert twice.effort.candidates < 2.5 * some.effort.candidates


def test_quotations_that_stand_near_each_other_are_linked_among_very_many(
    make_url: MakeUrl,
) -> None:
    *_, last, rewording = put(make_url(), 400).view.occurrences

    assert last.quote_id == rewording.quote_id
    assert rewording.match == "variant"
