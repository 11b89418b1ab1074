"""An evaluation -> rows for a terminal or a page, and JSON for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from service.evaluation.attribution.breakdown import Row
from service.evaluation.attribution.calibration import Calibration
from service.evaluation.attribution.counts import Count
from service.evaluation.attribution.evaluation import Evaluation
from service.evaluation.speakers.scores import SpeakerScore


@dataclass(frozen=True, slots=True)
class Table:
    """A title row and rows of cells, the first cell of each its name."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tables(evaluation: Evaluation) -> list[Table]:
    """An evaluation -> its tables: figures, groups, confidence."""
    found = [_figures(evaluation)]
    found += [_groups(name, rows) for name, rows in evaluation.breakdowns.items()]
    if evaluation.calibration:
        found.append(_thresholds(evaluation.calibration))
    return found


def as_text(table: Table) -> str:
    """A table -> lines of even columns."""
    lines = (table.head, *table.rows)
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(_line(cells, widths) for cells in lines)


def as_json(evaluation: Evaluation) -> dict[str, object]:
    """An evaluation -> an object of the scorer's form, with what we add to it."""
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
        "confidence": _calibration(evaluation.calibration) if evaluation.calibration else None,
    }


def speaker_table(score: SpeakerScore) -> Table:
    """A speaker score -> its table."""
    rows = [
        (
            group,
            str(count.all),
            *(
                f"{share:.3f}"
                for share in (count.right_of_all, count.right_of_found, count.misnamed_of_found)
            ),
        )
        for group, count in score.groups.items()
    ]
    average = ("macro (by document)", "", f"{score.macro:.3f}", "", "")
    return Table(("", "lines", "right/all", "right/found", "wrong name"), (*rows, average))


def speaker_json(score: SpeakerScore) -> dict[str, object]:
    """A speaker score -> an object of the speaker scorer's form."""
    return {
        **{
            group: {
                "all": count.all,
                "right_of_all": count.right_of_all,
                "right_of_found": count.right_of_found,
                "wrong_name": count.misnamed_of_found,
            }
            for group, count in score.groups.items()
        },
        "macro": score.macro,
    }


def _figures(evaluation: Evaluation) -> Table:
    rows = []
    for measure, count in evaluation.counts.items():
        interval = evaluation.intervals[measure]
        between = f"{interval.low:.3f}-{interval.high:.3f}"
        numbers = (between, str(count.gold), str(count.predicted))
        rows.append((measure.value, *_shares(count), *numbers))
    return Table(("", "P", "R", "F1", "95 %", "gold", "found"), tuple(rows))


def _groups(name: str, rows: Sequence[Row]) -> Table:
    return Table(
        (f"attribution by {name}", "P", "R", "F1", "gold", "found"),
        tuple((row.group, *_shares(row), str(row.gold), str(row.predicted)) for row in rows),
    )


def _thresholds(calibration: Calibration) -> Table:
    return Table(
        ("confidence from", "P", "R", "F1", "kept"),
        tuple(
            (f"{each.least:g}", *_shares(each.count), str(each.count.predicted))
            for each in calibration.thresholds
        ),
    )


def _calibration(calibration: Calibration) -> dict[str, object]:
    return {
        "expected_calibration_error": calibration.error,
        "reliability": [
            {"size": each.size, "confidence": each.confidence, "right": each.right}
            for each in calibration.bins
        ],
        "thresholds": [
            {"least": each.least, **_numbers(each.count)} for each in calibration.thresholds
        ],
    }


def _numbers(count: Count | Row) -> dict[str, float]:
    return {
        "p": count.precision,
        "r": count.recall,
        "f1": count.f1,
        "gold": count.gold,
        "predicted": count.predicted,
    }


def _shares(count: Count | Row) -> tuple[str, ...]:
    return tuple(f"{share:.3f}" for share in (count.precision, count.recall, count.f1))


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = zip(cells, widths, strict=True)
    return first[0].ljust(first[1]) + "".join(f"  {cell.rjust(width)}" for cell, width in others)
