"""Reading an article sends nothing, looks up no host and writes nothing but the database.

onnxruntime's telemetry is native code, which no hook of Python sees, so `strace` watches the calls
to the kernel. Telemetry writes its files when onnxruntime is imported and looks up a host nine
seconds later. Each process is therefore kept waiting longer than that.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[2]
IDLE_SECONDS = 12.0
TEXT = "“The ferry sails at noon,” Ida Holm said."
ONRECORD = (sys.executable, "-c", "from service.cli import main; main()")
SENDING = "connect,sendto,sendmsg,sendmmsg"
ADDRESS = re.compile(r"sa_family=(AF_\w+)")
LOOPBACK = re.compile(r'inet_addr\("127\.|inet_pton\(AF_INET6, "::1"')
LOOK_UP = re.compile(r'"/etc/(hosts|resolv\.conf)"')


@dataclass(frozen=True)
class Place:
    """Where a process runs: a home and a temporary directory that are empty when it starts."""

    work: Path
    home: Path
    temporary: Path

    @classmethod
    def make(cls, parent: Path) -> Place:
        place = cls(parent / "work", parent / "home", parent / "temporary")
        for folder in (place.work, place.home, place.temporary):
            folder.mkdir(parents=True)
        return place

    def environment(self) -> dict[str, str]:
        """What a process gets: as here, but telemetry asked for and no cache named."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
        return {
            **kept,
            "HOME": str(self.home),
            "TMPDIR": str(self.temporary),
            "ORT_DISABLE_TELEMETRY": "0",
            "ONRECORD_DATABASE_URL": "sqlite:///onrecord.db",
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def written(self) -> list[str]:
        """What lies in the home and the temporary directory."""
        folders = (self.home, self.temporary)
        return sorted(str(path) for folder in folders for path in folder.rglob("*"))


@dataclass(frozen=True)
class Seen:
    """What a process did."""

    written: list[str]
    trace: list[str] | None
    """Its calls that send or open a file; `None` where nothing could watch them."""


def strace_works() -> bool:
    command = ["strace", "-f", "-qq", "-e", "trace=connect", "-o", os.devnull, "true"]
    return bool(shutil.which("strace")) and not subprocess.run(command, check=False).returncode


def watched(place: Place, words: list[str], *, strace: bool) -> subprocess.Popen[str]:
    # With -D the child is the command itself, so it gets our signals; strace ends after it.
    trace = ["strace", "-D", "-f", "-qq", "-e", f"trace={SENDING},open,openat", "-o", "../trace"]
    return subprocess.Popen(
        [*(trace if strace else []), *ONRECORD, *words],
        cwd=place.work,
        env=place.environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def post_article(port: int) -> httpx.Response:
    article = {"outlet": {"name": "Wire"}, "text": TEXT}
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
        for _ in range(300):
            try:
                return client.post("/v1/articles", json=article, timeout=30)
            except httpx.ConnectError:
                time.sleep(0.1)
    raise AssertionError("the server does not answer")


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Seen]:
    """`onrecord extract` in two processes and a server, both kept waiting at the same time."""
    strace = strace_works()
    places = {
        name: Place.make(tmp_path_factory.mktemp("nothing_leaves") / name)
        for name in ("extract", "serve")
    }
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    line = json.dumps({"id": "a", "text": TEXT}) + "\n"
    extract = watched(
        places["extract"], ["extract", "--jsonl", "-", "--workers", "2"], strace=strace
    )
    serve = watched(places["serve"], ["serve", "--port", str(port)], strace=strace)
    try:
        assert extract.stdin is not None
        # Its workers wait for more lines for as long as its input is open.
        extract.stdin.write(line * 10)
        extract.stdin.flush()
        answer = post_article(port)
        time.sleep(IDLE_SECONDS)
        lines, _ = extract.communicate(timeout=60)
    finally:
        serve.terminate()
        extract.kill()
        serve.communicate(timeout=30)
        extract.communicate(timeout=30)
    assert answer.status_code == httpx.codes.CREATED
    assert len(lines.splitlines()) == 10
    assert all(json.loads(line)["attributions"] for line in lines.splitlines())
    return {
        name: Seen(
            written=place.written(),
            trace=(place.work.parent / "trace").read_text().splitlines() if strace else None,
        )
        for name, place in places.items()
    }


@pytest.mark.parametrize("command", ["extract", "serve"])
def test_home_and_temporary_directory_stay_empty(command: str, seen: dict[str, Seen]) -> None:
    assert seen[command].written == []


@pytest.mark.parametrize("command", ["extract", "serve"])
def test_no_host_is_looked_up_and_nothing_is_sent(command: str, seen: dict[str, Seen]) -> None:
    trace = seen[command].trace
    if trace is None:
        pytest.skip("strace is missing or may not watch processes here")
    assert any("encoder.onnx" in call for call in trace), "the trace misses the engine's files"
    sent = [call for call in trace if ADDRESS.search(call) and not LOOPBACK.search(call)]
    assert sent == []
    assert [call for call in trace if LOOK_UP.search(call)] == []


def test_the_image_sets_the_variable_too() -> None:
    assert "ORT_DISABLE_TELEMETRY=1" in (ROOT / "Dockerfile").read_text("utf-8")
