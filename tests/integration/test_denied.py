"""Words that an article denies are kept with it, and are no quote of anybody, on both databases."""

from __future__ import annotations

from service.storage.filters import QuoteFilter
from service.storage.store import Store
from tests.support.store_contents import Ingest

DENIED = "Ada Quill | direct denied | we will sell the old harbour to the glass company by Easter"
ASSERTED = "Ada Quill | direct | we will sell the old harbour to the glass company by Easter"


def test_denied_words_are_kept_with_their_article(ingest: Ingest, store: Store) -> None:
    text = f"Bo Rehn | direct | the ferry is late\n{DENIED}"
    article = store.get_article(ingest(text).view.ref.id)

    [denied] = article.denied
    assert denied.text == DENIED.split(" | ")[2]
    assert [span.of(text) for span in denied.spans] == [denied.text]
    assert (denied.kind, denied.attribution.polarity) == ("direct", "denied")
    [speaker] = denied.speakers
    assert (speaker.id, speaker.name, speaker.kind) == (None, "Ada Quill", "person")
    [occurrence] = article.occurrences
    assert (occurrence.text, occurrence.attribution.polarity) == ("the ferry is late", "asserted")


def test_denied_words_are_no_quote_and_no_speaker(ingest: Ingest, store: Store) -> None:
    ingest(DENIED)

    assert store.list_quotes(QuoteFilter(stance=None)).items == ()
    assert store.list_speakers().items == ()
    assert store.match_quotes(DENIED.split(" | ")[2]) == ()


def test_a_denial_does_not_join_the_quote_of_the_same_words(ingest: Ingest, store: Store) -> None:
    [said] = ingest(ASSERTED, outlet_name="First").view.occurrences
    ingest(DENIED, outlet_name="Second")

    [quote] = store.list_quotes().items
    assert (quote.id, quote.outlet_count, quote.occurrence_count) == (said.quote_id, 1, 1)
    [speaker] = store.list_speakers().items
    assert speaker.quote_count == 1


def test_a_correction_takes_the_quote_back(ingest: Ingest, store: Store) -> None:
    first = ingest(ASSERTED, url="https://first.example/a")
    second = ingest(DENIED, url="https://first.example/a")

    assert second.view.ref.id == first.view.ref.id
    assert store.list_quotes().items == ()
    assert [denied.text for denied in store.get_article(first.view.ref.id).denied] == [
        DENIED.split(" | ")[2]
    ]


def test_denied_words_go_with_their_article(ingest: Ingest, store: Store) -> None:
    article = ingest(DENIED).view.ref.id
    store.delete_article(article, seen=None)

    assert store.list_articles().items == ()
