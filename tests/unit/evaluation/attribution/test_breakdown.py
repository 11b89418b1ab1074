"""Attributions by kind, length and outlet."""

from __future__ import annotations

from service.evaluation.attribution.breakdown import GroupRow, break_down
from tests.support.scored_document import DIRECT, TEXT, said, score


def test_groups_by_kind_follow_the_marks() -> None:
    rows = break_down([score(DIRECT, said("the “old” pier stays", "he"))], "kind")
    assert rows == (
        GroupRow("direct", gold=1, found=1, predicted=1, right=1),
        GroupRow("mixed", gold=1, found=0, predicted=1, right=0),
        GroupRow("indirect", gold=1, found=0, predicted=0, right=0),
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
