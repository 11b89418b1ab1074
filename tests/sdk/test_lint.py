"""`openapi.yaml` keeps every rule that redocly recommends."""

from __future__ import annotations

from pathlib import Path

from tests.sdk.conftest import HERE, run


def test_redocly_finds_nothing(npm_project: Path) -> None:
    printed = run(["npx", "--no-install", "redocly", "lint", "openapi.yaml"], cwd=npm_project)

    assert "Your API description is valid" in printed
    assert "arning" not in printed.replace("Deprecation warning: Node.js 20", "")


def test_the_lock_names_no_registry() -> None:
    lock = (HERE / "package-lock.json").read_text("utf-8")

    assert '"integrity": "sha512-' in lock
    assert '"resolved"' not in lock
    assert "registry" not in lock
