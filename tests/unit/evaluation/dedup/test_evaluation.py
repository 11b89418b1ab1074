"""The command ingests the articles and reports on every stage."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner

from service import cli
from service.errors import InvalidRequest
from service.evaluation.dedup import evaluation
from service.speakers.article_reader import ReadArticle, load_article_reader


def test_the_command_ingests_the_articles_and_prints_every_stage(
    files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(texts: Sequence[str], **_: object) -> Iterator[tuple[str, ReadArticle]]:
        reader = load_article_reader()
        return ((text, reader.read(text)) for text in texts)

    monkeypatch.setattr(evaluation, "read_in_processes", read)
    words = ["evaluate", "dedup", *map(str, files), "--json", "--folds"]
    done = CliRunner().invoke(cli.app, words)
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert (found["articles"], found["pairs"]) == (3, 2)
    assert found["methods"]["end to end, rules alone"]["all"]["f1"] == 1.0
    assert found["methods"]["our words, gold speakers"]["all"]["right"] == 1
    assert set(found["folds"]) == {"gold words and speakers", "end to end"}
    assert found["files"] == {}
    text = CliRunner().invoke(cli.app, words[:-2]).stdout
    assert text.startswith("3 articles, 2 pairs")
    assert "not extracted" in text


def test_a_database_that_holds_articles_is_refused(
    files: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = load_article_reader().read("")

    def read(texts: Sequence[str], **_: object) -> Iterator[tuple[str, ReadArticle]]:
        return ((text, account) for text in texts)

    monkeypatch.setattr(evaluation, "read_in_processes", read)
    url = f"sqlite:///{tmp_path / 'used.db'}"
    words = ["evaluate", "dedup", *map(str, files), "--database-url", url]
    assert CliRunner().invoke(cli.app, words).exit_code == 0
    again = CliRunner().invoke(cli.app, words)
    assert isinstance(again.exception, InvalidRequest)
