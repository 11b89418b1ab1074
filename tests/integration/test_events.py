"""The outbox: one event for each new occurrence, in the order of commits, on both databases."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any
from uuid import UUID

import pytest

from models.base import new_id
from service.errors import NotFound
from service.ingest.article_in import ArticleInput
from service.ingest.ingest import Ingestor
from service.storage.event_views import EventView, Watch
from service.storage.inputs import EditedBy
from service.storage.store import Store
from service.storage.writes import reassign
from tests.support.annotated_reader import AnnotatedReader
from tests.support.store_contents import Ingest

EVERYTHING = Watch()
EDITOR = EditedBy(editor="desk")
LONG = "we will rebuild the eastern pier before the winter storms arrive"


def wanted(store: Store, watch: Watch = EVERYTHING) -> int:
    """Open a feed, and return where it begins."""
    return store.events.open_feed(watch, after=None, days=7).after


def words(events: tuple[EventView, ...]) -> list[str]:
    return [event.occurrence.text for event in events]


def test_nothing_is_written_where_no_one_wants_events(store: Store, ingest: Ingest) -> None:
    ingest(f"Ann Lee | direct | {LONG}")
    assert store.events.read_after(0, EVERYTHING).events == ()


def test_each_new_occurrence_is_one_event_in_the_order_of_the_text(
    store: Store, ingest: Ingest
) -> None:
    start = wanted(store)
    ingest(f"Ann Lee | direct | {LONG}\nBo Rehn | direct | it never rained here")
    ingest(f"Ann Lee | direct | {LONG}", domain="second.example")
    ingest(f"Ann Lee | direct | {LONG}", domain="second.example")  # Known: changes nothing.
    batch = store.events.read_after(start, EVERYTHING)
    assert words(batch.events) == [LONG, "it never rained here", LONG]
    first, _, third = batch.events
    assert first.quote.id == third.quote.id == third.occurrence.quote_id
    assert third.quote.outlet_count == 2
    assert third.occurrence.article.outlet.domain == "second.example"
    assert store.events.read_after(batch.last, EVERYTHING).events == ()


def test_a_corrected_article_announces_only_what_it_did_not_print_before(
    store: Store, ingest: Ingest
) -> None:
    start = wanted(store)
    url = "https://first.example/pier"
    ingest(f"Ann Lee | direct | {LONG}\nBo Rehn | direct | it never rained here", url=url)
    before = store.events.read_after(start, EVERYTHING)
    kept = before.events[0]
    ingest(f"Ann Lee | direct | {LONG}\nCy Moss | direct | the bells were silent", url=url)
    after = store.events.read_after(start, EVERYTHING).events
    assert words(after) == [LONG, "the bells were silent"]
    assert (after[0].id, after[0].number) == (kept.id, kept.number)
    assert after[0].occurrence.id != kept.occurrence.id
    assert words(store.events.read_after(before.last, EVERYTHING).events) == [
        "the bells were silent"
    ]


def test_a_deleted_article_leaves_no_event(store: Store, ingest: Ingest) -> None:
    start = wanted(store)
    stored = ingest(f"Ann Lee | direct | {LONG}")
    number = store.events.read_after(start, EVERYTHING).last
    store.delete_article(stored.view.ref.id)
    assert store.events.read_after(start, EVERYTHING).events == ()
    assert store.events.get_some([number]) == {}


def test_a_transaction_that_fails_leaves_no_event(
    store: Store, ingest: Ingest, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = wanted(store)

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("after the events were written")

    monkeypatch.setattr("service.storage.writes.reassign.refresh_speakers", fail)
    with pytest.raises(RuntimeError):
        ingest(f"Ann Lee | direct | {LONG}")
    assert store.events.read_after(start, EVERYTHING).last == start


def open_first_feed(store: Store) -> object:
    return wanted(store)


def make_webhook(store: Store) -> object:
    return store.webhooks.create("https://desk.example", EVERYTHING, secret="whsec_AA==")


@pytest.mark.parametrize("begin", [open_first_feed, make_webhook])
def test_who_wants_events_waits_for_a_writer_that_did_not_know_it(
    store: Store,
    ingest: Ingest,
    begin: Callable[[Store], object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    writes, may_end = threading.Event(), threading.Event()
    refresh = reassign.refresh_speakers

    def pause(*given: Any, **options: Any) -> Any:
        writes.set()  # The events were written, or no one wanted them.
        assert may_end.wait(20)
        return refresh(*given, **options)

    monkeypatch.setattr(reassign, "refresh_speakers", pause)
    with ThreadPoolExecutor(2) as pool:
        writing = pool.submit(ingest, f"Ann Lee | direct | {LONG}")
        assert writes.wait(20)
        beginning = pool.submit(begin, store)
        time.sleep(0.3)
        has_begun = beginning.done()
        may_end.set()
        writing.result()
        beginning.result()
    assert not has_begun


@pytest.mark.parametrize(
    ("watch", "expected"),
    [
        (lambda ann, quote: Watch(speaker_ids=frozenset([ann])), [LONG, "we voted, Lee says"]),
        (lambda ann, quote: Watch(quote_ids=frozenset([quote])), [LONG]),
        (lambda ann, quote: Watch(kind="indirect"), ["we voted, Lee says"]),
        (
            lambda ann, quote: Watch(frozenset([ann]), frozenset([quote]), kind="direct"),
            [LONG],
        ),
    ],
)
def test_a_watch_takes_what_it_names(
    store: Store,
    ingest: Ingest,
    watch: Callable[[UUID, UUID], Watch],
    expected: list[str],
) -> None:
    known = ingest(f"Ann Lee | direct | {LONG}").view.occurrences[0]
    start = wanted(store)
    ingest(
        f"Ann Lee | direct | {LONG}\nBo Rehn | direct | it never rained here\n"
        "Ann Lee | indirect | we voted, Lee says",
        domain="second.example",
    )
    speaker = known.speakers[0].id
    assert speaker
    taken = store.events.read_after(start, watch(speaker, known.quote_id))
    assert words(taken.events) == expected


def test_a_watch_follows_merged_speakers_and_quotes(store: Store, ingest: Ingest) -> None:
    text = f"Ann Lee | direct | {LONG}\nBo Rehn | direct | it never rained here"
    one, other = ingest(text).view.occurrences
    ann, bo = one.speakers[0].id, other.speakers[0].id
    assert ann
    assert bo
    by_speaker, by_quote = Watch(frozenset([bo])), Watch(quote_ids=frozenset([other.quote_id]))
    start = wanted(store)
    store.merge_speakers(ann, bo, EDITOR)
    ingest("Ann Lee | direct | the bells were silent", domain="second.example")
    assert words(store.events.read_after(start, by_speaker).events) == ["the bells were silent"]
    store.merge_quotes(one.quote_id, other.quote_id, EDITOR)
    ingest(f"Ann Lee | direct | {LONG}", domain="third.example")
    assert words(store.events.read_after(start, by_quote).events) == [LONG]


def test_a_feed_of_something_unknown_is_refused(store: Store) -> None:
    for watch in (Watch(frozenset([new_id()])), Watch(quote_ids=frozenset([new_id()]))):
        with pytest.raises(NotFound):
            wanted(store, watch)


def test_old_events_are_deleted_and_a_feed_says_that_it_missed_some(
    store: Store, ingest: Ingest
) -> None:
    start = wanted(store)
    ingest(f"Ann Lee | direct | {LONG}\nBo Rehn | direct | it never rained here")
    last = store.events.read_after(start, EVERYTHING).last
    assert store.events.delete_old(days=1) == 0
    assert store.events.delete_old(days=-1) == 2
    missed = store.events.open_feed(EVERYTHING, after=last - 1, days=7)
    assert (missed.after, missed.has_missed) == (last - 1, True)
    assert not store.events.open_feed(EVERYTHING, after=last, days=7).has_missed
    ingest("Cy Moss | direct | the bells were silent")
    assert store.events.read_after(last, EVERYTHING).last > last  # No number comes twice.


def test_a_feed_that_goes_on_where_it_began_missed_nothing(store: Store, ingest: Ingest) -> None:
    ingest(f"Ann Lee | direct | {LONG}")  # Before anyone wanted events.
    start = wanted(store)
    assert not store.events.open_feed(EVERYTHING, after=start, days=7).has_missed
    assert wanted(store) == start
    ingest("Cy Moss | direct | the bells were silent")
    assert words(store.events.read_after(start, EVERYTHING).events) == ["the bells were silent"]


def test_a_feed_that_comes_again_when_all_events_are_deleted_says_so(
    store: Store, ingest: Ingest
) -> None:
    store.webhooks.create("https://desk.example", EVERYTHING, secret="whsec_AA==")
    start = store.events.open_feed(EVERYTHING, after=None, days=-1).after
    ingest(f"Ann Lee | direct | {LONG}\nBo Rehn | direct | it never rained here")
    last = store.events.read_after(start, EVERYTHING).last
    assert store.events.delete_old(days=-1) == 2
    for number in (start, last - 1, last):  # None was written for feeds for a while.
        assert store.events.open_feed(EVERYTHING, after=number, days=-1).has_missed
    assert wanted(store) > last


def test_a_number_that_was_never_given_begins_with_what_is_stored_from_now_on(
    store: Store, ingest: Ingest
) -> None:
    start = wanted(store)
    opened = store.events.open_feed(EVERYTHING, after=start + 1_000, days=7)
    assert (opened.after, opened.has_missed) == (start, True)


def test_a_feed_that_was_closed_for_too_long_says_so(store: Store, ingest: Ingest) -> None:
    start = store.events.open_feed(EVERYTHING, after=None, days=-1).after
    ingest(f"Ann Lee | direct | {LONG}")
    again = store.events.open_feed(EVERYTHING, after=start, days=7)
    assert again.has_missed
    ingest("Cy Moss | direct | the bells were silent")
    assert words(store.events.read_after(start, EVERYTHING).events) == ["the bells were silent"]


def test_a_reader_beside_parallel_writers_misses_nothing(make_url: Callable[[], str]) -> None:
    articles = [
        ArticleInput(
            outlet_domain=f"outlet{number % 3}.example",
            url=f"https://example.org/{number}",
            text=f"Ann Lee | direct | {LONG}\nBo Rehn | direct | number {number} is here to stay",
        )
        for number in range(24)
    ]
    with closing(Store.open(make_url())) as store, ThreadPoolExecutor(5) as pool:
        number = wanted(store)
        ingestor = Ingestor(AnnotatedReader(), store)
        writing = [pool.submit(ingestor.ingest, article) for article in articles]
        seen: list[UUID] = []
        while True:
            finished = all(each.done() for each in writing)
            batch = store.events.read_after(number, EVERYTHING, limit=5)
            seen += [event.occurrence.id for event in batch.events]
            if finished and batch.last == number:
                break
            number = batch.last
        stored = [each.result().view for each in writing]
    assert sorted(seen) == sorted(each.id for view in stored for each in view.occurrences)
