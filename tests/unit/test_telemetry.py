"""Telemetry is off whatever the environment says; a start that came too early is reported."""

from __future__ import annotations

import os
import sys
import warnings
from types import SimpleNamespace

import pytest

from service.telemetry import switch_off_telemetry


@pytest.mark.parametrize("value", [None, "", "0", "false", "1"])
def test_a_value_of_the_user_is_replaced(
    value: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "onnxruntime", raising=False)
    monkeypatch.setenv("ORT_DISABLE_TELEMETRY", value or "")
    if value is None:
        monkeypatch.delenv("ORT_DISABLE_TELEMETRY")
    switch_off_telemetry()
    assert os.environ["ORT_DISABLE_TELEMETRY"] == "1"


def test_an_import_before_ours_stops_what_can_be_stopped_and_warns(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stopped: list[bool] = []
    early = SimpleNamespace(disable_telemetry_events=lambda: stopped.append(True))
    monkeypatch.setitem(sys.modules, "onnxruntime", early)
    monkeypatch.setenv("ORT_DISABLE_TELEMETRY", "0")
    with pytest.warns(RuntimeWarning, match="imported before OnRecord"):
        switch_off_telemetry()
    assert stopped == [True]


@pytest.mark.parametrize("value", ["1", "true", "Yes", "on"])
def test_an_early_import_with_telemetry_off_is_no_fault(
    value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", SimpleNamespace())
    monkeypatch.setenv("ORT_DISABLE_TELEMETRY", value)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        switch_off_telemetry()
    assert os.environ["ORT_DISABLE_TELEMETRY"] == "1"
