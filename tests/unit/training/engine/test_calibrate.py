import numpy as np
import pytest

from service.training.engine.calibrate import DecoderEvidence, calibration_error, fit_calibration

RANDOM = np.random.default_rng(7)


def evidence(count: int = 3000) -> DecoderEvidence:
    """What a decoder might see: the second number says much, the others nothing."""
    rows = RANDOM.normal(size=(count, 7))
    chances = 1.0 / (1.0 + np.exp(-(2.0 * rows[:, 1] + 0.5)))
    agreed = (RANDOM.random(count) < chances).astype(float)
    return DecoderEvidence(rows, agreed, np.arange(count) % 60, gold=int(agreed.sum() * 1.2))


def test_the_regression_finds_what_matters() -> None:
    found = fit_calibration(evidence())
    assert found.weights[1] == pytest.approx(2.0, abs=0.3)
    assert np.abs(np.delete(found.weights, 1)).max() < 0.3
    assert found.bias == pytest.approx(0.5, abs=0.3)
    assert found.error < 0.05
    assert 0.1 < found.least < 0.6


def test_the_calibration_error_is_the_mean_gap() -> None:
    chances = np.array([0.05, 0.05, 0.95, 0.95])
    assert calibration_error(chances, np.array([0.0, 0.0, 1.0, 1.0])) == pytest.approx(0.05)
    assert calibration_error(chances, np.array([1.0, 1.0, 1.0, 1.0])) == pytest.approx(0.5)
