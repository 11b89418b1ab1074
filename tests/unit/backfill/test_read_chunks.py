"""Processes that read an archive and die: a bad record costs itself, and a bad start no record."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from service.backfill import read_chunks as module
from service.backfill.archive import Archive
from service.backfill.parse_record import RecordOptions
from service.backfill.read_chunks import Chunk, ReadingOptions, read_chunk, read_chunks
from service.backfill.read_file import ChunkReport, Rejected
from service.backfill.sources.raw_record import RawForm, RawRecord
from service.errors import NotReady
from service.settings import Settings
from tests.support.annotated_reader import AnnotatedReader

DEADLY = b"die"


def start_nothing(options: ReadingOptions) -> None:
    """Start a worker without a model."""
    global _options  # noqa: PLW0603 - as in the module that is tested
    _options = options


def start_never(_: ReadingOptions) -> None:
    os._exit(9)


def read_or_die(chunk: Chunk, died: tuple[Rejected, ...] = ()) -> ChunkReport:
    """Read a chunk, or die of it as a process does for which there is no memory."""
    for record in chunk.records:
        try_or_die(record)
    return read_chunk(chunk, AnnotatedReader(), _options, died=died)


def try_or_die(record: RawRecord) -> None:
    if record.content == DEADLY:
        os._exit(9)


def chunks(number: int) -> list[Chunk]:
    line = b'{"outlet": {"name": "Star"}, "text": "Ann Lee | direct | We knew %d."}'
    lines = [[line % (2 * n), line % (2 * n + 1)] for n in range(number)]
    lines[1][0] = DEADLY
    return [
        Chunk(
            f"{n:064x}",
            tuple(RawRecord(f"{n}.{k}", RawForm.JSON, one) for k, one in enumerate(some)),
        )
        for n, some in enumerate(lines)
    ]


def test_a_record_that_kills_its_process_costs_itself_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_start_worker", start_nothing)
    monkeypatch.setattr(module, "_read_in_worker", read_or_die)
    monkeypatch.setattr(module, "_try_in_worker", try_or_die)
    archive, came = Archive(tmp_path), chunks(6)
    options = ReadingOptions(Settings(), RecordOptions(), tmp_path)
    with archive.locked():
        assert list(read_chunks(archive, came, options, workers=1))
    reports = list(archive.reports([each.name for each in came]))
    assert [each.articles for each in reports] == [2, 1, 2, 2, 2, 2]
    assert reports[1].rejected == (Rejected("1.0", "The process that read this text died."),)


def test_processes_that_cannot_start_refuse_no_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_start_worker", start_never)
    archive = Archive(tmp_path)
    options = ReadingOptions(Settings(), RecordOptions(), tmp_path)
    with archive.locked(), pytest.raises(NotReady, match="died while it loaded"):
        list(read_chunks(archive, chunks(2), options, workers=1))
    assert archive.files() == []
