"""Fit a logistic regression with scikit-learn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.extras import needs_extra

_TOLERANCE = 1e-10
_STEPS = 100
_LIMIT = 30.0
"""Scores are cut off here: no probability is exactly 0 or 1."""


@dataclass(frozen=True, slots=True)
class LogisticRegression:
    """The weights of a logistic regression over the columns of a table, and its bias."""

    weights: NDArray[np.float64]
    bias: float

    def probabilities(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Rows of features -> the probability of each row's label."""
        scores = np.clip(rows @ self.weights + self.bias, -_LIMIT, _LIMIT)
        chances: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-scores))
        return chances


def fit_logistic(
    rows: NDArray[np.float64], labels: NDArray[np.float64], *, ridge: float, bias: bool = True
) -> LogisticRegression:
    """Fit weights by Newton's method under a ridge, which keeps them small on few data.

    Args:
        rows: The features, one row an example.
        labels: 0.0 or 1.0 for each row; both must occur.
        ridge: Half of it times the squared weights is added to the loss. The bias is free.
        bias: Whether there is a bias beside the weights.

    Raises:
        OnRecordError: Scikit-learn is not installed.
    """
    with needs_extra("test", purpose="Regressions"):
        from sklearn.linear_model import LogisticRegression as Estimator
    estimator = Estimator(
        C=1.0 / ridge,
        fit_intercept=bias,
        solver="newton-cholesky",
        tol=_TOLERANCE,
        max_iter=_STEPS,
    )
    estimator.fit(rows, labels)
    return LogisticRegression(weights=estimator.coef_[0], bias=float(np.sum(estimator.intercept_)))
