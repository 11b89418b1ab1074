"""The command line: what it says when a command is stopped."""

from collections.abc import Iterator

import pytest
from typer.testing import CliRunner

from service.cli import app
from service.commands.recluster import Progress


def test_a_stopped_recluster_says_how_to_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object, **__: object) -> Iterator[Progress]:
        yield Progress(1, 9)
        raise KeyboardInterrupt

    monkeypatch.setattr("service.commands.recluster.recluster", stopped)
    monkeypatch.setattr("service.terminal.database.get_settings", lambda: None)
    result = CliRunner().invoke(app, ["recluster"])
    assert result.exit_code == 130
    assert "run it again to go on" in result.stderr
