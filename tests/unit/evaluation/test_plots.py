"""Plots are SVGs, the same for the same figures."""

from __future__ import annotations

from xml.etree import ElementTree

from service.evaluation.attribution.calibration import check_confidence
from service.evaluation.plots import plot_reliability, plot_scale
from service.evaluation.scale.report import ScaleMeasurement
from tests.support.scored_document import said, score

SVG = "{http://www.w3.org/2000/svg}"


def measurement(database: str, size: int) -> ScaleMeasurement:
    times = dict.fromkeys(("assign_median", "assign_p99", "commit_median", "commit_p99"), 4.0)
    others = dict.fromkeys(("processor", "together_median", "together_p99", "load"), 1.0)
    kept = {"statements": 9.0, "rows": 20.0, "bytes": 4000.0}
    return ScaleMeasurement(
        database=database,
        size=size,
        quotes=size,
        assigned=20,
        by_kind={},
        **times,
        **others,
        **kept,
    )


def test_the_reliability_plot_has_a_dot_for_each_bin() -> None:
    report = check_confidence([score(said("It will", "he", 0.9), said("We will", None, 0.1))])
    assert report is not None
    svg = plot_reliability(report)
    assert svg.startswith("<svg")
    bins = ElementTree.fromstring(svg).find(f".//{SVG}g[@id='bins']")
    assert bins is not None
    assert len(bins.findall(f".//{SVG}path")) == 2
    assert plot_reliability(report) == svg


def test_the_plot_of_scale_names_the_databases_that_were_measured() -> None:
    svg = plot_scale([measurement("sqlite", 10_000), measurement("sqlite", 100_000)])
    assert "SQLite, median" in svg
    assert "PostgreSQL" not in svg
    assert "dc:date" not in svg
