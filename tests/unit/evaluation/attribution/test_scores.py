"""What counts as found, by sentences of our own; figures worked out by hand."""

from __future__ import annotations

import re

import pytest

from service.evaluation.attribution.counts import Count, Measure
from service.evaluation.attribution.scores import DocumentScore, score_document
from service.evaluation.attribution.text_spans import spans_between_marks
from service.gold.documents import (
    Comparison,
    GoldDocument,
    MarkedAttribution,
)
from service.text.spans import Span

TEXT = "“We will rebuild the pier,” Ada Holm said. Bo Ek thinks it is too dear."


def marked(content: str, source: str = "", cue: str = "", *, text: str = TEXT) -> MarkedAttribution:
    def spans(words: str) -> tuple[Span, ...]:
        return tuple(Span(*found.span()) for found in re.finditer(re.escape(words), text) if words)

    return MarkedAttribution(content=spans(content), cue=spans(cue), source=spans(source))


PIER = marked("We will rebuild the pier", "Ada Holm", "said")
DEAR = marked("it is too dear", "Bo Ek", "thinks")


def score(
    *predicted: MarkedAttribution, gold: tuple[MarkedAttribution, ...] = (PIER, DEAR)
) -> DocumentScore:
    document = GoldDocument(id="1", text=TEXT, outlet="wire", attributions=gold)
    return score_document(Comparison(gold=document, predicted=predicted))


def test_the_gold_itself_gets_full_marks() -> None:
    counts = score(PIER, DEAR).counts
    assert counts[Measure.ATTRIBUTION] == Count(2, 2, 2)
    assert counts[Measure.QUOTED_ATTRIBUTED] == Count(1, 1, 1)
    assert counts[Measure.CONTENT_TOKENS] == Count(9, 9, 9)
    assert counts[Measure.SOURCE_TOKENS] == Count(4, 4, 4)
    assert counts[Measure.CUE_TOKENS] == Count(2, 2, 2)
    assert {count.f1 for measure, count in counts.items() if "quoted1" not in measure} == {1.0}


def test_nothing_found_is_no_precision_and_no_recall() -> None:
    count = score().counts[Measure.ATTRIBUTION]
    assert (count.precision, count.recall, count.f1) == (0.0, 0.0, 0.0)
    assert score().errors == 2


def test_half_of_the_content_is_enough_and_less_is_not() -> None:
    half = marked("We will re", "Ada Holm")
    assert not score(half).pairs
    most = marked("will rebuild the pier", "Holm")
    assert score(most).counts[Measure.ATTRIBUTION] == Count(1, 1, 2)


def test_another_source_is_detected_and_not_attributed() -> None:
    found = score(marked("We will rebuild the pier", "Bo Ek"))
    assert found.counts[Measure.QUOTED_DETECTED] == Count(1, 1, 1)
    assert found.counts[Measure.QUOTED_ATTRIBUTED] == Count(0, 1, 1)
    assert found.counts[Measure.ATTRIBUTION] == Count(0, 1, 2)
    assert found.errors == 3


def test_a_quotation_without_source_is_right_without_one() -> None:
    bare = marked("We will rebuild the pier")
    assert score(bare, gold=(bare,)).counts[Measure.ATTRIBUTION] == Count(1, 1, 1)
    assert score(PIER, gold=(bare,)).counts[Measure.ATTRIBUTION] == Count(0, 1, 1)


def test_marks_and_stops_at_the_ends_do_not_matter_to_the_exact_content() -> None:
    with_marks = marked("“We will rebuild the pier,”", "Ada Holm")
    assert score(with_marks, DEAR).counts[Measure.CONTENT_EXACT] == Count(2, 2, 2)
    longer = marked("“We will rebuild the pier,” Ada", "Holm")
    assert score(longer, DEAR).counts[Measure.CONTENT_EXACT] == Count(1, 2, 2)


def test_one_prediction_answers_one_gold_attribution() -> None:
    twice = score(PIER, PIER)
    assert twice.counts[Measure.ATTRIBUTION] == Count(1, 2, 2)


def test_an_attribution_without_content_counts_for_nothing() -> None:
    empty = MarkedAttribution(content=(), source=(Span(28, 36),))
    assert score(PIER, DEAR, empty).counts == score(PIER, DEAR).counts


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("“One,” he said. “Two.”", ["One,", "Two."]),
        ('"One," he said.', ["One,"]),
        ("“One goes on\n“and two.”", ["One goes on", "and two."]),
        ("”One,” he said.", ["One,"]),
        ("“One.“ He left.", ["One."]),
        ("„One“ and «two»", ["One", "two"]),
        ("“One “two” three", ["two"]),
        ("It’s 5” wide.", []),
        ("He said “", []),
    ],
)
def test_what_stands_between_marks(text: str, spans: list[str]) -> None:
    assert [span.of(text) for span in spans_between_marks(text)] == spans
