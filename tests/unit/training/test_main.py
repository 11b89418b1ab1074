"""`python -m service.training` lists what it makes."""

import json
from pathlib import Path

from typer.testing import CliRunner

from service.training.__main__ import trainings


def test_each_training_is_listed() -> None:
    listed = CliRunner().invoke(trainings, ["--help"]).stdout
    assert all(f" {name} " in listed for name in ("weights", "ranker", "word-counts"))


def test_words_are_counted_without_names(tmp_path: Path) -> None:
    articles, table = tmp_path / "articles.jsonl", tmp_path / "counts.tsv"
    articles.write_text(json.dumps({"id": "1", "text": "the pier of Ada " * 9}), "utf-8")
    done = CliRunner().invoke(trainings, ["word-counts", str(articles), str(table)])
    assert done.exit_code == 0, done.output
    assert table.read_text("utf-8").splitlines()[1:] == ["of\t9", "pier\t9", "the\t9"]
