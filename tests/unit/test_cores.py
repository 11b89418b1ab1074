from __future__ import annotations

import os
from pathlib import Path

import pytest

from service import cores


@pytest.mark.parametrize(
    ("quota", "expected"),
    [("max 100000", 8), ("200000 100000", 2), ("150000 100000", 2), ("1000 100000", 1)],
)
def test_the_quota_of_a_container_counts(
    quota: str, expected: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cpu.max").write_text(f"{quota}\n", "ascii")
    monkeypatch.setattr(cores, "_QUOTA_V2", tmp_path / "cpu.max")
    monkeypatch.setattr(cores, "_allowed_cores", lambda: 8)
    assert cores.available_cores() == expected


def test_the_older_control_groups_count_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cores, "_QUOTA_V2", tmp_path / "missing")
    monkeypatch.setattr(cores, "_QUOTA_V1", tmp_path / "quota")
    monkeypatch.setattr(cores, "_PERIOD_V1", tmp_path / "period")
    monkeypatch.setattr(cores, "_allowed_cores", lambda: 8)
    assert cores.available_cores() == 8
    (tmp_path / "period").write_text("100000\n", "ascii")
    for quota, expected in ((-1, 8), (300000, 3)):
        (tmp_path / "quota").write_text(f"{quota}\n", "ascii")
        assert cores.available_cores() == expected


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="only Linux pins processes")
def test_a_process_that_is_pinned_has_fewer_cores() -> None:
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(allowed)[:1])
    try:
        assert cores.available_cores() == 1
    finally:
        os.sched_setaffinity(0, allowed)
