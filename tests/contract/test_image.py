"""The image's steps work: they are run here without a container engine, in an empty directory."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[2]
LEFT_OUT = ("training", "evaluation", "gold", "optional")
INSTRUCTION = re.compile(r"^(FROM|WORKDIR|COPY|RUN|ENV|CMD)\s+(.*)$")


def instructions() -> list[tuple[str, str]]:
    joined = (ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
    return [match.groups() for line in joined.splitlines() if (match := INSTRUCTION.match(line))]


def build_stage() -> list[tuple[str, str]]:
    found = instructions()
    stages = [index for index, (name, _) in enumerate(found) if name == "FROM"]
    return found[stages[0] + 1 : stages[1]]


def test_the_image_copies_only_what_serving_needs() -> None:
    copied = {shlex.split(words)[0] for name, words in build_stage() if name == "COPY"}
    assert "tests/" not in copied
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    assert ignored[0] == "*"
    assert {f"service/{name}" for name in LEFT_OUT} <= set(ignored)


def test_the_image_refuses_to_start_without_a_key_and_says_how_to_make_it(tmp_path: Path) -> None:
    variables = dict(
        pair.split("=", 1)
        for name, words in instructions()
        if name == "ENV"
        for pair in shlex.split(words)
    )
    assert variables.pop("PATH").endswith(":$PATH")
    variables["ONRECORD_DATABASE_URL"] = f"sqlite:///{tmp_path / 'onrecord.db'}"
    [command] = [json.loads(words) for name, words in instructions() if name == "CMD"]
    done = subprocess.run(
        [Path(sys.executable).parent / command[0], *command[1:]],
        env={**os.environ, **variables},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "docker run --rm -v onrecord:/data onrecord onrecord keys create" in done.stderr


@pytest.mark.slow
def test_the_build_steps_give_a_server_that_answers(tmp_path: Path) -> None:
    build, opt, data = (tmp_path / name for name in ("build", "opt", "data"))
    for directory in (build, opt, data):
        directory.mkdir()
    bin_of_python = Path(sys.base_prefix) / "bin"
    environment = {**os.environ, "PATH": f"{bin_of_python}:/usr/bin:/bin", "PYTHONPATH": ""}
    for name, words in build_stage():
        if name == "COPY":
            *sources, target = shlex.split(words)
            for source in sources:
                if source.endswith("/"):
                    shutil.copytree(
                        ROOT / source,
                        build / target,
                        ignore=shutil.ignore_patterns("__pycache__", *LEFT_OUT),
                    )
                else:
                    shutil.copy(ROOT / source, build / target)
        elif name == "RUN":
            command = words.replace("/opt/", f"{opt}/")
            subprocess.run(["bash", "-ec", command], cwd=build, env=environment, check=True)

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    # Started away from the checkout, so that only what was installed can be found.
    server = subprocess.Popen(
        [opt / "onrecord" / "bin" / "onrecord", "serve", "--port", str(port)],
        cwd=data,
        env=environment,
    )
    try:
        article = {"outlet": {"name": "Wire"}, "text": "“We tried,” Ivy Chen said."}
        for _ in range(300):
            try:
                answer = httpx.post(f"http://127.0.0.1:{port}/v1/articles", json=article)
                break
            except httpx.TransportError:
                time.sleep(0.1)
        assert answer.status_code == httpx.codes.CREATED
        (quotation,) = answer.json()["quotations"]
        assert quotation["speaker"]["name"] == "Ivy Chen"
    finally:
        server.terminate()
        server.wait(timeout=20)
