"""What a run of load found, as tables in Markdown and as JSON."""

from __future__ import annotations

import json
import statistics
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from service.evaluation.load.processes import MemoryPoint
from service.evaluation.load.samples import OperationStatistics
from service.evaluation.load.server import ProcessorShares
from service.evaluation.tables import Table, as_markdown

_HEAD = (
    "",
    "operation",
    "clients",
    "a second",
    "p50, ms",
    "p95",
    "p99",
    "refused",
    "without `Retry-After`",
    "refused, p95",
    "failed",
)
_COST_HEAD = ("", "clients", "server, s", "engines, s", "database, s", "clients, s")
_CORES_HEAD = ("cores", "writes a second", "server, s", "engines, s", "clients, s", "a write, ms")
_NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True, slots=True)
class MemoryCurve:
    """Memory of all processes of a server while the runs went on."""

    database: str
    points: tuple[MemoryPoint, ...]


@dataclass(frozen=True, slots=True)
class LoadRun:
    """One run of clients on one server."""

    database: str
    behaviour: str
    clients: int
    cores: int | None
    """The cores that the server was kept to; None: all."""
    operations: list[OperationStatistics]
    clients_processor: float
    """Processor seconds of the clients, without the warm-up."""
    processor: ProcessorShares
    """Processor seconds of the server, with the warm-up."""

    def of(self, operation: str) -> OperationStatistics | None:
        """Return the statistics of an operation or a group; None if there was no request."""
        return next((each for each in self.operations if each.operation == operation), None)

    def __str__(self) -> str:
        shown = "; ".join(
            f"{each.operation} {each.per_second:.1f}/s, p95 {_number(each.p95)} ms, "
            f"{each.refused} refused, {each.failed} failed"
            for each in self.operations
            if each.operation.startswith("all ")
        )
        where = f"{self.database}, {self.behaviour}, {self.clients} clients"
        return f"{where}: {shown}"


@dataclass(frozen=True, slots=True)
class LoadReport:
    """All runs."""

    seconds: float
    articles: int
    cores: int
    runs: list[LoadRun] = field(default_factory=list)
    memory: list[MemoryCurve] = field(default_factory=list)
    by_cores: list[LoadRun] = field(default_factory=list)

    def as_json(self) -> str:
        """Return everything as JSON."""
        return json.dumps(asdict(self), indent=1) + "\n"

    def as_page(self) -> str:
        """Return the tables in Markdown."""
        tables = [Table(_HEAD, tuple(_operation_rows(self.runs)))]
        tables.append(Table(_COST_HEAD, tuple(map(_cost_row, self.runs))))
        if self.by_cores:
            tables.append(Table(_CORES_HEAD, tuple(map(_cores_row, self.by_cores))))
        parts = [as_markdown(table) for table in tables]
        gain = self.gain_of_cores()
        if gain is not None:
            parts.append(f"Two cores write {gain:.2f} times as much as one, in the means.")
        parts += [_memory_line(curve) for curve in self.memory]
        return "\n\n".join(parts)

    def gain_of_cores(self) -> float | None:
        """Return how many times as much two cores write as one, in the means of all turns."""
        one, two = (
            [_written(run) for run in self.by_cores if run.cores == cores] for cores in (1, 2)
        )
        if not one or not two or not any(one):
            return None
        return statistics.mean(two) / statistics.mean(one)


def _operation_rows(runs: Iterable[LoadRun]) -> Iterable[tuple[str, ...]]:
    for run in runs:
        for each in run.operations:
            yield (
                _name(run),
                each.operation if each.operation.startswith("all ") else f"`{each.operation}`",
                str(run.clients),
                f"{each.per_second:.1f}",
                _number(each.p50),
                _number(each.p95),
                _number(each.p99),
                str(each.refused),
                str(each.refused_untold),
                _number(each.refused_p95),
                str(each.failed),
            )


def _cost_row(run: LoadRun) -> tuple[str, ...]:
    spent = (run.processor.server, run.processor.engines, run.processor.database)
    costs = (f"{seconds:.1f}" for seconds in (*spent, run.clients_processor))
    return (_name(run), str(run.clients), *costs)


def _cores_row(run: LoadRun) -> tuple[str, ...]:
    writes = run.of("all writes")
    each = run.processor.total * 1000 / writes.answered if writes and writes.answered else 0.0
    return (
        str(run.cores),
        f"{_written(run):.2f}",
        f"{run.processor.server:.1f}",
        f"{run.processor.engines:.1f}",
        f"{run.clients_processor:.1f}",
        f"{each:.0f}",
    )


def _written(run: LoadRun) -> float:
    writes = run.of("all writes")
    return writes.per_second if writes else 0.0


def _memory_line(curve: MemoryCurve) -> str:
    held = [point.megabytes for point in curve.points]
    return (
        f"Memory on {_NAMES[curve.database]}: {held[0]:.0f} MB at the start, "
        f"{max(held):.0f} at most, {held[-1]:.0f} at the end."
    )


def _name(run: LoadRun) -> str:
    return _NAMES[run.database] + (", reads alone" if run.behaviour == "reads" else "")


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.0f}" if value >= 10 else f"{value:.1f}"
