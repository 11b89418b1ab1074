"""The report: gold and prediction side by side, and nothing of a text read as markup."""

from __future__ import annotations

from html.parser import HTMLParser

from service.evaluation.attribution.evaluation import Evaluation, evaluate_documents
from service.evaluation.attribution.report import render_report
from service.gold.documents import Comparison, GoldDocument, MarkedAttribution
from service.text.spans import Span

TEXT = "“Stop <script>alert(1)</script> now,” Ada & Bo said.\nThe pier stays, he said."


def span(words: str) -> tuple[Span, ...]:
    start = TEXT.rindex(words)
    return (Span(start, start + len(words)),)


def evaluation(*predicted: MarkedAttribution) -> Evaluation:
    gold = GoldDocument(
        id="<b>1</b>",
        text=TEXT,
        outlet="wire",
        attributions=(
            MarkedAttribution(
                content=span("Stop <script>alert(1)</script> now"), source=span("Ada & Bo")
            ),
            MarkedAttribution(
                content=span("The pier stays"), source=span("he said"), cue=span("said")
            ),
        ),
    )
    return evaluate_documents([Comparison(gold=gold, predicted=predicted)], samples=2)


class Reader(HTMLParser):
    """Collects what stands in each `div.text`, and the classes of each span in it."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: set[str] = set()
        self.classes: list[tuple[str, str]] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag in {"div", "span", "sup"}:
            self._open.append(dict(attrs).get("class") or tag)
            if self._open[-1] == "text":
                self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"div", "span", "sup"}:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if "text" in self._open and "sup" not in self._open:
            self.texts[-1] += data
            if self._open[-1] != "text":
                self.classes.append((data, self._open[-1]))


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    return reader


def test_both_sides_hold_the_text_as_it_stands_and_no_markup_of_its_own() -> None:
    page = render_report(evaluation(), worst=5)
    assert read(page).texts == [TEXT, TEXT]
    assert "script" not in read(page).tags
    assert "<b>" not in page


def test_nothing_is_loaded_from_elsewhere() -> None:
    page = render_report(evaluation(), worst=5)
    assert not {"link", "img", "script"} & read(page).tags
    assert "url(" not in page


def test_spans_show_their_role_and_what_the_other_side_has() -> None:
    found = MarkedAttribution(
        content=span("The pier stays"), source=span("Ada & Bo"), confidence=0.9
    )
    page = render_report(evaluation(found), worst=5)
    assert read(page).classes == [
        ("Stop <script>alert(1)</script> now", "alone content"),
        ("Ada & Bo", "source"),
        ("The pier stays", "content other-source"),
        ("he ", "source"),
        ("said", "cue source"),
        ("Ada & Bo", "source"),
        ("The pier stays", "content other-source"),
    ]
    assert "<sup>2</sup>" in page


def test_each_error_is_said_in_words() -> None:
    predicted = (
        MarkedAttribution(content=span("The pier stays"), source=span("Ada & Bo"), confidence=0.9),
        MarkedAttribution(content=span("Bo said"), confidence=0.25),
    )
    page = render_report(evaluation(*predicted), worst=5)
    assert "<li>1 missed: “Stop &lt;script&gt;" in page
    assert "<li>2 source: “Ada &amp; Bo” instead of “he said”</li>" in page
    assert "<li>+2 not in the gold (0.25): “Bo said”</li>" in page
    assert "<svg" in page


def test_a_document_without_errors_is_not_shown() -> None:
    gold = evaluation().scores[0].document.attributions
    page = render_report(evaluation(*gold), worst=5)
    assert "The 0 documents with most errors" in page
    assert read(page).texts == []
