"""Dates and times as RFC 3339 writes them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pydantic import TypeAdapter, ValidationError

from service.api.schemas.base import Moment

READ = TypeAdapter(Moment).validate_python


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-14T09:30:00Z",
        "2026-03-14t09:30:00z",
        "2026-03-14 09:30:00Z",
        "2026-03-14T10:30:00+01:00",
        "2026-03-13T23:30:00-10:00",
        "2026-03-14T09:30:00.000000000Z",
    ],
)
def test_one_moment_many_ways(written):
    assert READ(written) == datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
    assert READ(written).tzinfo is UTC


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-14T09:30:00",
        "2026-03-14",
        "20260314T093000Z",
        "2026-W11-6T09:30:00Z",
        "2026-02-30T09:30:00Z",
        "2026-03-14T09:30:60Z",
        "2026-03-14T09:30:00+25:00",
        "0000-01-01T00:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-01:00",
        "٢٠٢٦-٠٣-١٤T09:30:00Z",
        "2026-03-14T09:30:00Z\n",
        "",
        1_700_000_000,
        None,
        datetime(2026, 3, 14),
    ],
)
def test_what_names_no_moment_is_refused(written):
    with pytest.raises(ValidationError):
        READ(written)
