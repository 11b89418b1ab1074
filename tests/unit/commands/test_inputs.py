"""Files and standard input."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from service.commands import inputs
from service.commands.inputs import (
    STANDARD_INPUT,
    InputLine,
    Unreadable,
    as_lines,
    count_records,
    file_lines,
    is_same_file,
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
    assert [json.loads(line)["id"] for line in file_lines(path)] == ["1", "2"]


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
    assert isinstance(line, InputLine)
    expected = "One." if is_records else record
    assert json.loads(line.text)["text"] == expected


def test_a_file_that_cannot_be_read_is_reported_in_its_place(tmp_path: Path) -> None:
    broken, gone, piece = (tmp_path / name for name in ("broken.txt", "gone.txt", "piece.txt"))
    broken.write_bytes(b"caf\xe9")
    piece.write_text("One.", "utf-8")
    first, second, third = as_lines([broken, gone, piece], stdin_is_jsonl=False)
    assert first == Unreadable(str(broken), f"{broken} is not UTF-8 (byte 3).")
    assert second == Unreadable(str(gone), "No such file or directory")
    assert isinstance(third, InputLine)
    assert json.loads(third.text) == {"id": str(piece), "text": "One."}


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


def test_a_file_without_an_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs, "_MOST_BYTES", 1000)
    for lines in (False, True):
        (refused,) = (
            jsonl_lines([Path("/dev/zero")])
            if lines
            else as_lines([Path("/dev/zero")], stdin_is_jsonl=False)
        )
        assert refused == Unreadable("/dev/zero", "File too large")


def test_a_name_with_control_characters_is_shown_without_them(tmp_path: Path) -> None:
    (refused,) = as_lines([tmp_path / "a\x1b[2Jb.txt"], stdin_is_jsonl=False)
    assert refused == Unreadable(
        f"{tmp_path}/a\N{REPLACEMENT CHARACTER}[2Jb.txt", "No such file or directory"
    )


@pytest.mark.parametrize("bad", ["gone.jsonl", "folder.jsonl", "folder"])
def test_no_file_that_cannot_be_read_stops_the_others(bad: str, tmp_path: Path) -> None:
    (tmp_path / "folder.jsonl").mkdir()
    (tmp_path / "folder").mkdir()
    good = tmp_path / "good.jsonl"
    good.write_text("{}\n", "utf-8")
    paths = [good, tmp_path / bad, good]
    first, second, third = as_lines(paths, stdin_is_jsonl=False)
    assert first == third == InputLine(f"{good}, line 1", "{}\n")
    assert isinstance(second, Unreadable)
    assert second.place == str(tmp_path / bad)
    assert count_records(paths, stdin_is_jsonl=False) == 3


def test_lines_are_numbered_within_their_file(tmp_path: Path) -> None:
    one, two = tmp_path / "one.jsonl", tmp_path / "two.jsonl"
    for path in (one, two):
        path.write_text("{}\n\n{}\n", "utf-8")
    places = [line.place for line in jsonl_lines([one, two])]
    assert places == [f"{path}, line {number}" for path in (one, two) for number in (1, 2, 3)]


def test_a_byte_order_mark_is_no_part_of_the_first_line_of_any_file(tmp_path: Path) -> None:
    mark = "\ufeff"
    one, two, text = (tmp_path / name for name in ("one.jsonl", "two.jsonl", "piece.txt"))
    for path in (one, two):
        path.write_text(mark + '{"id": "a", "text": ""}\n' + mark + "{}\n", "utf-8")
    text.write_text(mark + "One.", "utf-8")
    assert read_text(text) == "One."
    for path in (one, two):
        first, second = file_lines(path)
        assert read_record(first).id == "a"
        assert second.startswith(mark)


def test_an_output_is_an_input_under_any_name(tmp_path: Path) -> None:
    source, linked, copy = (tmp_path / name for name in ("in.jsonl", "hard.jsonl", "copy.jsonl"))
    source.write_text("{}\n", "utf-8")
    copy.write_text("{}\n", "utf-8")
    linked.hardlink_to(source)
    (tmp_path / "soft.jsonl").symlink_to(source)
    for name in ("in.jsonl", "hard.jsonl", "soft.jsonl"):
        assert is_same_file(tmp_path / name, source)
    assert not is_same_file(copy, source)
    gone = tmp_path / "gone.jsonl"
    assert is_same_file(gone, gone)
    assert not is_same_file(gone, source)


def test_an_output_is_the_file_on_standard_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text("{}\n", "utf-8")
    with source.open("rb") as opened:
        monkeypatch.setattr(sys, "stdin", opened)
        assert is_same_file(source, STANDARD_INPUT)
        assert not is_same_file(tmp_path / "out.jsonl", STANDARD_INPUT)
