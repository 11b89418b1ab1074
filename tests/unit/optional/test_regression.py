"""The regression minimises the loss that it states."""

import numpy as np
import pytest

from service.optional.regression import fit_logistic

RANDOM = np.random.default_rng(5)


@pytest.mark.parametrize("bias", [True, False])
def test_the_gradient_is_zero_at_the_fitted_weights(bias: bool) -> None:
    rows = RANDOM.normal(size=(400, 3))
    labels = (RANDOM.random(400) < 0.3 + 0.4 * (rows[:, 0] > 0)).astype(float)
    fitted = fit_logistic(rows, labels, ridge=2.0, bias=bias)
    missed = labels - fitted.probabilities(rows)
    assert rows.T @ missed - 2.0 * fitted.weights == pytest.approx(0.0, abs=1e-6)
    if bias:
        assert missed.sum() == pytest.approx(0.0, abs=1e-6)
    else:
        assert fitted.bias == 0.0
