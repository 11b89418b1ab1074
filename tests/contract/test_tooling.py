"""What a contributor's hooks run is what `make check` runs, and CI runs the README's command."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]


def target(name: str) -> list[str]:
    """The commands of one target of the Makefile, with the environment's folder written out."""
    makefile = (ROOT / "Makefile").read_text("utf-8").replace("$(BIN)", ".venv/bin")
    found = re.search(rf"^{name}:.*\n((?:\t.*\n)+)", makefile, re.MULTILINE)
    assert found, f"no target {name}"
    return [line.strip() for line in found[1].splitlines()]


def test_the_hooks_before_a_commit_are_the_steps_of_make_check() -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
    hooks = [hook["entry"] for repo in config["repos"] for hook in repo["hooks"]]
    assert hooks == target("check")


def test_hooks_fetch_nothing() -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
    assert [repo["repo"] for repo in config["repos"]] == ["local"]


def test_ci_runs_the_command_of_the_readme() -> None:
    assert "make test\n" in (ROOT / ".ci" / "run").read_text("utf-8")
    assert re.search(r"^make test\s", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
