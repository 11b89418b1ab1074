"""Intervals, groups, confidence: each on documents small enough to count by hand."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from service.evaluation.attribution.bootstrap import find_intervals
from service.evaluation.attribution.breakdown import Row, break_down
from service.evaluation.attribution.calibration import calibrate
from service.evaluation.attribution.counts import Count, Counts, Measure
from service.evaluation.attribution.evaluation import worst
from service.evaluation.attribution.reliability import plot_reliability
from service.evaluation.attribution.scores import DocumentScore, score_document
from service.evaluation.gold import Comparison, GoldDocument, Marked
from service.text.spans import Span

TEXT = (
    "“We will rebuild the pier,” Ada Holm said. Bo Ek said the “old” pier stays. It will, he said."
)


def said(words: str, source: str | None, confidence: float | None = None) -> Marked:
    start = TEXT.index(words)
    by = TEXT.index(source) if source else 0
    return Marked(
        content=(Span(start, start + len(words)),),
        source=(Span(by, by + len(source)),) if source else (),
        confidence=confidence,
    )


DIRECT = said("We will rebuild the pier", "Ada Holm")
MIXED = said("the “old” pier stays", "Bo Ek")
INDIRECT = said("It will", "he")


def score(*predicted: Marked, id_: str = "1", outlet: str = "wire") -> DocumentScore:
    gold = GoldDocument(id=id_, text=TEXT, outlet=outlet, attributions=(DIRECT, MIXED, INDIRECT))
    return score_document(Comparison(gold=gold, predicted=predicted))


def counts(hits: int) -> Counts:
    return {**dict.fromkeys(Measure, Count()), Measure.ATTRIBUTION: Count(hits, 4, 4)}


def test_the_same_seed_gives_the_same_intervals_and_another_seed_others() -> None:
    documents = [counts(hits % 5) for hits in range(20)]
    first, again, other = (find_intervals(documents, samples=50, seed=s) for s in (1, 1, 2))
    assert first == again
    assert first != other


def test_an_interval_holds_the_figure_and_shrinks_with_more_documents() -> None:
    few = find_intervals([counts(1), counts(3)] * 5, samples=400)[Measure.ATTRIBUTION]
    many = find_intervals([counts(1), counts(3)] * 80, samples=400)[Measure.ATTRIBUTION]
    assert few.low < many.low < 0.5 < many.high < few.high


def test_documents_that_are_all_alike_leave_nothing_open() -> None:
    interval = find_intervals([counts(1)] * 9, samples=20)[Measure.ATTRIBUTION]
    assert (interval.low, interval.high) == (0.25, 0.25)


def test_groups_by_kind_follow_the_marks() -> None:
    rows = break_down([score(DIRECT, said("the “old” pier stays", "he"))], "kind")
    assert rows == (
        Row("direct", gold=1, found=1, predicted=1, right=1),
        Row("mixed", gold=1, found=0, predicted=1, right=0),
        Row("indirect", gold=1, found=0, predicted=0, right=0),
    )


def test_precision_is_that_of_the_predictions_kind() -> None:
    # The gold is direct; the prediction reaches beyond the marks, so it is mixed, and right.
    rows = {row.group: row for row in break_down([score(said(TEXT[:31], "Holm"))], "kind")}
    assert (rows["direct"].recall, rows["direct"].precision) == (1.0, 0.0)
    assert (rows["mixed"].recall, rows["mixed"].precision) == (0.0, 1.0)
    assert rows["mixed"].f1 == 0.0


def test_groups_by_length_come_short_to_long_and_outlets_by_name() -> None:
    assert [(row.group, row.gold) for row in break_down([score()], "length")] == [("1-5 words", 3)]
    scores = [score(outlet="wire"), score(outlet="post", id_="2")]
    assert [row.group for row in break_down(scores, "outlet")] == ["post", "wire"]
    long = said(TEXT, None)
    assert [row.group for row in break_down([score(long)], "length")] == [
        "1-5 words",
        "16-30 words",
    ]


def test_a_threshold_trades_recall_for_precision() -> None:
    sure = said("We will rebuild the pier", "Ada Holm", 0.95)
    unsure = said("It will", "Bo Ek", 0.25)
    calibration = calibrate([score(sure, unsure)])
    assert calibration is not None
    kept = {each.least: each.count for each in calibration.thresholds}
    assert kept[0.2] == Count(1, 2, 3)
    assert kept[0.3] == Count(1, 1, 3)
    assert kept[0.95] == Count(1, 1, 3)


def test_without_the_surer_one_the_other_takes_its_place() -> None:
    worse = said("will rebuild the pier", "Ada Holm", 0.9)
    better = said("We will rebuild the pier", "Bo Ek", 0.4)
    calibration = calibrate([score(better, worse)])
    assert calibration is not None
    hits = {each.least: each.count.hits for each in calibration.thresholds}
    assert (hits[0.4], hits[0.5]) == (0, 1)


def test_the_calibration_error_is_the_gap_between_sure_and_right() -> None:
    right = said("We will rebuild the pier", "Ada Holm", 0.82)
    wrong = said("the “old” pier stays", "he", 0.84)
    surest = said("It will", "he", 1.0)
    calibration = calibrate([score(right, wrong, surest)])
    assert calibration is not None
    assert [(each.size, each.right) for each in calibration.bins] == [(2, 0.5), (1, 1.0)]
    assert calibration.error == pytest.approx((2 * 0.33 + 0) / 3)


def test_without_confidences_there_is_no_calibration() -> None:
    assert calibrate([score(DIRECT)]) is None
    assert calibrate([score()]) is None


def test_the_plot_is_an_svg_with_a_dot_for_each_bin() -> None:
    calibration = calibrate([score(said("It will", "he", 0.9), said("We will", None, 0.1))])
    assert calibration is not None
    drawn = ElementTree.fromstring(plot_reliability(calibration))
    dots = drawn.findall("{http://www.w3.org/2000/svg}circle")
    assert [dot.get("cy") for dot in dots] == ["368.0", "48.0"]


def test_the_worst_documents_are_those_with_most_errors() -> None:
    scores = [
        score(DIRECT, MIXED, INDIRECT, id_="good"),
        score(DIRECT, id_="middling"),
        score(id_="bad"),
        score(DIRECT, MIXED, said("said the", None), id_="also"),
    ]
    ids = [each.document.id for each in worst(scores, at_most=9)]
    assert ids == ["bad", "also", "middling"]
    assert len(worst(scores, at_most=1)) == 1
