"""One article after another, on both databases."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest

from service.dedup.stored_form import NewUtterance
from service.errors import InvalidRequest, InvalidText, NotFound
from service.ingest.article_in import ArticleInput
from service.ingest.ingest import Ingestor
from service.observability.metrics import REGISTRY
from service.storage.batch_views import ArticleReceipt
from service.storage.clusters import assign as assign_module
from service.storage.filters import QuoteFilter
from service.storage.inputs import OutletWrite, SpeakerSeed
from service.storage.store import Store
from service.storage.views import OccurrenceView, Relay
from tests.support.annotated_reader import AnnotatedReader
from tests.support.store_contents import Ingest, contents

MARCH = datetime(2022, 3, 1, tzinfo=UTC)
BEFORE = datetime(2022, 2, 20, tzinfo=UTC)

TELLING = "we will not abandon the harbour pilots of this town"
"""Enough rare words to mean the same utterance, whatever the speaker."""


def only(ingest: Ingest, text: str, **fields: object) -> OccurrenceView:
    [occurrence] = ingest(text, **fields).view.occurrences
    return occurrence


def test_an_article_comes_back_as_it_was_read(ingest: Ingest, store: Store) -> None:
    text = "Intro 🙂.\nHua Chunying | direct | How do they // want to?\r\n"
    result = ingest(
        text, outlet_name="First", url="https://first.example/a", title="T", published_at=MARCH
    )
    assert (result.created, result.changed) == (True, True)
    view = store.get_article(result.view.ref.id)
    assert view == result.view
    assert view.text == text
    assert (view.ref.outlet.domain, view.ref.outlet.name) == ("first.example", "First")
    assert (view.ref.url, view.ref.title) == ("https://first.example/a", "T")
    assert view.ref.published_at == MARCH
    assert view.ref.created_at == view.ref.updated_at
    assert view.ref.created_at.tzinfo is UTC
    [occurrence] = view.occurrences
    assert occurrence.text == "How do they want to?"
    assert [span.of(text) for span in occurrence.spans] == ["How do they", "want to?"]
    attribution = occurrence.attribution
    assert attribution.content.text == "How do they want to?"
    assert attribution.cue is not None
    assert attribution.cue.text == "direct"
    assert attribution.source is not None
    assert attribution.source.spans[0].of(text) == "Hua Chunying"
    assert (attribution.stance, attribution.confidence) == ("speech", 0.75)
    resolution = occurrence.resolution
    assert (resolution.step, resolution.confidence, resolution.via) == ("annotated", 0.5, None)
    assert resolution.mention is not None
    assert [span.of(text) for span in resolution.mention.spans] == ["Hua Chunying"]
    assert [(s.name, s.kind) for s in occurrence.speakers] == [("Hua Chunying", "person")]
    assert (occurrence.match, occurrence.similarity) == ("new", 1.0)


@pytest.mark.parametrize(
    ("source", "mention", "via"),
    [
        ("Ann Lee", "Ann Lee", None),
        ("Ann Lee & Bo Ek", "Ann Lee Bo Ek", None),
        ("Ann Lee via @Second Wire", "Ann Lee", Relay("Second Wire", "organization")),
        ("? via Bo Ek", None, Relay("Bo Ek", "person")),
        ("?", None, None),
        # A name that nobody can have is none.
        (f"Ann Lee via {'x' * 1_000}", "Ann Lee", None),
    ],
)
def test_the_evidence_is_kept_with_every_occurrence(
    ingest: Ingest, store: Store, source: str, mention: str | None, via: Relay | None
) -> None:
    text = f"Intro 🙂.\n{source} | mixed | working // devastating"
    first, second = ingest(text).view.occurrences
    assert first.resolution == second.resolution
    assert first.resolution.via == via
    found = first.resolution.mention
    assert (found.text if found else None) == mention
    assert " ".join(span.of(text) for span in found.spans) == mention if found else mention is None
    [detail] = store.get_quote(first.quote_id).occurrences
    assert detail == first


def test_the_same_article_again_changes_nothing_and_is_not_read(
    ingest: Ingest, store: Store, reader: AnnotatedReader
) -> None:
    text = "Joe Biden | mixed | working // devastating"
    first = ingest(text, url="https://first.example/a?utm_source=x#top")
    again = ingest(text, url="HTTPS://FIRST.example/a", domain="www.First.Example")
    assert (again.created, again.changed) == (False, False)
    assert again.view == first.view
    assert reader.count == 1
    assert store.get_article(first.view.ref.id) == first.view


def test_the_same_words_by_the_same_speaker_are_one_quote(ingest: Ingest, store: Store) -> None:
    first = ingest("Joe Biden | mixed | another month or so // working", published_at=MARCH)
    second = only(
        ingest,
        "Joe  Biden | direct | “Another month – or so…”".replace(" – ", " "),
        domain="second.example",
        published_at=BEFORE,
    )
    assert second.match == "exact"
    assert second.quote_id == first.view.occurrences[0].quote_id
    detail = store.get_quote(second.quote_id)
    assert (detail.quote.outlet_count, detail.quote.occurrence_count) == (2, 2)
    assert detail.quote.text == "another month or so"  # nothing left out
    assert detail.quote.kind == "direct"
    assert detail.quote.first_seen == BEFORE
    assert [o.article.outlet.domain for o in detail.occurrences] == [
        "second.example",
        "first.example",
    ]
    other = first.view.occurrences[1]
    assert (other.text, other.outlet_count, other.match) == ("working", 1, "new")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Joe Biden | direct | yes", "Joe Biden | direct | Yes.", True),
        ("Joe Biden | direct | yes", "Donald Trump | direct | yes", False),
        ("@A & @B | direct | we agree", "@B & @A | direct | we agree", True),
        ("@A & @B | direct | we agree", "@A | direct | we agree", True),
        (f"? | direct | {TELLING}", f"? | direct | {TELLING}", True),
        (f"? | direct | {TELLING}", f"~one man | direct | {TELLING}", True),
        (f"? | direct | {TELLING}", f"A | direct | {TELLING}", True),
        ("? | direct | we will not be moved", "? | direct | we will not be moved", True),
        ("? | direct | will not move", "? | direct | will not move", False),
        ("? | direct | we will not be moved", "A | direct | we will not be moved", True),
        ("A | indirect | it would rain all day", "A | indirect | it would rain all day", False),
        ("A | direct | it would rain all day", "A | indirect | it would rain all day", False),
        ("A | direct | ...", "A | direct | ...", False),
        ("Sergeĭ O’Brien | direct | no", "Sergei O'Brien | direct | no", True),
    ],
)
def test_what_is_one_quote(ingest: Ingest, one: str, other: str, same: bool) -> None:
    first = only(ingest, one)
    second = only(ingest, other, domain="second.example")
    assert (first.quote_id == second.quote_id) is same


def test_a_trimmed_copy_joins_no_two_that_say_the_opposite(ingest: Ingest, store: Store) -> None:
    tail = "and then it sent every engineer it had to the valley within an hour of their telegram"
    whole = f"The ministry did not know about the leak until the inspectors came, {tail}"
    denied = only(ingest, f"Ann Lee | direct | {whole}")
    admitted = only(ingest, f"Ann Lee | direct | {whole.replace('not ', '')}", domain="b.example")
    trimmed = only(ingest, f"Ann Lee | direct | {tail}", domain="c.example")
    assert denied.quote_id != admitted.quote_id
    assert trimmed.quote_id in (denied.quote_id, admitted.quote_id)
    assert store.get_quote(denied.quote_id).quote.id == denied.quote_id
    assert store.get_quote(admitted.quote_id).quote.id == admitted.quote_id


def test_a_quote_printed_twice_in_one_article_is_at_one_outlet(
    ingest: Ingest, store: Store
) -> None:
    result = ingest("A | direct | never\nA | direct | Never!")
    assert [o.match for o in result.view.occurrences] == ["new", "exact"]
    quote = store.get_quote(result.view.occurrences[0].quote_id).quote
    assert (quote.outlet_count, quote.occurrence_count) == (1, 2)


def test_only_speech_is_stored(ingest: Ingest) -> None:
    result = ingest("A | direct belief | maybe\nA | direct | surely\nA | direct intention | soon")
    assert [o.text for o in result.view.occurrences] == ["surely"]


def test_a_changed_text_takes_the_place_of_the_old_one(ingest: Ingest, store: Store) -> None:
    url = "https://first.example/a"
    ingest("Joe Biden | direct | it is over", domain="second.example", published_at=MARCH)
    old = ingest("Joe Biden | direct | It is over!\nAnn Lee | direct | gone", url=url, title="One")
    new = ingest("Joe Biden | direct | not yet", url=url, title="Two")
    assert (new.created, new.changed) == (False, True)
    assert new.view.ref.id == old.view.ref.id
    assert new.view.ref.title == "Two"
    assert new.view.ref.updated_at > new.view.ref.created_at == old.view.ref.created_at
    assert [o.text for o in new.view.occurrences] == ["not yet"]
    assert new.view.occurrences[0].match == "new"
    kept = store.get_quote(old.view.occurrences[0].quote_id).quote
    assert (kept.text, kept.outlet_count, kept.first_seen) == ("it is over", 1, MARCH)
    with pytest.raises(NotFound):
        store.get_quote(old.view.occurrences[1].quote_id)
    assert [s.name for s in store.list_speakers().items] == ["Joe Biden"]


def test_a_quote_that_stays_keeps_its_id_when_its_article_changes(ingest: Ingest) -> None:
    url = "https://first.example/a"
    old = only(ingest, "Joe Biden | direct | it is over", url=url)
    new = only(ingest, "Corrected.\nJoe Biden | direct | it is over", url=url)
    assert (new.quote_id, new.match) == (old.quote_id, "new")


def test_deleting_an_article_leaves_what_others_hold(ingest: Ingest, store: Store) -> None:
    ingest("Joe Biden | direct | it is over")
    before = contents(store)
    text = "Joe Biden | direct | It is over!\nAnn Lee & ~a guard | mixed | gone // away"
    second = ingest(text, domain="second.example")
    store.delete_article(second.view.ref.id)
    after = contents(store)
    assert after.pop("outlets") != before.pop("outlets")  # outlets stay
    assert after == before
    with pytest.raises(NotFound):
        store.get_article(second.view.ref.id)
    with pytest.raises(NotFound):
        store.delete_article(second.view.ref.id)
    assert ingest(text, domain="second.example").created


def test_listed_speakers_stay_and_answer_to_their_aliases(ingest: Ingest, store: Store) -> None:
    seeds = [
        SpeakerSeed("Joe Biden", "person", ("Biden", "President Biden")),
        SpeakerSeed("Hunter Biden", "person", ("H. Biden",)),
        SpeakerSeed("Ann Lee", "person", ("Lee",)),
        SpeakerSeed("Bo Lee", "person", ("Lee",)),
    ]
    store.load_speakers(seeds)
    listed = contents(store)["speakers"]
    store.load_speakers(seeds)
    assert contents(store)["speakers"] == listed
    joint = ingest("BIDEN & Joe Biden | direct | working\nLee | direct | working")
    first, second = joint.view.occurrences
    assert [s.name for s in first.speakers] == ["Joe Biden"]
    assert [s.name for s in second.speakers] == ["Lee"]
    by_alias = store.list_quotes(QuoteFilter(speaker="president biden")).items
    assert [quote.id for quote in by_alias] == [first.quote_id]
    store.delete_article(joint.view.ref.id)
    assert contents(store)["speakers"] == listed


def test_outlets_take_the_fuller_name_and_stay(ingest: Ingest, store: Store) -> None:
    store.load_outlets([OutletWrite(key="first.example", domain="www.First.example", name="First")])
    ingest("a", outlet_name="The First")
    ingest("b", outlet_name="1st")
    ingest("c")
    ingest("d", domain="", outlet_name="Second Wire")
    ingest("e", domain="", outlet_name="SECOND WIRE.")
    outlets = [(o.domain, o.name, o.article_count) for o in store.list_outlets().items]
    assert outlets == [("first.example", "The First", 3), (None, "SECOND WIRE.", 2)]


@pytest.mark.parametrize(
    "fields",
    [
        {"domain": " "},
        {"domain": "www."},
        {"domain": "", "outlet_name": "!!!"},
        {"outlet_name": "a\x00"},
        {"title": "\ud800"},
        {"url": "https://a.example/" + "x" * 5_000},
        {"url": "javascript:alert(1)"},
        {"published_at": datetime(9999, 12, 31, tzinfo=UTC)},
        {"published_at": datetime(2022, 1, 1)},
        {"published_at": datetime.fromisoformat("0001-01-01T00:00:00+14:00")},
    ],
)
def test_what_cannot_be_stored_is_refused(
    ingest: Ingest, store: Store, fields: dict[str, object]
) -> None:
    with pytest.raises(InvalidRequest):
        ingest("A | direct | yes", **fields)
    assert store.list_articles().items == ()


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b"])
def test_a_text_that_is_none_is_refused(ingest: Ingest, store: Store, text: str) -> None:
    with pytest.raises(InvalidText):
        ingest(text)
    assert store.list_articles().items == ()


def test_many_quotations_in_one_article(ingest: Ingest) -> None:
    lines = [f"Ann P{n % 99} | direct | number {n} of many" for n in range(1_200)]
    result = ingest("\n".join(lines))
    assert len(result.view.occurrences) == 1_200
    shorter = ingest("\n".join(lines[::2]), url=None)
    assert [o.match for o in shorter.view.occurrences] == ["exact"] * 600


def test_a_bad_article_of_a_batch_keeps_no_other_out(
    store: Store, reader: AnnotatedReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = ["Ann Lee | direct | words one", "nul \x00", "Ann Lee | direct | bad words", "no quote"]
    batch = [ArticleInput(outlet_domain="one.example", text=text) for text in texts]
    batch.append(ArticleInput(outlet_name=" ", text="words"))
    real = assign_module.new_utterance

    def refuse(text: str, **options: Any) -> NewUtterance:
        if text == "bad words":
            raise RuntimeError("injected")
        return real(text, **options)

    ingestor = Ingestor(reader, store)
    with monkeypatch.context() as patched:
        patched.setattr(assign_module, "new_utterance", refuse)
        results = ingestor.ingest_many(batch)
    assert [type(result) for result in results] == [
        ArticleReceipt,
        InvalidText,
        RuntimeError,
        ArticleReceipt,
        InvalidRequest,
    ]
    assert len(store.list_articles().items) == 2
    again = ingestor.ingest_many(batch)
    assert [isinstance(r, ArticleReceipt) and (r.created, r.changed) for r in again] == [
        (False, False),
        False,
        (True, True),
        (False, False),
        False,
    ]


def test_of_several_texts_for_one_article_the_last_one_stays(
    store: Store, reader: AnnotatedReader
) -> None:
    def version(words: str, title: str) -> ArticleInput:
        url = "https://one.example/a"
        text = f"Ann Lee | direct | {words}"
        return ArticleInput(outlet_domain="one.example", url=url, title=title, text=text)

    ingestor = Ingestor(reader, store)
    batch = [version("first", "A"), version("first", "B"), version("second", "C")]
    results = ingestor.ingest_many(batch)
    receipts = [result for result in results if isinstance(result, ArticleReceipt)]
    changes = [(r.created, r.changed) for r in receipts]
    assert changes == [(True, True), (False, False), (False, True)]
    [article] = store.list_articles().items
    assert (article.title, {r.article_id for r in receipts}) == ("C", {article.id})
    assert [quote.text for quote in store.list_quotes().items] == ["second"]
    back = ingestor.ingest_many([version("third", "D"), version("second", "E")])
    assert [isinstance(r, ArticleReceipt) and r.changed for r in back] == [True, True]
    [article] = store.list_articles().items
    assert article.title == "E"


def test_the_matches_of_a_batch_are_counted_as_those_of_single_articles(
    store: Store, reader: AnnotatedReader
) -> None:
    ingestor = Ingestor(reader, store)
    lines = [
        f"Ann Lee | direct | {TELLING}",
        f"Ann Lee | direct | {TELLING}\nBo Berg | indirect | rain fell",
        f"Ann Lee | direct | {TELLING.removeprefix('we will ')}",
    ]
    batch = [
        ArticleInput(outlet_domain=f"o{number}.example", text=text)
        for number, text in enumerate(lines)
    ]
    before = counted_quotes()
    ingestor.ingest_many(batch)
    counted = counted_quotes() - before
    shown = Counter(
        (occurrence.kind, occurrence.match)
        for article in store.list_articles().items
        for occurrence in store.get_article(article.id).occurrences
    )
    assert counted == shown
    assert shown[("direct", "new")] == shown[("direct", "exact")] == 1
    assert shown[("indirect", "new")] == 1
    assert shown.total() == 4
    ingestor.ingest_many(batch)
    assert counted_quotes() - before == counted


def counted_quotes() -> Counter[tuple[str, str]]:
    """Return how many occurrences this process has counted, by kind and match."""
    return Counter(
        {
            (sample.labels["kind"], sample.labels["match"]): int(sample.value)
            for family in REGISTRY.collect()
            for sample in family.samples
            if sample.name == "onrecord_quotes_stored_total"
        }
    )
