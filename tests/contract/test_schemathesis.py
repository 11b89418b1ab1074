"""Thousands of generated requests to a live server: each answer is one that `openapi.yaml` allows.

schemathesis is installed into an environment of its own, from `requirements/fuzz.txt`.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import venv
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.support.databases import BACKENDS, postgresql_urls, sqlite_urls

ROOT = Path(__file__).parents[2]
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "100"))  # For each of the operations.
LEAST_CASES = 2_000

pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def schemathesis(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("schemathesis")
    venv.create(directory, with_pip=True)
    install = [directory / "bin" / "python", "-m", "pip", "install", "--quiet", "--require-hashes"]
    subprocess.run([*install, "-r", ROOT / "requirements" / "fuzz.txt"], check=True)
    return directory / "bin" / "schemathesis"


@pytest.fixture(params=BACKENDS)
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a server with the demo articles."""
    urls = sqlite_urls(tmp_path) if request.param == "sqlite" else postgresql_urls()
    with urls as make:
        environment = {
            **os.environ,
            "ONRECORD_DATABASE_URL": make(),
            "ONRECORD_FEED_SECONDS": "0",
            "ONRECORD_WEBHOOK_PRIVATE": "true",
        }
        onrecord = Path(sys.executable).parent / "onrecord"
        subprocess.run([onrecord, "seed"], env=environment, cwd=tmp_path, check=True)
        scopes = [f"--scope={scope}" for scope in ("read", "write", "edit", "admin")]
        made = subprocess.run(
            [onrecord, "keys", "create", "--owner=fuzz", "--rate=100000/s", *scopes],
            env=environment,
            cwd=tmp_path,
            check=True,
            capture_output=True,
            text=True,
        )
        (tmp_path / "key.txt").write_text(made.stdout)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        address = f"http://127.0.0.1:{port}"
        with (tmp_path / "server.log").open("w") as log:
            process = subprocess.Popen(
                [onrecord, "serve", "--port", str(port)],
                env=environment,
                cwd=tmp_path,
                stdout=log,
                stderr=log,
            )
            try:
                _wait_until_ready(address, process)
                yield address
            finally:
                process.terminate()
                process.wait(timeout=20)


def _wait_until_ready(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert process.poll() is None, "the server has stopped"
        try:
            if httpx.get(f"{address}/readyz").is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise AssertionError("the server was not ready within 60 seconds")


def test_every_answer_is_allowed_by_the_contract(
    schemathesis: Path, server: str, tmp_path: Path
) -> None:
    key = (tmp_path / "key.txt").read_text().strip()
    environment = {
        **os.environ,
        "ONRECORD_URL": server,
        "ONRECORD_KEY": key,
        "PYTHONPATH": str(Path(__file__).parent),
        "SCHEMATHESIS_HOOKS": "schemathesis_hooks",
    }
    settings = Path(__file__).parent / "schemathesis.toml"
    options = ["--header", f"Authorization: Bearer {key}"]
    options += ["--url", server]
    options += ["--checks", "all", "--max-examples", str(EXAMPLES), "--seed", "1"]
    document = f"{server}/openapi.json"
    done = subprocess.run(
        [schemathesis, "--config-file", settings, "run", document, "--no-color", *options],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    (cases,) = re.findall(r"(\d+) generated, \1 passed", done.stdout)
    print(f"{cases} cases")
    assert int(cases) >= LEAST_CASES
    log = (tmp_path / "server.log").read_text().splitlines()
    assert [line for line in log if '"level": "error"' in line or "Traceback" in line] == []
