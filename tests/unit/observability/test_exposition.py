"""Folders in which the workers of a server count together."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

import pytest

from service.observability.exposition import are_metrics_shared, shared_metrics


@pytest.fixture(autouse=True)
def folder_of_temporary_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.delenv("PROMETHEUS_MULTIPROC_DIR", raising=False)
    return tmp_path


def test_one_process_counts_alone(tmp_path: Path) -> None:
    with shared_metrics(workers=1):
        assert not are_metrics_shared()
        assert list(tmp_path.iterdir()) == []


def test_several_share_a_folder_while_the_server_runs(tmp_path: Path) -> None:
    with shared_metrics(workers=2):
        assert are_metrics_shared()
        (folder,) = tmp_path.iterdir()
    assert not folder.exists()
    assert not are_metrics_shared()


def test_the_folder_of_a_server_that_was_killed_is_removed(tmp_path: Path) -> None:
    ended = subprocess.Popen(["true"])
    ended.wait()
    left, used = (
        tmp_path / f"onrecord-metrics-{ended.pid}-a",
        tmp_path / f"onrecord-metrics-{os.getppid()}-b",
    )
    for folder in (left, used):
        folder.mkdir()
        (folder / "counter.db").write_bytes(b"")
    with shared_metrics(workers=2):
        assert not left.exists()
        assert used.exists()
