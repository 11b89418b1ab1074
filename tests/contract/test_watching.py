"""The tables of `docs/monitoring.md` are what the code exposes."""

from __future__ import annotations

import re
from pathlib import Path

from service.observability.logs import FIELDS
from service.observability.metrics import REGISTRY

PAGE = (Path(__file__).parents[2] / "docs" / "monitoring.md").read_text("utf-8")


def test_every_metric_is_in_the_table_with_its_type_and_labels() -> None:
    rows = re.findall(r"^\| `(onrecord_\w+)` \| (\w+) \| ([^|]*) \|", PAGE, re.MULTILINE)
    shown = {
        (name.removesuffix("_total"), kind, tuple(re.findall(r"`(\w+)`", labels)))
        for name, kind, labels in rows
    }
    assert all(name.endswith("_total") == (kind == "counter") for name, kind, _ in rows)
    assert shown == {
        (metric.name, metric.type, collector._labelnames)
        for collector in REGISTRY._collector_to_names
        for metric in collector.describe()
    }


def test_every_field_of_a_line_is_in_the_table() -> None:
    table = PAGE.partition("| field |")[2].partition("\n\n")[0]
    fields = re.findall(r"`(\w+)`", "".join(re.findall(r"^\| ([^|]+) \|", table, re.MULTILINE)))
    assert fields == ["timestamp", "level", "logger", "event", *FIELDS]


def test_the_alerts_use_metrics_that_exist() -> None:
    alerts = PAGE.partition("groups:")[2].partition("```")[0]
    used = set(re.findall(r"\bonrecord_\w+", alerts))
    exposed = {name for names in REGISTRY._collector_to_names.values() for name in names}
    assert used
    assert used <= exposed
