"""The `onrecord` command as a shell runs it, with the real engine."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.terminal import onrecord_here

NAMES = ["Ida Holm", "Bo Lind", "Ola Berg", "Kit Lowe", "Tia Moss", "Ned Orr"]


def onrecord(*words: str, cwd: Path, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from service.cli import main; main()", *words],
        cwd=cwd,
        input=given,
        env={**os.environ, "COLUMNS": "100", "ONRECORD_DATABASE_URL": "sqlite:///onrecord.db"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def here(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """The same in this process, for what does not depend on having one of its own."""
    variables = {"COLUMNS": "100", "ONRECORD_DATABASE_URL": "sqlite:///onrecord.db"}
    return onrecord_here(*words, cwd=cwd, variables=variables)


def records(path: Path) -> Path:
    lines = [
        json.dumps({"id": name, "text": f"“The ferry sails at noon,” {name} said."})
        for name in NAMES
    ]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def test_every_core_gives_what_one_gives_in_the_order_of_the_lines(tmp_path: Path) -> None:
    source = records(tmp_path / "in.jsonl")
    for workers in ("1", "2"):
        done = onrecord(
            "extract", str(source), "-o", f"{workers}.jsonl", "--workers", workers, cwd=tmp_path
        )
        assert (done.returncode, done.stdout) == (0, "")
    one, two = ((tmp_path / f"{workers}.jsonl").read_text("utf-8") for workers in ("1", "2"))
    assert one == two
    lines = [json.loads(line) for line in one.splitlines()]
    assert [line["id"] for line in lines] == NAMES
    assert [line["attributions"][0]["speaker"] for line in lines] == NAMES


def test_a_draft_is_proofed_against_files(tmp_path: Path) -> None:
    (tmp_path / "draft.txt").write_text("“We will sell it,” Ida Holm said.\n", "utf-8")
    (tmp_path / "notes.txt").write_text("IDA HOLM: We will not sell it.\n", "utf-8")
    command = ("proof", "draft.txt", "--source", "notes.txt")

    report = here(*command, cwd=tmp_path).stdout
    assert [line.strip() for line in report.splitlines()] == [
        "draft.txt  1 quotation",
        "",
        "trimmed  Ida Holm",
        "“We will sell it,”",
        "notes.txt:1  IDA HOLM (turn)  IDA HOLM: We will not sell it.",
        "cut  not (drops: negation)",
    ]
    answer = json.loads(here(*command, "--json", cwd=tmp_path).stdout)
    assert answer["quotations"][0]["verdict"] == "trimmed"


def test_a_draft_is_proofed_against_the_store(tmp_path: Path) -> None:
    (tmp_path / "draft.txt").write_text("“Nothing here is true,” Ida Holm said.\n", "utf-8")
    assert here("seed", cwd=tmp_path).returncode == 0

    report = here("proof", "draft.txt", "--use-store", cwd=tmp_path).stdout
    assert "not found  Ida Holm" in report


def test_a_text_comes_back_as_a_report_to_read(tmp_path: Path) -> None:
    (tmp_path / "piece.txt").write_text("“The ferry sails at noon,” Ida Holm said.\n", "utf-8")
    done = onrecord("extract", "piece.txt", cwd=tmp_path)
    head, _, who, words = (line.rstrip() for line in done.stdout.splitlines())
    assert head == "piece.txt  1 quotation"
    assert who.startswith("Ida Holm  direct")
    assert words == "  “The ferry sails at noon,”"


def test_a_bad_line_costs_itself_alone_and_the_exit_status_tells(tmp_path: Path) -> None:
    given = '{"id": "a", "text": "“We sail,” Bo Lind said."}\nnot json\n{"id": "c", "text": ""}\n'
    done = onrecord("extract", "--jsonl", "-", "--workers", "1", cwd=tmp_path, given=given)
    first, second, third = (json.loads(line) for line in done.stdout.splitlines())
    assert first["attributions"][0]["speaker"] == "Bo Lind"
    assert second == {"id": None, "attributions": [], "error": "The line is not JSON."}
    assert third == {"id": "c", "attributions": []}
    assert done.returncode == 1
    assert done.stderr == "standard input, line 2: The line is not JSON.\n"


def test_a_bad_file_costs_itself_alone(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("“We sail,” Bo Lind said.", "utf-8")
    (tmp_path / "b.txt").write_bytes(b"caf\xe9")
    (tmp_path / "c.txt").write_text("“We sail,” Ida Holm said.", "utf-8")
    files = ("a.txt", "b.txt", "gone.txt", "c.txt")
    lines = onrecord("extract", *files, "--format", "jsonl", "--workers", "1", cwd=tmp_path)
    read = [json.loads(line) for line in lines.stdout.splitlines()]
    assert [line["id"] for line in read] == list(files)
    assert [len(line["attributions"]) for line in read] == [1, 0, 0, 1]
    assert lines.stderr.splitlines() == [
        "b.txt is not UTF-8 (byte 3).",
        "gone.txt: No such file or directory",
    ]
    report = onrecord("extract", *files, cwd=tmp_path)
    assert "Bo Lind" in report.stdout
    assert "Ida Holm" in report.stdout
    assert report.stderr.splitlines() == [
        "b.txt is not UTF-8 (byte 3).",
        "gone.txt: No such file or directory",
    ]
    assert (lines.returncode, report.returncode) == (1, 1)


def test_the_output_never_overwrites_an_input(tmp_path: Path) -> None:
    source = records(tmp_path / "in.jsonl")
    before = source.read_bytes()
    done = here("extract", "in.jsonl", "-o", "./in.jsonl", cwd=tmp_path)
    assert done.returncode == 2
    assert source.read_bytes() == before


def test_seeds_are_loaded_once_however_often(tmp_path: Path) -> None:
    first, second = (here("seed", cwd=tmp_path) for _ in range(2))
    assert first.stdout == "5 outlets, 6 speakers, 8 articles: 8 new\n"
    assert second.stdout == "5 outlets, 6 speakers, 8 articles: 0 new\n"


@pytest.mark.parametrize("command", ["migrate", "serve"])
def test_a_database_of_a_newer_version_is_told_in_one_line(command: str, tmp_path: Path) -> None:
    here("migrate", cwd=tmp_path)
    with closing(sqlite3.connect(tmp_path / "onrecord.db")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    done = onrecord(command, cwd=tmp_path)
    assert done.returncode == 1
    assert " ".join(done.stderr.split()) == (
        "The schema of the database is not known to this version of OnRecord. Install the version "
        "that made it, or use another database."
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["extract", "nowhere.txt"], "nowhere.txt: No such file or directory"),
        (
            ["ingest", "nowhere.jsonl"],
            "file           line  why it failed\nnowhere.jsonl        No such file or directory",
        ),
        (
            ["ingest", "nowhere.jsonl", "--url", "localhost:8000"],
            "The URL of the server must have the form http://HOST:PORT or https://HOST.",
        ),
    ],
)
def test_what_is_not_there_is_named(words: list[str], message: str, tmp_path: Path) -> None:
    done = here(*words, cwd=tmp_path)
    assert done.returncode == 1
    assert [line.rstrip() for line in done.stderr.splitlines()] == message.splitlines()
