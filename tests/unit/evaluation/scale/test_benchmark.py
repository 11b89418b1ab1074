"""The benchmark of scale runs from end to end."""

from itertools import islice
from pathlib import Path

import pytest

from service.evaluation.plots import plot_scale
from service.evaluation.scale import benchmark, measure
from service.evaluation.scale.report import ScaleMeasurement, read_log, render_scale
from service.evaluation.speed.question_cost import measure_questions, stored_wordings
from service.storage.db.engine import open_engine
from service.storage.store import Store


@pytest.mark.parametrize("database", benchmark.DATABASES)
def test_stores_grow_and_are_measured_once(
    database: str, train: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(measure.SETTINGS, "shared_buffers", "'128MB'")
    monkeypatch.setattr(benchmark, "WARM_UP", 2)
    monkeypatch.setattr(benchmark, "TURN", 5)
    directory, plot = tmp_path / "run", tmp_path / "scale.svg"

    def run() -> list[ScaleMeasurement]:
        rendered = benchmark.run_scale(
            train,
            directory,
            sizes=[20, 40],
            databases=[database],
            assigned=20,
            batch_size=20,
            workers=1,
            plot=plot,
        )
        found = read_log(directory / "measured.jsonl")
        assert rendered == render_scale(found)
        return found

    measured = run()
    assert [row.size for row in measured] == [20, 40]
    assert [row.database for row in measured] == [database] * 2
    assert measured[0].quotes < measured[1].quotes
    assert all(0 < row.assign_median <= row.assign_p99 for row in measured)
    assert all(row.assign_median < row.commit_median for row in measured)
    assert all(0 < row.together_median <= row.together_p99 for row in measured)
    assert run() == measured  # what is measured is not measured again
    assert render_scale(measured).count(f"| {database} |") == 2
    assert plot.read_text("utf-8") == plot_scale(measured)

    with measure.database_url(database, directory / "40") as url:
        engine, store = open_engine(url), Store.open(url)
        asked = list(islice(stored_wordings(engine), 3))
        costs = {cost.way: cost for cost in measure_questions(store, asked)}
        store.close()
        engine.dispose()
    assert costs["match: the whole"].found == 3
    assert costs["list: one word"].found == 3
    assert all(len(cost.answers) == 3 for cost in costs.values())
