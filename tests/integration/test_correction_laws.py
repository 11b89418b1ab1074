"""Corrections of quotations as laws: the store is as if the article had been read right."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.ingest.article_in import ArticleInput
from service.ingest.ingest import Ingestor
from service.storage.filters import QuoteFilter
from service.storage.inputs import EditedBy, QuotationCorrection
from service.storage.store import Store
from service.storage.views import OccurrenceView
from service.text.spans import Span
from tests.support.annotated_reader import AnnotatedReader
from tests.support.databases import BACKENDS, MakeUrl
from tests.support.store_contents import contents, everything

MONDAY = datetime(2022, 2, 21, tzinfo=UTC)
EDITOR = EditedBy(editor="desk")
WORDS = [
    "The harbour board knew about the crumbling seawall since the storm of March",
    "The harbour board knew about the crumbling seawall",
    "Nobody warned the fishermen, and the crumbling seawall gave way on Tuesday",
    "yes",
]
LINES = st.builds(
    "{} | {} | {}".format,
    st.sampled_from(["Ann Lee", "Lee", "Bo Ek", "?", "~an official", "Bo Ek & Ann Lee"]),
    st.sampled_from(["direct", "indirect", "mixed"]),
    st.sampled_from([*WORDS, f"{WORDS[1]} // {WORDS[2]}"]),
)
TEXTS = st.lists(st.lists(LINES, max_size=3).map("\n".join), min_size=1, max_size=4)
FEW = settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@dataclass(frozen=True, slots=True)
class Ids:
    """Which rows an article has: what a correction of another quotation must leave alone."""

    occurrences: frozenset[UUID]
    quotes: frozenset[UUID]


def articles_of(texts: Sequence[str]) -> list[ArticleInput]:
    return [
        ArticleInput(
            outlet_domain=f"o{n % 2}.example",
            url=f"https://e.example/{n}",
            published_at=MONDAY + timedelta(days=n),
            text=text,
        )
        for n, text in enumerate(texts)
    ]


def corrections_of(one: OccurrenceView) -> list[QuotationCorrection]:
    """Return a correction of each kind: to no quotation, to fewer words, to a speaker."""
    first = one.spans[0]
    shorter = Span(first.start, first.start + (len(first) + 1) // 2)
    return [
        QuotationCorrection(no_quotation=True),
        QuotationCorrection(spans=(shorter,)),
        QuotationCorrection(name="Cy Ott", kind="person"),
        QuotationCorrection(name="Ann Lee", kind="person"),
    ]


def occurrences(store: Store) -> list[OccurrenceView]:
    quotes = everything(lambda c: store.list_quotes(QuoteFilter(stance=None), cursor=c))
    found = [one for quote in quotes for one in store.get_quote(quote.id).occurrences]
    return sorted(found, key=lambda one: (one.article.url or "", one.spans))


def ids(store: Store) -> Ids:
    found = occurrences(store)
    return Ids(frozenset(one.id for one in found), frozenset(one.quote_id for one in found))


def correct_some(store: Store, data: st.DataObject) -> list[UUID]:
    made = []
    for _ in range(data.draw(st.integers(1, 4))):
        found = occurrences(store)
        if found:
            one = data.draw(st.sampled_from(found))
            correction = data.draw(st.sampled_from(corrections_of(one)))
            done = store.corrections.correct_quotation(one.article.id, one.id, correction, EDITOR)
            made.append(done.id)
    return made


@pytest.mark.parametrize("backend", BACKENDS)
@FEW
@given(texts=TEXTS, data=st.data())
def test_corrections_hold_whatever_the_order_of_articles_and_deletions(
    request: pytest.FixtureRequest, backend: str, texts: list[str], data: st.DataObject
) -> None:
    articles = articles_of([*texts, "Ann Lee | direct | yes"])
    with closing(Store.open(request.getfixturevalue(backend)())) as store:
        ingestor = Ingestor(AnnotatedReader(), store)
        for article in articles:
            ingestor.ingest(article)
        correct_some(store, data)
        corrected = contents(store)
        for article in articles:
            assert not ingestor.ingest(article).changed
        assert contents(store) == corrected
        for ref in everything(lambda c: store.list_articles(cursor=c)):
            store.delete_article(ref.id)
        assert occurrences(store) == []
        for article in data.draw(st.permutations(articles)):
            ingestor.ingest(article)
        assert contents(store) == corrected
        list(store.recluster(everything=True, batch=3))
        assert contents(store) == corrected


@pytest.mark.parametrize("backend", BACKENDS)
@FEW
@given(texts=TEXTS, data=st.data())
def test_undoing_corrections_in_any_order_restores_everything(
    request: pytest.FixtureRequest, backend: str, texts: list[str], data: st.DataObject
) -> None:
    with closing(Store.open(request.getfixturevalue(backend)())) as store:
        ingestor = Ingestor(AnnotatedReader(), store)
        for article in articles_of([*texts, "Ann Lee | direct | yes"]):
            ingestor.ingest(article)
        before = contents(store)
        for judgement_id in data.draw(st.permutations(correct_some(store, data))):
            store.undo_judgement(judgement_id, EDITOR)
        assert contents(store) == before


SAID = f"Ann Lee | direct | {WORDS[0]}"
OTHER = f"Bo Ek | direct | {WORDS[2]}"


def put(store: Store, text: str, outlet: str = "o1.example") -> UUID:
    article = ArticleInput(outlet_domain=outlet, url=f"https://{outlet}/1", text=text)
    return Ingestor(AnnotatedReader(), store).ingest(article).view.ref.id


def correct(store: Store, article_id: UUID, place: int, **fields: object) -> UUID:
    one = store.get_article(article_id).occurrences[place]
    correction = QuotationCorrection(**fields)  # type: ignore[arg-type]
    return store.corrections.correct_quotation(article_id, one.id, correction, EDITOR).id


def test_the_store_is_as_if_the_article_had_been_read_right(make_url: MakeUrl) -> None:
    read = [f"? | direct | {WORDS[0]}", f"Ann Lee | direct | {WORDS[2]}", "Lee | direct | yes"]
    with closing(Store.open(make_url())) as store:
        put(store, f"Cy Ott | direct | {WORDS[0]}", "o2.example")
        article_id = put(store, "\n".join(read))
        correct(store, article_id, 0, name="Cy Ott", kind="person")
        correct(store, article_id, 1, no_quotation=True)
        corrected = [
            (one.text, [speaker.name for speaker in one.speakers], one.outlet_count)
            for one in store.get_article(article_id).occurrences
        ]
        # Without Ann Lee's full name the surname is nobody's in particular.
        assert corrected == [(WORDS[0], ["Cy Ott"], 2), ("yes", ["Lee"], 1)]
        assert [s.name for s in store.list_speakers().items] == ["Cy Ott", "Lee"]


def test_only_the_corrected_quotation_gets_new_ids(store: Store) -> None:
    article_id = put(store, f"{SAID}\n{OTHER}\nBo Ek | indirect | yes")
    before = store.get_article(article_id).occurrences
    start = before[1].spans[0].start
    correct(store, article_id, 1, spans=(Span(start, start + 27),))

    once = store.get_article(article_id).occurrences
    assert [one.id == old.id for one, old in zip(once, before, strict=True)] == [True, False, True]
    assert once[1].text == WORDS[2][:27] == once[1].attribution.content.text
    assert [one.quote_id == old.quote_id for one, old in zip(once, before, strict=True)] == [
        True,
        False,
        True,
    ]

    correct(store, article_id, 2, no_quotation=True)
    assert [one.id for one in store.get_article(article_id).occurrences] == [
        one.id for one in once[:2]
    ]


def test_a_correction_moves_with_its_words_and_ends_with_them(store: Store) -> None:
    article_id = put(store, f"{SAID}\n{OTHER}")
    spans = store.get_article(article_id).occurrences[1].spans
    correct(store, article_id, 1, spans=(Span(spans[0].start, spans[0].start + 27),))
    correct(store, article_id, 0, no_quotation=True)

    put(store, f"A new first line.\n{SAID}\n{OTHER}")
    [moved] = store.get_article(article_id).occurrences
    assert moved.text == WORDS[2][:27]
    assert moved.spans[0].start == spans[0].start + 18

    put(store, f"{SAID} now\n{OTHER} at last")
    assert [one.text for one in store.get_article(article_id).occurrences] == [
        f"{WORDS[0]} now",
        f"{WORDS[2]} at last",
    ]


def test_the_second_of_the_same_words_is_corrected_alone(store: Store) -> None:
    article_id = put(store, f"{SAID}\n{SAID}")
    second = store.get_article(article_id).occurrences[1]
    judgement = correct(store, article_id, 1, no_quotation=True)
    [left] = store.get_article(article_id).occurrences
    assert left.spans < second.spans
    store.undo_judgement(judgement, EDITOR)
    assert len(store.get_article(article_id).occurrences) == 2


def test_of_several_corrections_the_latest_counts(store: Store) -> None:
    article_id = put(store, SAID)
    start = store.get_article(article_id).occurrences[0].spans[0].start
    first = correct(store, article_id, 0, name="Cy Ott", kind="person")
    correct(store, article_id, 0, name="an official", kind="anonymous")
    last = correct(store, article_id, 0, spans=(Span(start, start + 17),))

    def shown() -> tuple[str, list[str | None], str]:
        [one] = store.get_article(article_id).occurrences
        return one.text, [speaker.name for speaker in one.speakers], one.resolution.step

    assert shown() == ("The harbour board", ["an official"], "editor")
    store.undo_judgement(first, EDITOR)
    assert shown() == ("The harbour board", ["an official"], "editor")
    store.undo_judgement(last, EDITOR)
    assert shown() == (WORDS[0], ["an official"], "editor")


def test_a_speaker_is_corrected_for_the_whole_attribution(store: Store) -> None:
    article_id = put(store, f"? | mixed | {WORDS[1]} // {WORDS[2]}\n{SAID}")
    correct(store, article_id, 1, name="Cy Ott", kind="person")
    found = store.get_article(article_id).occurrences
    assert [[speaker.name for speaker in one.speakers] for one in found] == [
        ["Cy Ott"],
        ["Cy Ott"],
        ["Ann Lee"],
    ]
    listed = store.list_judgements(article_id=article_id).items
    [cy] = [s.id for s in store.list_speakers().items if s.name == "Cy Ott"]
    assert [(one.article_id, one.other_id) for one in listed] == [(article_id, cy)]
    assert store.list_judgements(speaker_id=cy).items == listed
