"""What quotes took -> the figures of a size, a log of them, and a table."""

from __future__ import annotations

import json
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from service.evaluation.scale.measure import Held, Spent


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
    together_median: float
    together_p99: float
    """What one quote takes of an article that has several."""
    statements: float
    """The median of placing one quote."""
    rows: float
    bytes: float
    load: float
    """Runnable processes of the machine, on average; two of them have a core each."""


def summarise(
    database: str,
    size: int,
    holds: Held,
    spent: Sequence[tuple[str, Spent]],
    together: Sequence[Spent],
    *,
    load: float,
) -> Measured:
    """What a database holds, what single quotes took by kind, and several together."""
    alone = [one for _, one in spent]
    place = [one.place for one in alone]
    whole = [one.whole for one in alone]
    several = [one.place for one in together]
    return Measured(
        database=database,
        size=size,
        quotes=holds.quotes,
        placed=len(spent),
        place_median=statistics.median(place),
        place_p99=percentile(place, 99),
        processor=statistics.median(one.processor for one in alone),
        whole_median=statistics.median(whole),
        whole_p99=percentile(whole, 99),
        by_kind={
            kind: statistics.median(one.place for its, one in spent if its == kind)
            for kind in sorted({its for its, _ in spent})
        },
        together_median=statistics.median(several),
        together_p99=percentile(several, 99),
        statements=statistics.median(one.statements for one in alone),
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
    heads = ["database", "quotes", "place, ms: p50", "p99", "processor", "of several: p50", "p99"]
    heads += ["with commit: p50", "p99", "statements", "rows / quote", "bytes / quote", "load"]
    lines = ["| " + " | ".join(heads) + " |", "|---|" + "---:|" * (len(heads) - 1)]
    for one in sorted(measured, key=lambda one: (one.database, one.size)):
        figures = [one.place_median, one.place_p99, one.processor]
        figures += [one.together_median, one.together_p99, one.whole_median, one.whole_p99]
        cells = [one.database, f"{one.quotes:,}", *(f"{figure:.1f}" for figure in figures)]
        cells += [f"{one.statements:.0f}", f"{one.rows:.1f}", f"{one.bytes:,.0f}"]
        lines.append("| " + " | ".join([*cells, f"{one.load:.1f}"]) + " |")
    return "\n".join(lines)
