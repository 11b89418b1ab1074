"""Show an evaluation of attributions as tables for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Sequence

from service.evaluation.attribution.breakdown import GroupRow
from service.evaluation.attribution.calibration import ConfidenceReport
from service.evaluation.attribution.counts import Count
from service.evaluation.attribution.evaluation import Evaluation
from service.evaluation.tables import Table


def attribution_tables(evaluation: Evaluation) -> list[Table]:
    """An evaluation -> its tables: figures, groups, confidence."""
    found = [_figures(evaluation)]
    found += [_groups(name, rows) for name, rows in evaluation.breakdowns.items()]
    if evaluation.calibration:
        found.append(_thresholds(evaluation.calibration))
    return found


def attribution_json(evaluation: Evaluation) -> dict[str, object]:
    """An evaluation -> an object of the scorer's form, with our own figures added."""
    return {
        **{
            measure.value: {
                **_numbers(count),
                "f1_interval": [
                    evaluation.intervals[measure].low,
                    evaluation.intervals[measure].high,
                ],
            }
            for measure, count in evaluation.counts.items()
        },
        "documents": len(evaluation.scores),
        "breakdown": {
            name: {row.group: _numbers(row) for row in rows}
            for name, rows in evaluation.breakdowns.items()
        },
        "confidence": _confidence(evaluation.calibration) if evaluation.calibration else None,
    }


def _figures(evaluation: Evaluation) -> Table:
    rows = []
    for measure, count in evaluation.counts.items():
        interval = evaluation.intervals[measure]
        between = f"{interval.low:.3f}-{interval.high:.3f}"
        numbers = (between, str(count.gold), str(count.predicted))
        rows.append((measure.value, *_shares(count), *numbers))
    return Table(("", "P", "R", "F1", "95 %", "gold", "found"), tuple(rows))


def _groups(name: str, rows: Sequence[GroupRow]) -> Table:
    return Table(
        (f"attribution by {name}", "P", "R", "F1", "gold", "found"),
        tuple((row.group, *_shares(row), str(row.gold), str(row.predicted)) for row in rows),
    )


def _thresholds(report: ConfidenceReport) -> Table:
    return Table(
        ("confidence from", "P", "R", "F1", "kept"),
        tuple(
            (f"{threshold.least:g}", *_shares(threshold.count), str(threshold.count.predicted))
            for threshold in report.thresholds
        ),
    )


def _confidence(report: ConfidenceReport) -> dict[str, object]:
    return {
        "expected_calibration_error": report.error,
        "reliability": [
            {"size": part.size, "confidence": part.confidence, "right": part.right}
            for part in report.bins
        ],
        "thresholds": [
            {"least": threshold.least, **_numbers(threshold.count)}
            for threshold in report.thresholds
        ],
    }


def _numbers(count: Count | GroupRow) -> dict[str, float]:
    return {
        "p": count.precision,
        "r": count.recall,
        "f1": count.f1,
        "gold": count.gold,
        "predicted": count.predicted,
    }


def _shares(count: Count | GroupRow) -> tuple[str, ...]:
    return tuple(f"{share:.3f}" for share in (count.precision, count.recall, count.f1))
