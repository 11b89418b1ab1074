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
from typing import Any

import httpx
import pytest

from tests.support.databases import BACKENDS, postgresql_urls, sqlite_urls

ROOT = Path(__file__).parents[2]
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "100"))  # For each of the operations.
LEAST_CASES = 2_000
ENOUGH = 30
"""With so many examples each operation gives what was asked for at least once."""
TIMED = {"cancelIngestJob"}
"""Operations that only succeed in time: the jobs of one line are done at once."""

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


def make_delivery(server: str, key: str) -> None:
    """Make a webhook and an event for it, so that something can be sent again."""
    webhook = {"url": "http://127.0.0.1:9/"}
    article = {"outlet": {"name": "Wire"}, "text": "“The hall was full,” Ann Lee said."}
    for path, body in (("/v1/webhooks", webhook), ("/v1/articles", article)):
        headers = {"Authorization": f"Bearer {key}"}
        httpx.post(server + path, json=body, headers=headers, timeout=60).raise_for_status()


def succeeded(answers: Path) -> set[str]:
    """Return the operations that gave what was asked for at least once."""
    noted = (line.split() for line in answers.read_text().splitlines())
    return {name for name, status in noted if status.startswith("2")}


def operation_ids(document: dict[str, Any]) -> set[str]:
    """Return the ids of all operations of a contract."""
    return {each["operationId"] for path in document["paths"].values() for each in path.values()}


def test_every_answer_is_allowed_by_the_contract(
    schemathesis: Path, server: str, tmp_path: Path
) -> None:
    key = (tmp_path / "key.txt").read_text().strip()
    make_delivery(server, key)
    environment = {
        **os.environ,
        "ONRECORD_URL": server,
        "ONRECORD_KEY": key,
        "PYTHONPATH": str(Path(__file__).parent),
        "SCHEMATHESIS_HOOKS": "schemathesis_hooks",
        "FUZZ_ANSWERS": str(tmp_path / "answers.txt"),
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
    did_their_work = succeeded(tmp_path / "answers.txt")
    never = operation_ids(httpx.get(document, timeout=30).json()) - did_their_work
    print(f"never did their work: {', '.join(sorted(never)) or 'none'}")
    assert never <= TIMED or EXAMPLES < ENOUGH
    log = (tmp_path / "server.log").read_text().splitlines()
    assert [line for line in log if '"level": "error"' in line or "Traceback" in line] == []
