"""`onrecord evaluate`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from service import cli
from service.commands.extract import LineOut
from service.commands.inputs import InputLine
from service.errors import OnRecordError
from service.evaluation import predictions, public_sets
from service.settings import Settings

TEXT = "“We will rebuild the pier,” Ada Holm said."
FOUND = {"content": [[1, 25]], "cue": [[37, 41]], "source": [[28, 36]]}
SURE = {**FOUND, "confidence": 0.9, "speaker": "Ada Holm", "speaker_kind": "person"}
ANSWER = {"id": "1", "attribution": "E1", "speaker": "Ada Holm", "kind": "person", "needs": "none"}

Files = dict[str, str]


@pytest.fixture
def files(tmp_path: Path) -> Files:
    records = {
        "gold": {
            "id": "1",
            "outlet": "wire",
            "text": TEXT,
            "attributions": [{**FOUND, "id": "E1"}],
        },
        "predicted": {"id": "1", "attributions": [SURE]},
        "unsure": {"id": "1", "attributions": [FOUND]},
        "answers": ANSWER,
    }
    for name, record in records.items():
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(record), "utf-8")
    return {name: str(tmp_path / f"{name}.jsonl") for name in records}


def run(*words: str, status: int = 0) -> str:
    done = CliRunner().invoke(cli.app, ["evaluate", *words])
    assert done.exit_code == status, done.output
    return done.stdout


def test_figures_groups_and_thresholds_are_printed(files: Files) -> None:
    printed = run("attribution", files["gold"], files["predicted"])
    assert "attribution         1.000  1.000  1.000  1.000-1.000     1      1" in printed
    for title in ("by kind", "by length", "by outlet", "confidence from"):
        assert title in printed
    assert "expected calibration error 0.100" in printed


def test_json_holds_what_the_tables_hold(files: Files) -> None:
    found = json.loads(run("attribution", files["gold"], files["predicted"], "--json"))
    assert found["documents"] == 1
    assert found["attribution"] == {
        "p": 1.0,
        "r": 1.0,
        "f1": 1.0,
        "gold": 1,
        "predicted": 1,
        "f1_interval": [1.0, 1.0],
    }
    assert found["breakdown"]["outlet"]["wire"]["f1"] == 1.0
    assert found["confidence"]["reliability"] == [{"size": 1, "confidence": 0.9, "right": 1.0}]


def test_the_report_and_the_plot_are_written(files: Files, tmp_path: Path) -> None:
    report, plot = tmp_path / "report.html", tmp_path / "plot.svg"
    options = ["--report", str(report), "--plot", str(plot)]
    run("attribution", files["gold"], files["predicted"], *options)
    assert report.read_text("utf-8").startswith("<!doctype html>")
    assert plot.read_text("utf-8").startswith("<svg")


def test_without_confidence_there_is_no_plot(files: Files, tmp_path: Path) -> None:
    plot = tmp_path / "plot.svg"
    run("attribution", files["gold"], files["unsure"], "--plot", str(plot), status=2)
    assert not plot.exists()
    assert "confidence from" not in run("attribution", files["gold"], files["unsure"])


def test_without_predictions_the_texts_are_read_now(
    files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    def extract(
        lines: Iterable[InputLine], *, settings: Settings, workers: int
    ) -> Iterator[LineOut]:
        for line in lines:
            assert json.loads(line.text) == {"id": "1", "text": TEXT}
            written = json.dumps({"id": "1", "attributions": [SURE]})
            yield LineOut(place="1", id="1", line=written, error=None)

    monkeypatch.setattr(predictions, "extract_lines", extract)
    printed = run("speakers", files["gold"], files["answers"])
    assert "all                      1      1.000        1.000       0.000" in printed
    assert run("attribution", files["gold"]).startswith("1 document\n")


def test_speakers_as_json(files: Files) -> None:
    words = ["speakers", files["gold"], files["answers"], files["predicted"], "--json"]
    found = json.loads(run(*words))
    assert found["macro"] == 1.0
    assert found["all"] == {"all": 1, "right_of_all": 1.0, "right_of_found": 1.0, "wrong_name": 0.0}


@pytest.mark.parametrize("option", ["--plot", "--report"])
def test_without_matplotlib_the_command_says_what_to_install(
    option: str, files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] == "matplotlib"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    words = ["evaluate", "attribution", files["gold"], files["predicted"], option]
    done = CliRunner().invoke(cli.app, [*words, str(tmp_path / "out")])
    assert isinstance(done.exception, OnRecordError)
    assert done.exception.detail == "Plots need matplotlib: pip install -e '.[test]'."


def test_where_evaluation_is_left_out_the_command_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "service.evaluation", None)
    monkeypatch.delitem(sys.modules, "service.evaluation.command", raising=False)
    monkeypatch.setattr(sys, "argv", ["onrecord", "evaluate", "attribution", "gold.jsonl"])
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    assert stopped.value.code == 1
    assert "Evaluation is not part of this installation" in capsys.readouterr().err


def test_the_public_benchmark_reads_each_set(
    tmp_path: Path, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in public_sets.PUBLIC_SETS:
        (tmp_path / f"{name}.jsonl").write_text(Path(files["gold"]).read_text("utf-8"), "utf-8")
        (tmp_path / f"{name}_speakers.jsonl").write_text(json.dumps(ANSWER), "utf-8")
    monkeypatch.setattr(public_sets, "GOLD", tmp_path)
    head, *rows = run("benchmark").splitlines()
    assert head.split()[:4] == ["articles", "gold", "P", "R"]
    assert rows[0].split()[:5] == ["gum_news", "1", "1", "1.000", "1.000"]
    figures = json.loads(run("benchmark", "--json"))
    assert set(figures) == set(public_sets.PUBLIC_SETS)
    assert figures["written_dev"]["speakers"]["right_of_all"] == 1.0


def test_the_public_benchmark_needs_a_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public_sets, "GOLD", tmp_path / "absent")
    done = CliRunner().invoke(cli.app, ["evaluate", "benchmark"])
    assert isinstance(done.exception, OnRecordError)
    assert "checkout" in done.exception.detail
