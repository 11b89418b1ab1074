"""A setting that is wrong is told in one line that says what to write."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from service.errors import Misconfigured, NotReady
from service.settings import get_settings
from service.storage.db.engine import read_url
from service.storage.db.migrate import upgrade


@pytest.fixture(autouse=True)
def fresh_settings() -> Iterator[None]:
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


def test_a_value_of_another_type_is_named_by_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_PORT", "eighty")
    with pytest.raises(Misconfigured, match=r"^ONRECORD_PORT: Input should be a valid integer"):
        get_settings()


@pytest.mark.parametrize("url", ["foo", "mysql://host/name", "", "postgresql+nothing"])
def test_what_is_no_url_of_ours_is_refused(url: str) -> None:
    with pytest.raises(Misconfigured, match="Write sqlite:///FILE or postgresql://"):
        read_url(url)


def test_a_password_is_not_shown() -> None:
    with pytest.raises(Misconfigured) as refused:
        read_url("mysql://editor:secret@host/name")
    assert "secret" not in refused.value.detail


@pytest.mark.parametrize("url", ["postgresql://127.0.0.1:9/none", "sqlite:///{}/none/x.db"])
def test_a_database_that_does_not_answer_is_not_ready(url: str, tmp_path: Path) -> None:
    with pytest.raises(NotReady, match="The database does not answer"):
        upgrade(url.format(tmp_path))
