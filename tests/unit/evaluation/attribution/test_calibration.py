"""Whether confidences are as high as shares of right attributions."""

from __future__ import annotations

import pytest

from service.evaluation.attribution.calibration import check_confidence
from service.evaluation.attribution.counts import Count
from tests.support.scored_document import DIRECT, said, score


def test_a_threshold_trades_recall_for_precision() -> None:
    sure = said("We will rebuild the pier", "Ada Holm", 0.95)
    unsure = said("It will", "Bo Ek", 0.25)
    calibration = check_confidence([score(sure, unsure)])
    assert calibration is not None
    kept = {each.least: each.count for each in calibration.thresholds}
    assert kept[0.2] == Count(1, 2, 3)
    assert kept[0.3] == Count(1, 1, 3)
    assert kept[0.95] == Count(1, 1, 3)


def test_without_the_surer_one_the_other_takes_its_place() -> None:
    worse = said("will rebuild the pier", "Ada Holm", 0.9)
    better = said("We will rebuild the pier", "Bo Ek", 0.4)
    calibration = check_confidence([score(better, worse)])
    assert calibration is not None
    hits = {each.least: each.count.hits for each in calibration.thresholds}
    assert (hits[0.4], hits[0.5]) == (0, 1)


def test_the_calibration_error_is_the_gap_between_sure_and_right() -> None:
    right = said("We will rebuild the pier", "Ada Holm", 0.82)
    wrong = said("the “old” pier stays", "he", 0.84)
    surest = said("It will", "he", 1.0)
    calibration = check_confidence([score(right, wrong, surest)])
    assert calibration is not None
    assert [(each.size, each.right) for each in calibration.bins] == [(2, 0.5), (1, 1.0)]
    assert calibration.error == pytest.approx((2 * 0.33 + 0) / 3)


def test_without_confidences_there_is_no_calibration() -> None:
    assert check_confidence([score(DIRECT)]) is None
    assert check_confidence([score()]) is None
