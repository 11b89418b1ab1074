"""What was measured, as tables, JSON and plots."""

import json
from xml.etree import ElementTree

import pytest

from service.evaluation.load.figures import plot_latency, plot_memory, plot_throughput
from service.evaluation.load.processes import MemoryPoint
from service.evaluation.load.report import LoadReport, LoadRun, MemoryCurve
from service.evaluation.load.samples import Sample, summarise_samples
from service.evaluation.load.server import ProcessorShares


def _run(database: str, clients: int, *, writes: int = 4, cores: int | None = None) -> LoadRun:
    read = [Sample("getQuote", 0.03, 200, told_when=False, in_time=True)] * 6
    wrote = [Sample("createArticle", 0.3, 201, told_when=False, in_time=True)] * writes
    refused = [Sample("createArticle", 0.01, 503, told_when=True, in_time=True)]
    return LoadRun(
        database=database,
        behaviour="mixed",
        clients=clients,
        cores=cores,
        operations=[
            summarise_samples("all reads", read, seconds=2),
            summarise_samples("all writes", [*wrote, *refused], seconds=2),
        ],
        clients_processor=0.1,
        processor=ProcessorShares(server=1.0, engines=2.0, database=0.5),
    )


@pytest.fixture
def report() -> LoadReport:
    return LoadReport(
        seconds=2,
        articles=100,
        cores=2,
        runs=[_run(name, clients) for name in ("sqlite", "postgresql") for clients in (1, 128)],
        memory=[MemoryCurve("sqlite", (MemoryPoint(0.0, 300.0), MemoryPoint(1.0, 350.0)))],
        by_cores=[_run("sqlite", 8, writes=20, cores=1), _run("sqlite", 8, writes=38, cores=2)],
    )


def test_the_page_has_a_row_for_each_operation_of_each_run(report: LoadReport) -> None:
    lines = report.as_page().splitlines()
    assert "| SQLite | all writes | 128 | 2.0 | 300 | 300 | 300 | 1 | 0 | 10 | 0 |" in lines
    assert "| PostgreSQL | 128 | 1.0 | 2.0 | 0.5 | 0.1 |" in lines
    assert "Memory on SQLite: 300 MB at the start, 350 at most, 350 at the end." in lines


def test_the_gain_of_a_second_core_is_the_throughput_of_writes(report: LoadReport) -> None:
    assert report.gain_of_cores() == pytest.approx(1.9)
    assert "Two cores write 1.90 times as much as one, in the means." in report.as_page()


def test_there_is_no_gain_without_a_comparison() -> None:
    assert LoadReport(seconds=2, articles=1, cores=2).gain_of_cores() is None


def test_the_json_holds_every_run(report: LoadReport) -> None:
    assert len(json.loads(report.as_json())["runs"]) == 4


def test_the_plots_are_svg_with_a_line_for_each_database(report: LoadReport) -> None:
    for svg in (plot_throughput(report.runs), plot_latency(report.runs)):
        ElementTree.fromstring(svg)
        assert "SQLite, reads" in svg
        assert "PostgreSQL, writes" in svg
    assert "SQLite" in plot_memory(report)
