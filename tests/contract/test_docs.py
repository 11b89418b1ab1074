"""What the documentation shows is what happens: its console examples are run, in their order.

In a block marked `console`, a line that begins with `$ ` is a command (which goes on after a
backslash and within single quotes), and the lines up to the next command are its output. An
output line `...` stands for any lines. Ids and the time of storing differ from run to run and are
left out, and a confidence is compared by its first two digits.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from service.settings import Settings

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CHANGING = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}"
    r'|(?<=_at": ")[^"]+(?=")'
    r'|(?<="confidence": 0\.\d\d)\d+'
)
SERVER = "127.0.0.1:8000"


@dataclass(frozen=True, slots=True)
class Example:
    command: str
    output: str


def examples(document: Path) -> list[Example]:
    found = []
    for block in BLOCK.findall(document.read_text("utf-8")):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            while command.endswith("\\") or command.count("'") % 2:
                line, _, output = output.partition("\n")
                command += f"\n{line}"
            found.append(Example(command, output))
    return found


def with_examples() -> list[Path]:
    return [document for document in DOCUMENTS if examples(document)]


def asks_a_server(document: Path) -> bool:
    return any(SERVER in example.command for example in examples(document))


@contextmanager
def running(directory: Path, *, serve: bool) -> Iterator[tuple[str, dict[str, str]]]:
    """The address of a server on an empty database, and the environment that names the same."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "ONRECORD_DATABASE_URL": f"sqlite:///{directory / 'onrecord.db'}",
        "ONRECORD_URL": f"http://127.0.0.1:{port}",
        "COLUMNS": "100",
    }
    if not serve:
        yield f"127.0.0.1:{port}", environment
        return
    log = (directory / "server.log").open("w")
    process = subprocess.Popen(
        ["onrecord", "serve", "--port", str(port)],
        env={"ONRECORD_ENGINES": "1", **environment},
        cwd=directory,
        stdout=log,
        stderr=log,
    )
    try:
        _wait_until_ready(f"http://127.0.0.1:{port}/readyz", process)
        yield f"127.0.0.1:{port}", environment
    finally:
        process.terminate()
        process.wait(timeout=20)
        log.close()


def _wait_until_ready(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert process.poll() is None, "the server has stopped"
        try:
            if httpx.get(url).is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise AssertionError("the server was not ready within 30 seconds")


@pytest.mark.parametrize("document", with_examples(), ids=lambda path: path.name)
def test_examples_print_what_the_page_shows(document: Path, tmp_path: Path) -> None:
    (tmp_path / ".venv").symlink_to(sys.prefix)
    with running(tmp_path, serve=asks_a_server(document)) as (address, environment):
        for example in examples(document):
            done = subprocess.run(
                ["bash", "-c", example.command.replace(SERVER, address)],
                env=environment,
                cwd=tmp_path,
                capture_output=True,
                text=True,
                check=False,
                timeout=120,
            )
            printed = (done.stdout + done.stderr).replace(address, SERVER)
            assert matches(example.output, printed), (
                f"{document.name}: $ {example.command}\n"
                f"shown:\n{example.output}\nprinted:\n{printed}"
            )


def matches(shown: str, printed: str) -> bool:
    parts = re.split(r"^ *\.\.\.\n", _settled(shown), flags=re.MULTILINE)
    return re.fullmatch(r"(?:.*\n)*?".join(map(re.escape, parts)), _settled(printed)) is not None


def _settled(text: str) -> str:
    lines = (line.rstrip() for line in CHANGING.sub("…", text).strip().splitlines())
    return "".join(f"{line}\n" for line in lines)


def test_the_readme_has_examples() -> None:
    assert examples(ROOT / "README.md")


def test_an_output_that_differs_is_noticed() -> None:
    assert matches("a\n...\nd\n", "a\nb\nc\nd\n")
    assert matches('"created_at": "x"\n', '"created_at": "y"\n')
    assert not matches("a\n...\nd\n", "a\nb\nc\n")
    assert not matches("a\n", "a\nb\n")


def test_every_setting_is_documented_with_its_default() -> None:
    page = (ROOT / "docs" / "settings.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `(ONRECORD_\w+)` \| `([^`]*)` \|", page, re.MULTILINE))
    assert rows == {
        f"ONRECORD_{name.upper()}": str(field.default)
        for name, field in Settings.model_fields.items()
    }
