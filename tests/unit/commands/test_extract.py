"""`onrecord extract`: one bad text costs its own line, whatever goes wrong with it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from service.commands import extract
from service.commands.extract import LineOut, extract_lines
from service.commands.extract_report import failure_line
from service.commands.inputs import InputLine, Unreadable
from service.errors import NotReady
from service.settings import Settings
from tests.support.scripted_reader import scripted_reader

GOOD = json.dumps({"id": "good", "text": "“Ready,” Ida Holm said."})
LIMIT = 100


@pytest.fixture
def scripted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine of the tests instead of the trained one."""
    monkeypatch.setattr(
        extract, "load_article_reader", lambda **_: scripted_reader(max_characters=LIMIT)
    )


def read(lines: Iterable[str | Unreadable], *, workers: int = 1) -> list[LineOut]:
    given = (
        InputLine(f"in.jsonl, line {number}", line) if isinstance(line, str) else line
        for number, line in enumerate(lines, start=1)
    )
    return list(extract_lines(given, settings=Settings(), workers=workers))


BAD: list[tuple[str | Unreadable, str | None, str]] = [
    ("{", None, "The line is not JSON."),
    ("[1]", None, 'The line is not an object of the form {"id", "text"}.'),
    ('{"id": "a"}', None, 'The line has no string under "text".'),
    (
        json.dumps({"id": "a", "text": "x" * (LIMIT + 1)}),
        "a",
        f"The text has {LIMIT + 1} characters; this server reads at most {LIMIT}. "
        "Send a shorter text.",
    ),
    (
        '{"id": "a", "text": "caf\\udce9"}',
        "a",
        "The text holds a lone surrogate at offset 3. Remove it and send it again.",
    ),
    (
        b'{"id": "a", "text": "caf\xe9"}'.decode("utf-8", errors="surrogateescape"),
        "a",
        "The text holds a lone surrogate at offset 3. Remove it and send it again.",
    ),
    (
        '{"id": "a", "text": "nul \\u0000"}',
        "a",
        "The text holds NUL at offset 4. Remove it and send it again.",
    ),
    (Unreadable("a.txt", "a.txt is not UTF-8 (byte 3)."), "a.txt", "a.txt is not UTF-8 (byte 3)."),
]


@pytest.mark.usefixtures("scripted")
@pytest.mark.parametrize(("bad", "identifier", "reason"), BAD)
def test_a_bad_line_costs_itself_alone(
    bad: str | Unreadable, identifier: str | None, reason: str
) -> None:
    first, second, third = read([GOOD, bad, GOOD])
    assert first.line == third.line
    assert [first.place, third.place] == ["in.jsonl, line 1", "in.jsonl, line 3"]
    assert first.error is None
    assert len(json.loads(first.line)["attributions"]) == 1
    assert (second.id, second.error) == (identifier, reason)
    assert json.loads(second.line) == {"id": identifier, "attributions": [], "error": reason}


@pytest.mark.usefixtures("scripted")
def test_a_fault_of_ours_costs_its_line_and_is_reported_without_the_text() -> None:
    bad = json.dumps({"id": "a", "text": "EXPLODE with a secret"})
    first, second, third = read([GOOD, bad, GOOD])
    assert first.line == third.line
    assert second.id == "a"
    assert second.error is not None
    assert second.error.startswith("The text could not be read: RuntimeError at service/")
    assert "secret" not in second.line


@pytest.mark.usefixtures("scripted")
def test_an_id_with_a_lone_surrogate_can_be_written() -> None:
    (done,) = read(['{"id": "\\udce9", "text": "“Ready,” Ida Holm said."}'])
    assert json.loads(done.line.encode("utf-8"))["id"] == "\udce9"


def start_nothing(_: Any) -> None:
    """Start a worker without an engine."""


def die_of(line: InputLine) -> LineOut:
    """Read a line, or die of it as a process does for which there is no memory."""
    if line.text == "die":
        os._exit(9)
    return LineOut(place=line.place, id=line.text, line=line.text, error=None)


def test_a_line_that_kills_its_process_costs_itself_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extract, "_start_worker", start_nothing)
    monkeypatch.setattr(extract, "_extract_in_worker", die_of)
    lines = [*"abcdefghij", "die", *"klmnopqrst"]
    done = read(lines, workers=2)
    reason = "The process that read this text died."
    assert [one.line for one in done if one.error is None] == [x for x in lines if x != "die"]
    assert done[10] == LineOut(
        place="in.jsonl, line 11", id=None, line=failure_line(None, reason), error=reason
    )


def test_missing_weights_are_reported_before_anything_is_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(extract, "WEIGHTS", tmp_path)
    with pytest.raises(NotReady, match=r"no manifest\.json"):
        read([GOOD], workers=2)
