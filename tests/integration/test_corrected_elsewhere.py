"""What else follows a correction: reports, spans within the text, and quotes of few words."""

from __future__ import annotations

import pytest

from service.storage.event_views import Watch
from service.storage.filters import ArticleFilter
from service.storage.inputs import EditedBy, QuotationCorrection
from service.storage.report_views import KindCounts
from service.storage.store import Store
from service.storage.views import StoredArticle
from service.text.spans import Span
from tests.support.store_contents import Ingest, contents

EDITOR = EditedBy(editor="desk")
NO_QUOTATION = QuotationCorrection(no_quotation=True)
SHORT = "We did it"


def correct(store: Store, stored: StoredArticle, correction: QuotationCorrection) -> None:
    """Correct the first quotation of an article."""
    article_id = stored.view.ref.id
    first = store.get_article(article_id).occurrences[0]
    store.corrections.correct_quotation(article_id, first.id, correction, EDITOR)


def test_a_report_does_not_count_what_is_no_quotation(store: Store, ingest: Ingest) -> None:
    ingest("Bo Ek | direct | The pier is safe")
    withdrawn = ingest(
        "? | mixed | so called // old pier\n~a guard | indirect | no", domain="b.org"
    )
    before = store.reports.sources(ArticleFilter())
    assert before.quotations == KindCounts(direct=1, mixed=1, indirect=1)
    assert before.speaker_kinds == {"person": 1, "anonymous": 1, "unknown": 1}

    correct(store, withdrawn, NO_QUOTATION)
    # One of the two stretches is words still.
    assert store.reports.sources(ArticleFilter()) == before
    correct(store, withdrawn, NO_QUOTATION)

    report = store.reports.sources(ArticleFilter())
    assert report.quotations == KindCounts(direct=1, indirect=1)
    assert report.speaker_kinds == {"person": 1, "anonymous": 1}
    store.undo_judgement(store.list_judgements().items[0].id, EDITOR)
    assert store.reports.sources(ArticleFilter()) == before


@pytest.mark.parametrize(
    ("end", "parts"), [("", (0, 9, 9)), (".", (6, 9, 9)), (" …”", (0, 5, 6, 9, 9)), ("", (0,))]
)
def test_corrected_spans_stay_within_a_text_that_lost_its_last_mark(
    store: Store, ingest: Ingest, end: str, parts: tuple[int, ...]
) -> None:
    said = "never now?!.."
    stored = ingest(f"Bo Ek | direct | {said}", url="https://a.org/1")
    start = store.get_article(stored.view.ref.id).occurrences[0].spans[0].start
    places = (*parts, len(said))
    spans = tuple(
        Span(start + a, start + b) for a, b in zip(places[::2], places[1::2], strict=True)
    )
    correct(store, stored, QuotationCorrection(spans=spans))

    ingest(f"Bo Ek | direct | {said[:9]}{end}", url="https://a.org/1")

    article = store.get_article(stored.view.ref.id)
    [one] = article.occurrences
    assert one.text[:3] == said[parts[0] :][:3]
    for words in (one, one.attribution.content):
        assert all(0 <= span.start < span.end <= len(article.text) for span in words.spans)
        assert words.text == " ".join(span.of(article.text) for span in words.spans)


def test_few_words_that_a_correction_gives_to_another_speaker_are_another_quote(
    store: Store, ingest: Ingest
) -> None:
    first = ingest(f"Bo Ek | direct | {SHORT}", domain="a.org")
    second = ingest(f"Bo Ek | direct | {SHORT}", domain="b.org")
    correct(store, first, QuotationCorrection(name="Cy Ott", kind="person"))

    def shown() -> list[tuple[str | None, int]]:
        found = [store.get_article(each.view.ref.id).occurrences[0] for each in (first, second)]
        return [(one.speakers[0].name, one.outlet_count) for one in found]

    apart: list[tuple[str | None, int]] = [("Cy Ott", 1), ("Bo Ek", 1)]
    assert shown() == apart
    list(store.recluster(everything=True, batch=3))
    assert shown() == apart
    store.undo_judgement(store.list_judgements().items[0].id, EDITOR)
    assert shown() == [("Bo Ek", 2), ("Bo Ek", 2)]


def test_only_other_words_are_announced(store: Store, ingest: Ingest) -> None:
    store.events.open_feed(Watch(), after=None, days=1)
    stored = ingest("Bo Ek | direct | The pier is safe and dry")
    start = stored.view.occurrences[0].spans[0].start

    def announced() -> list[tuple[int, str, str | None]]:
        events = store.events.read_after(0, Watch()).events
        return [(e.number, e.occurrence.text, e.occurrence.speakers[0].name) for e in events]

    [(first, _, _)] = announced()
    correct(store, stored, QuotationCorrection(name="Cy Ott", kind="person"))
    assert announced() == [(first, "The pier is safe and dry", "Cy Ott")]
    correct(store, stored, QuotationCorrection(spans=(Span(start, start + 16),)))
    assert announced() == [(first + 1, "The pier is safe", "Cy Ott")]
    correct(store, stored, NO_QUOTATION)
    assert announced() == []
    store.undo_judgement(store.list_judgements().items[0].id, EDITOR)
    assert announced() == [(first + 2, "The pier is safe", "Cy Ott")]


def test_a_correction_names_the_article_and_the_speaker_of_today(
    store: Store, ingest: Ingest
) -> None:
    line = f"Bo Ek | direct | {SHORT}"
    stored = ingest(line, url="https://a.org/1")
    correct(store, stored, QuotationCorrection(name="Cy Ott", kind="person"))
    [before] = store.list_judgements().items
    store.delete_article(stored.view.ref.id)
    [kept] = store.list_judgements().items
    assert (kept.article_id, kept.other_id) == (before.article_id, before.other_id)

    again = ingest(line, url="https://a.org/1").view

    [after] = store.list_judgements().items
    assert after.article_id == again.ref.id != before.article_id
    assert after.other_id == again.occurrences[0].speakers[0].id != before.other_id
    assert store.get_judgement(after.id) == after


def test_judgements_of_quotes_count_repeated_words_as_they_are_after_corrections(
    store: Store, ingest: Ingest
) -> None:
    twice = ingest("Ann Lee | direct | yes\nBo Ek | direct | yes", domain="a.org")
    other = ingest("Cy Ott | direct | yes", domain="b.org")
    second = store.get_article(twice.view.ref.id).occurrences[1]
    store.merge_quotes(second.quote_id, other.view.occurrences[0].quote_id, EDITOR)
    merged = contents(store)
    correct(store, twice, NO_QUOTATION)

    # The second is the first now, which no judgement names.
    [left] = store.get_article(twice.view.ref.id).occurrences
    assert (left.id, left.outlet_count) == (second.id, 1)
    apart = contents(store)
    list(store.recluster(everything=True, batch=3))
    assert contents(store) == apart
    store.undo_judgement(store.list_judgements().items[0].id, EDITOR)
    assert contents(store) == merged


def test_few_words_that_a_split_gives_to_another_speaker_are_another_quote(
    store: Store, ingest: Ingest
) -> None:
    first = ingest(f"Bo Ek | direct | {SHORT}", domain="a.org")
    second = ingest(f"Bo Ek | direct | {SHORT}", domain="b.org")
    [one] = store.get_article(first.view.ref.id).occurrences
    speaker_id = one.speakers[0].id
    assert speaker_id is not None
    store.split_speaker(speaker_id, [one.id], EDITOR, name="Cy Ott")

    def outlets() -> list[int]:
        found = [store.get_article(each.view.ref.id).occurrences[0] for each in (first, second)]
        return [each.outlet_count for each in found]

    assert outlets() == [1, 1]
    list(store.recluster(everything=True, batch=3))
    assert outlets() == [1, 1]
    store.undo_judgement(store.list_judgements().items[0].id, EDITOR)
    assert outlets() == [2, 2]
