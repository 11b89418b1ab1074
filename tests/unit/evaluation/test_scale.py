"""The benchmark of scale runs from end to end, and bulk filling leaves what placing would."""

import json
from itertools import islice
from pathlib import Path

import pytest
from sqlalchemy import Engine

from service.evaluation.dedup import key_recall
from service.evaluation.gold import read_gold
from service.evaluation.scale import command, server
from service.evaluation.scale.check import check
from service.evaluation.scale.plot import plot_scale
from service.evaluation.scale.press import Press, make_press
from service.evaluation.scale.report import Measured, read_log, render
from service.evaluation.scale.rows import batch
from service.evaluation.speed.question_cost import measure_questions, stored_wordings
from service.storage.db.engine import open_engine
from service.storage.db.migrate import upgrade
from service.storage.store import Store

STOCK = "open the sluice"
SAID = (
    "The harbour belongs to every one of us and not to a handful of wealthy yacht owners",
    "We counted nine hundred herring on Tuesday and four on Friday",
    STOCK,
    "Nobody who walked across the old bridge last winter will ever forget how it sang",
)
SPEAKERS = ("Ada Quill", "Ned Pike", "Mara Stone", "Ada Quill")


@pytest.fixture
def train(tmp_path: Path) -> Path:
    lines = []
    for number in range(3):
        text, attributions = "", []
        for line, speaker in zip(SAID, SPEAKERS, strict=True):
            said = line if line == STOCK else f"{line} {'again ' * number}"
            start = len(text)
            text += f"“{said},” {speaker} said on a cold morning in the {number}th street.\n\n"
            content = [[start, start + len(said) + 3]]
            source = [[start + len(said) + 4, start + len(said) + 4 + len(speaker)]]
            attributions.append({"id": f"E{start}", "content": content, "source": source})
        lines.append(json.dumps({"id": str(number), "text": text, "attributions": attributions}))
    path = tmp_path / "train.jsonl"
    path.write_text("\n".join(lines), "utf-8")
    return path


@pytest.fixture
def press(train: Path) -> Press:
    return make_press(read_gold(train.read_text("utf-8").splitlines()))


def test_articles_are_read(press: Press) -> None:
    assert press.stock == [STOCK] * 3
    assert press.stock_share == 0.25
    assert set(press.speakers) == {"Quill", "Pike", "Stone"}


@pytest.mark.parametrize("database", command.DATABASES)
def test_stores_grow_and_are_measured_once(
    database: str, train: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(server.SETTINGS, "shared_buffers", "'128MB'")
    monkeypatch.setattr(command, "WARM_UP", 2)
    monkeypatch.setattr(command, "TURN", 5)
    directory, plot = tmp_path / "run", tmp_path / "scale.svg"

    def run() -> list[Measured]:
        command.main(
            train,
            directory,
            size=[20, 40],
            database=[database],
            placed=20,
            batch_size=20,
            workers=1,
            plot=plot,
        )
        return read_log(directory / "measured.jsonl")

    measured = run()
    assert [one.size for one in measured] == [20, 40]
    assert [one.database for one in measured] == [database] * 2
    assert measured[0].quotes < measured[1].quotes
    assert all(0 < one.place_median <= one.place_p99 for one in measured)
    assert all(one.place_median < one.whole_median for one in measured)
    assert all(0 < one.together_median <= one.together_p99 for one in measured)
    assert run() == measured  # what is measured is not measured again
    assert render(measured).count(f"| {database} |") == 2
    assert plot.read_text("utf-8") == plot_scale(measured)

    with server.database_url(database, directory / "40") as url:
        store = Store.open(url)
        asked = list(islice(stored_wordings(store.engine), 3))
        costs = {cost.way: cost for cost in measure_questions(store, asked)}
        store.close()
    assert costs["match: the whole"].found == 3
    assert costs["list: one word"].found == 3
    assert all(len(cost.seconds) == 3 for cost in costs.values())


def test_bulk_filling_agrees_with_placing(press: Press, tmp_path: Path) -> None:
    def empty(name: str) -> Engine:
        url = f"sqlite:///{tmp_path / name}"
        upgrade(url)
        return open_engine(url)

    bulk, placing = empty("bulk.db"), empty("placing.db")
    found = check(bulk, placing, batch(press, 0, 60))
    bulk.dispose()
    placing.dispose()
    assert (found.utterances, found.keys, found.common) == (0, 0, 0)
    assert found.apart >= 0
    assert found.quotes > 0


def test_keys_are_counted_for_what_they_miss(
    train: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dated = [{**json.loads(line), "date": "2022-03-01"} for line in train.read_text().splitlines()]
    train.write_text("\n".join(map(json.dumps, dated)), "utf-8")
    key_recall.main([train])
    *_, few, some, more, most = capsys.readouterr().out.splitlines()
    assert few.split()[:3] == ["0", "to", "80:"]
    linked = [int(line.replace(";", "").split()[6]) for line in (few, some, more, most)]
    missed = [int(line.replace(";", "").split()[7]) for line in (few, some, more, most)]
    assert sum(linked) > 0
    assert sum(missed) == 0
