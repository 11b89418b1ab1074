"""The plots of `docs/benchmarks.md`: confidence against right ones, and speed against size."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from service.optional.figures import GRID, INK, new_figure, render_svg

if TYPE_CHECKING:
    from service.evaluation.attribution.calibration import ConfidenceReport
    from service.evaluation.scale.report import ScaleMeasurement

_BLUE, _ORANGE = "#2b6cb0", "#c05621"
_LARGEST_DOT = 500.0
_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
_DATABASES = {"sqlite": ("SQLite", _BLUE), "postgresql": ("PostgreSQL", _ORANGE)}
_GOALS = (5.0, 25.0)
"""Milliseconds: the median and the 99th percentile to reach at a million quotes."""
_SIZES = {10_000: "10k", 100_000: "100k", 1_000_000: "1M", 3_000_000: "3M"}
_TIMES = (1, 2, 5, 10, 25, 50, 100)


def plot_reliability(report: ConfidenceReport) -> str:
    """Return an SVG with a dot for each bin: its mean confidence and its share of right ones.

    The area of a dot is the number of attributions in its bin. Where dots leave the diagonal, the
    confidence is too high or too low.

    Raises:
        OnRecordError: Matplotlib is not installed.
    """
    figure, axes = new_figure(width=4.2, height=4.2)
    confidences = [part.confidence for part in report.bins]
    shares = [part.right for part in report.bins]
    most = max(part.size for part in report.bins)
    areas = [_LARGEST_DOT * part.size / most for part in report.bins]
    axes.plot([0, 1], [0, 1], "--", color=GRID, linewidth=1.0)
    axes.plot(confidences, shares, color=_BLUE, linewidth=1.2)
    axes.scatter(confidences, shares, s=areas, color=_BLUE, alpha=0.6, clip_on=False, gid="bins")
    axes.set_title(f"calibration error {report.error:.3f}", fontsize="medium")
    axes.set(xlim=(0, 1), ylim=(0, 1), xticks=_TICKS, yticks=_TICKS, aspect="equal")
    axes.set(xlabel="confidence", ylabel="share that is right")
    return render_svg(figure, title="Confidence against the share of right attributions")


def plot_scale(measured: Sequence[ScaleMeasurement]) -> str:
    """Return an SVG of the time to assign one quote by the quotes stored, both axes logarithmic.

    Whole lines are medians, dashed lines 99th percentiles. The two grey lines are the goals.

    Raises:
        OnRecordError: Matplotlib is not installed.
    """
    figure, axes = new_figure(width=5.6, height=4.0)
    for goal in _GOALS:
        axes.axhline(goal, color=GRID, linewidth=1.0)
    for database, (name, colour) in _DATABASES.items():
        found = sorted(
            (row for row in measured if row.database == database), key=lambda row: row.size
        )
        if not found:
            continue
        sizes = [row.quotes for row in found]
        medians = [row.assign_median for row in found]
        slowest = [row.assign_p99 for row in found]
        axes.plot(sizes, medians, "o-", color=colour, markersize=4, label=f"{name}, median")
        axes.plot(sizes, slowest, "o--", color=colour, markersize=4, label=f"{name}, p99")
    axes.set(xscale="log", yscale="log", ylim=(_TIMES[0], _TIMES[-1]))
    axes.set_xticks(list(_SIZES), list(_SIZES.values()))
    axes.set_yticks(list(_TIMES), [str(time) for time in _TIMES])
    axes.minorticks_off()
    axes.tick_params(color=INK)
    axes.set(xlabel="quotes stored", ylabel="milliseconds to assign one quote")
    axes.legend(frameon=False)
    return render_svg(figure, title="Milliseconds to assign one quote, by the quotes stored")
