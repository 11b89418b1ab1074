"""Files and standard input."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from service.commands.inputs import (
    STANDARD_INPUT,
    Unreadable,
    as_lines,
    count_records,
    jsonl_lines,
    read_record,
    read_text,
)
from service.errors import InvalidRequest, InvalidText


def test_line_ends_stay_so_that_offsets_fit_the_file(tmp_path: Path) -> None:
    path = tmp_path / "piece.txt"
    path.write_bytes(b"One.\r\nTwo.\r")
    assert read_text(path) == "One.\r\nTwo.\r"


def test_a_text_that_is_not_utf_8_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "piece.txt"
    path.write_bytes(b"caf\xe9")
    with pytest.raises(InvalidText, match=r"piece\.txt is not UTF-8 \(byte 3\)"):
        read_text(path)


def test_a_line_separator_within_a_record_ends_no_line(tmp_path: Path) -> None:
    path = tmp_path / "pieces.jsonl"
    path.write_text('{"id": "1", "text": "a\u2028b"}\n{"id": "2", "text": ""}\n', "utf-8")
    assert [json.loads(line)["id"] for line in jsonl_lines([path])] == ["1", "2"]


def test_records_are_counted_without_empty_lines_and_a_text_is_one(tmp_path: Path) -> None:
    records = tmp_path / "pieces.jsonl"
    records.write_text("{}\n\n{}\n", "utf-8")
    text = tmp_path / "piece.txt"
    text.write_text("One.\n\nTwo.\n", "utf-8")
    assert count_records([records, text], stdin_is_jsonl=False) == 3
    assert count_records([records, STANDARD_INPUT], stdin_is_jsonl=False) is None


@pytest.mark.parametrize("is_records", [True, False])
def test_standard_input_is_one_text_or_records(
    is_records: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = '{"id": "1", "text": "One."}'
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(record.encode())))
    (line,) = as_lines([STANDARD_INPUT], stdin_is_jsonl=is_records)
    assert isinstance(line, str)
    expected = "One." if is_records else record
    assert json.loads(line)["text"] == expected


def test_a_file_that_cannot_be_read_is_reported_in_its_place(tmp_path: Path) -> None:
    broken, gone, piece = (tmp_path / name for name in ("broken.txt", "gone.txt", "piece.txt"))
    broken.write_bytes(b"caf\xe9")
    piece.write_text("One.", "utf-8")
    first, second, third = as_lines([broken, gone, piece], stdin_is_jsonl=False)
    assert first == Unreadable(str(broken), f"{broken} is not UTF-8 (byte 3).")
    assert second == Unreadable(str(gone), "No such file or directory")
    assert isinstance(third, str)
    assert json.loads(third) == {"id": str(piece), "text": "One."}


@pytest.mark.parametrize(
    ("line", "detail"),
    [
        ("{", "The line is not JSON."),
        ("[" * 100_000, "The line is not JSON."),
        ("[]", 'The line is not an object of the form {"id", "text"}.'),
        ('{"text": "x"}', 'The line has no string under "id".'),
        ('{"id": 7, "text": "x"}', 'The line has no string under "id".'),
        ('{"id": "a"}', 'The line has no string under "text".'),
    ],
)
def test_a_line_of_another_form_is_refused(line: str, detail: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        read_record(line)
    assert refused.value.detail == detail
