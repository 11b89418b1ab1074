"""The generators of clients, each in a directory of its own: nothing of theirs is in our checkout.

Node's come from `package-lock.json`, Python's from `requirements/clients.txt`. Without Node, npm or
a registry the tests are skipped, unless `ONRECORD_REQUIRE_NODE` is set, as CI sets it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.support.made_once import made_once

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
CONTRACT = ROOT / "openapi.yaml"
QUIET = {
    "NO_COLOR": "1",
    "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true",
    "REDOCLY_TELEMETRY": "off",
}


def run(command: Sequence[str | Path], *, cwd: Path, **variables: str) -> str:
    """Run a command, and return what it prints, once it has succeeded."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, **QUIET, **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="session")
def npm_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of this page's npm project, with all that it names installed."""
    if not shutil.which("node") or not shutil.which("npm"):
        leave_out("Node and npm are not here: no TypeScript client is generated")

    def install(directory: Path) -> None:
        shutil.copytree(HERE, directory, dirs_exist_ok=True)
        shutil.copy(CONTRACT, directory)
        try:
            run(["npm", "ci"], cwd=directory)
        except AssertionError as failure:
            leave_out(f"npm cannot install its packages: {failure}")

    return made_once("npm", tmp_path_factory, install)


def leave_out(reason: str) -> None:
    """Skip a test, or fail it where nothing may be skipped."""
    if os.environ.get("ONRECORD_REQUIRE_NODE"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def typescript(npm_project: Path) -> Path:
    """The npm project with both clients generated and the stories compiled, in strict mode."""
    npx = ["npx", "--no-install"]
    options = ["--default-non-nullable", "false"]
    run([*npx, "openapi-typescript", "openapi.yaml", "-o", "api.d.ts", *options], cwd=npm_project)
    run([*npx, "openapi-ts", "-i", "openapi.yaml", "-o", "client"], cwd=npm_project)
    run([*npx, "tsc"], cwd=npm_project)
    return npm_project


@pytest.fixture(scope="session")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with a generated Python package, and with `.venv` that holds its libraries."""
    directory = tmp_path_factory.mktemp("python")
    venv.create(directory / ".venv")
    tools = directory / ".venv" / "bin"
    pip = [sys.executable, "-m", "pip", "--python", tools / "python"]  # No copy of pip in there.
    install = [*pip, "install", "--quiet", "--require-hashes"]
    run([*install, "-r", ROOT / "requirements" / "clients.txt"], cwd=directory)
    generate = ["openapi-python-client", "generate", "--path", CONTRACT, "--meta", "none"]
    config = ["--config", HERE / "openapi-python-client.json"]
    path = f"{tools}{os.pathsep}{os.environ['PATH']}"
    printed = run(
        [tools / generate[0], *generate[1:], *config, "--output-path", "on_record_client"],
        cwd=directory,
        PATH=path,
    )
    assert "arning" not in printed, printed
    return directory
