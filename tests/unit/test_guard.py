"""A guard costs one step, logs where it failed, and never what was read."""

from __future__ import annotations

import logging

import pytest

from service.guard import Guard
from service.speakers.names.person_names import trim_name

SECRET = "Ida Holm said so"
"""Stands for submitted text."""


def test_a_step_without_failure_is_not_logged(guards_on: pytest.LogCaptureFixture) -> None:
    with Guard("reading"):
        pass
    assert guards_on.records == []


def test_a_failure_is_logged_by_class_and_place_without_its_message(
    guards_on: pytest.LogCaptureFixture,
) -> None:
    with Guard("reading a name"):
        trim_name(SECRET, None)  # type: ignore[arg-type]
    (record,) = guards_on.records
    assert record.levelno == logging.ERROR
    assert record.getMessage().startswith(
        "reading a name failed: AttributeError at service/speakers/names/person_names.py:"
    )
    assert record.getMessage().endswith("(trim_name)")
    assert record.exc_info is None


def test_the_text_in_an_exception_is_not_logged(guards_on: pytest.LogCaptureFixture) -> None:
    with Guard("reading"):
        raise ValueError(SECRET)
    assert guards_on.messages == ["reading failed: ValueError"]
    assert SECRET not in guards_on.text


@pytest.mark.parametrize("error", [MemoryError, KeyboardInterrupt, SystemExit, GeneratorExit])
def test_what_is_no_fault_of_the_step_goes_on(
    error: type[BaseException], guards_on: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(error), Guard("reading"):
        raise error
    assert guards_on.records == []


def test_in_other_tests_a_contained_failure_fails_the_test() -> None:
    with pytest.raises(AssertionError, match="reading failed: ValueError"), Guard("reading"):
        raise ValueError
