"""Fixtures that resolve the speakers of a marked text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from service.speakers.resolver import resolve_speakers
from service.speakers.speaker import Resolution
from tests.support.marked_article import extraction_of


@pytest.fixture
def resolve() -> Callable[[str], tuple[Resolution, ...]]:
    return lambda marked: resolve_speakers(extraction_of(marked))


@pytest.fixture
def names() -> Callable[[str], list[list[str | None]]]:
    def read(marked: str) -> list[list[str | None]]:
        found = resolve_speakers(extraction_of(marked))
        return [[speaker.name for speaker in one.speakers] for one in found]

    return read
