"""The plots of load: throughput and slow answers by clients, and memory over time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from service.evaluation.load.report import LoadReport, LoadRun
from service.evaluation.load.samples import OperationStatistics
from service.optional.figures import GRID, INK, new_figure, render_svg

_COLOURS = {"sqlite": "#2b6cb0", "postgresql": "#c05621"}
_NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
_LINES = {"all reads": "o-", "all writes": "s--"}
_GOAL = 100.0
"""Milliseconds: the 95th percentile of reads to stay under."""


def write_plots(report: LoadReport, directory: Path) -> None:
    """Write the plots of a report as SVG: `load-throughput`, `load-latency` and `load-memory`.

    Raises:
        OnRecordError: Matplotlib is not installed.
    """
    plots = {
        "load-throughput.svg": plot_throughput(report.runs),
        "load-latency.svg": plot_latency(report.runs),
        "load-memory.svg": plot_memory(report),
    }
    for name, svg in plots.items():
        (directory / name).write_text(svg, "utf-8")


def plot_throughput(runs: Iterable[LoadRun]) -> str:
    """Return an SVG of good answers a second by clients. Dashed lines are writes."""
    title = "Good answers a second, by clients"
    return _plot_by_clients(
        runs, lambda found: found.per_second, label="good answers a second", title=title, goal=None
    )


def plot_latency(runs: Iterable[LoadRun]) -> str:
    """Return an SVG of the 95th percentile by clients. The grey line is the goal of reads."""
    title = "95th percentile of good answers in milliseconds, by clients"
    return _plot_by_clients(
        runs, lambda found: found.p95, label="p95 in milliseconds", title=title, goal=_GOAL
    )


def plot_memory(report: LoadReport) -> str:
    """Return an SVG of the memory of all processes of a server over time."""
    figure, axes = new_figure(width=5.6, height=3.4)
    for curve in report.memory:
        seconds = [point.seconds for point in curve.points]
        held = [point.megabytes for point in curve.points]
        colour, name = _COLOURS[curve.database], _NAMES[curve.database]
        axes.plot(seconds, held, color=colour, linewidth=1.2, label=name)
    axes.set(xlabel="seconds", ylabel="MB of all processes")
    axes.set_ylim(bottom=0)
    axes.legend(frameon=False)
    return render_svg(figure, title="Memory of a server and its database over time")


def _plot_by_clients(
    runs: Iterable[LoadRun],
    value: Callable[[OperationStatistics], float | None],
    *,
    label: str,
    title: str,
    goal: float | None,
) -> str:
    figure, axes = new_figure(width=5.6, height=4.0)
    mixed = [run for run in runs if run.behaviour == "mixed"]
    clients = sorted({run.clients for run in mixed})
    if goal is not None:
        axes.axhline(goal, color=GRID, linewidth=1.0)
    for database, colour in _COLOURS.items():
        for operation, line in _LINES.items():
            found = {
                run.clients: seen
                for run in mixed
                if run.database == database
                and (of := run.of(operation))
                and (seen := value(of)) is not None
            }
            if found:
                name = f"{_NAMES[database]}, {operation.removeprefix('all ')}"
                axes.plot(
                    list(found), list(found.values()), line, color=colour, markersize=4, label=name
                )
    axes.set(xscale="log", yscale="log", xlabel="clients", ylabel=label)
    axes.set_xticks(clients, [str(count) for count in clients])
    axes.minorticks_off()
    axes.tick_params(color=INK)
    axes.legend(frameon=False)
    return render_svg(figure, title=title)
