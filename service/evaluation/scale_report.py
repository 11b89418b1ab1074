"""What quotes took -> the figures of a size, a log of them, and a table."""

from __future__ import annotations

import json
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from service.evaluation.scale_measure import Held, Spent


@dataclass(frozen=True, slots=True)
class Measured:
    """A size on one database. Times are in milliseconds."""

    database: str
    size: int
    """As asked for."""
    quotes: int
    placed: int
    place_median: float
    place_p99: float
    processor: float
    """The median of what of it this process computed."""
    whole_median: float
    whole_p99: float
    by_kind: dict[str, float]
    """The median of placing new quotes, exact repeats, variants and fragments."""
    statements: float
    """The median of placing one quote."""
    rows: float
    bytes: float
    load: float
    """Runnable processes of the machine, on average; two of them have a core each."""


def summarise(
    database: str, size: int, holds: Held, spent: Sequence[Spent], *, load: float
) -> Measured:
    """What a database holds, and what quotes took in it -> the figures."""
    place = [one.place for one in spent]
    whole = [one.whole for one in spent]
    kinds = sorted({one.kind for one in spent})
    return Measured(
        database=database,
        size=size,
        quotes=holds.quotes,
        placed=len(spent),
        place_median=statistics.median(place),
        place_p99=percentile(place, 99),
        processor=statistics.median(one.processor for one in spent),
        whole_median=statistics.median(whole),
        whole_p99=percentile(whole, 99),
        by_kind={
            kind: statistics.median(one.place for one in spent if one.kind == kind)
            for kind in kinds
        },
        statements=statistics.median(one.statements for one in spent),
        rows=holds.rows,
        bytes=holds.bytes,
        load=load,
    )


def percentile(values: Sequence[float], share: int) -> float:
    """Values and a number of percent -> what so many of them do not exceed."""
    return statistics.quantiles(values, n=100, method="inclusive")[share - 1]


def read_log(log: Path) -> list[Measured]:
    """A log -> what was measured so far."""
    if not log.exists():
        return []
    return [Measured(**json.loads(line)) for line in log.read_text("utf-8").splitlines()]


def render(measured: Iterable[Measured]) -> str:
    """What was measured -> a table in Markdown."""
    heads = ["database", "quotes", "place, ms: p50", "p99", "processor", "with commit: p50", "p99"]
    heads += ["statements", "rows / quote", "bytes / quote", "load"]
    lines = ["| " + " | ".join(heads) + " |", "|---|" + "---:|" * (len(heads) - 1)]
    for one in sorted(measured, key=lambda one: (one.database, one.size)):
        figures = [one.place_median, one.place_p99, one.processor, one.whole_median, one.whole_p99]
        cells = [one.database, f"{one.quotes:,}", *(f"{figure:.1f}" for figure in figures)]
        cells += [f"{one.statements:.0f}", f"{one.rows:.1f}", f"{one.bytes:,.0f}"]
        lines.append("| " + " | ".join([*cells, f"{one.load:.1f}"]) + " |")
    return "\n".join(lines)
