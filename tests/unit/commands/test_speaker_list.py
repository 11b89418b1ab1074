"""A newsroom's own list, as CSV."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from service.cli import app
from service.commands.import_speakers import read_speakers
from service.errors import InvalidRequest
from service.storage.inputs import SpeakerSeed
from service.storage.store import Store

LIST = """\
name,aliases,kind,wikidata_id
Ada Quill,"A. Quill|Quill, Ada",person,Q42
Harbour Board,Board; The Board,organization,
Bo Ek
"""


def test_a_list_is_read() -> None:
    found = read_speakers("\ufeff" + LIST)
    assert found.problems == ()
    assert found.seeds == (
        SpeakerSeed("Ada Quill", "person", ("A. Quill", "Quill, Ada"), "Q42"),
        SpeakerSeed("Harbour Board", "organization", ("Board", "The Board")),
        SpeakerSeed("Bo Ek", "person"),
    )


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (",x", "`name` is empty"),
        ("!!!", "`name` is empty"),
        ("Ada Quill,,robot", "`kind` must be one of"),
        ("Ada Quill,,anonymous", "`kind` must be one of"),
        ("Ada Quill,,person,42", "`wikidata_id` must be"),
        ("Ada Quill,,person,Q42,more", "more fields than columns"),
        ("bo ek", "stands on an earlier line"),
        ("A" * 201, "more than 200 characters"),
        ('"Ada" Quill', "not CSV"),
    ],
)
def test_a_wrong_line_is_named_and_not_repeated(line: str, words: str) -> None:
    found = read_speakers(f"name,aliases,kind,wikidata_id\nBo Ek\n{line}\n")
    [problem] = found.problems
    assert problem.line == 3
    assert words in problem.detail
    assert "Quill" not in problem.detail


@pytest.mark.parametrize("header", ["", "alias,kind", "name,colour"])
def test_a_header_that_names_other_columns_is_refused(header: str) -> None:
    with pytest.raises(InvalidRequest):
        read_speakers(f"{header}\nAda Quill\n")


def test_the_command_stores_all_or_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path / 'onrecord.db'}"
    monkeypatch.setenv("ONRECORD_DATABASE_URL", url)
    path = tmp_path / "speakers.csv"
    path.write_text(LIST, "utf-8")

    for _ in range(2):
        done = CliRunner().invoke(app, ["speakers", "import", str(path)])
        assert (done.exit_code, done.output) == (0, "3 speakers are listed.\n")
    path.write_text("name,kind\nCy Low,person\nDi Low,robot\n", "utf-8")
    done = CliRunner().invoke(app, ["speakers", "import", str(path)])

    assert done.exit_code == 1
    store = Store.open(url)
    names = [speaker.name for speaker in store.list_speakers().items]
    store.close()
    assert names == ["Ada Quill", "Bo Ek", "Harbour Board"]
