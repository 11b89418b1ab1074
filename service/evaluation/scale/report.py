"""Summarise the costs of assigning quotes, keep a log of them, and render their table."""

from __future__ import annotations

import json
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from service.evaluation.scale.measure import AssignCost, StoreSize
from service.evaluation.tables import Table, as_markdown


@dataclass(frozen=True, slots=True)
class ScaleMeasurement:
    """The figures of one size on one database. Times are in milliseconds a quote."""

    database: str
    size: int
    """The size as requested."""
    quotes: int
    assigned: int
    assign_median: float
    assign_p99: float
    processor: float
    """The median processor time of this process."""
    commit_median: float
    commit_p99: float
    by_kind: dict[str, float]
    """The median for new quotes, exact repeats, variants and fragments."""
    together_median: float
    together_p99: float
    """Figures for articles with several quotes."""
    statements: float
    """The median of SQL statements for one quote."""
    rows: float
    bytes: float
    load: float
    """Runnable processes of the machine, on average; the machine has two cores."""


def summarise(
    database: str,
    size: int,
    holds: StoreSize,
    costs: Sequence[tuple[str, AssignCost]],
    together: Sequence[AssignCost],
    *,
    load: float,
) -> ScaleMeasurement:
    """Summarise the costs on one database.

    Args:
        database: "sqlite" or "postgresql".
        size: The size as requested.
        holds: The size as measured.
        costs: Of articles with one quote, each with the kind of the quote.
        together: Of articles with several quotes.
        load: Runnable processes of the machine.
    """
    alone = [cost for _, cost in costs]
    assign = [cost.assign for cost in alone]
    commit = [cost.commit for cost in alone]
    several = [cost.assign for cost in together]
    kinds = sorted({kind for kind, _ in costs})
    return ScaleMeasurement(
        database=database,
        size=size,
        quotes=holds.quotes,
        assigned=len(costs),
        assign_median=statistics.median(assign),
        assign_p99=percentile(assign, 99),
        processor=statistics.median(cost.processor for cost in alone),
        commit_median=statistics.median(commit),
        commit_p99=percentile(commit, 99),
        by_kind={
            kind: statistics.median(cost.assign for its, cost in costs if its == kind)
            for kind in kinds
        },
        together_median=statistics.median(several),
        together_p99=percentile(several, 99),
        statements=statistics.median(cost.statements for cost in alone),
        rows=holds.rows,
        bytes=holds.bytes,
        load=load,
    )


def percentile(values: Sequence[float], share: int) -> float:
    """Return the value that `share` percent of the values do not exceed."""
    return statistics.quantiles(values, n=100, method="inclusive")[share - 1]


def read_log(log: Path) -> list[ScaleMeasurement]:
    """Read the log of earlier measurements; without a log there are none."""
    if not log.exists():
        return []
    return [ScaleMeasurement(**json.loads(line)) for line in log.read_text("utf-8").splitlines()]


def write_log(log: Path, measured: Iterable[ScaleMeasurement]) -> None:
    """Write the log again with these measurements."""
    lines = [json.dumps(asdict(measurement)) for measurement in measured]
    log.write_text("\n".join(lines) + "\n", "utf-8")


def render_scale(measured: Iterable[ScaleMeasurement]) -> str:
    """Render the measurements as a table in Markdown."""
    head = ["database", "quotes", "assign, ms: p50", "p99", "processor", "of several: p50", "p99"]
    head += ["with commit: p50", "p99", "statements", "rows / quote", "bytes / quote", "load"]
    rows = []
    for row in sorted(measured, key=lambda row: (row.database, row.size)):
        times = [row.assign_median, row.assign_p99, row.processor]
        times += [row.together_median, row.together_p99, row.commit_median, row.commit_p99]
        cells = [row.database, f"{row.quotes:,}", *(f"{time:.1f}" for time in times)]
        cells += [f"{row.statements:.0f}", f"{row.rows:.1f}", f"{row.bytes:,.0f}"]
        rows.append((*cells, f"{row.load:.1f}"))
    return as_markdown(Table(tuple(head), tuple(rows)))
