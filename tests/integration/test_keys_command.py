"""`onrecord keys`, and `onrecord serve` on an address that other machines reach."""

from __future__ import annotations

import re
import signal
import subprocess
from pathlib import Path
from unittest.mock import patch

import httpx
import pytest

from service.api.auth.keys import KEY_PATTERN
from tests.support.databases import MakeUrl
from tests.support.server import running_server
from tests.support.terminal import onrecord_here

CREATE = ("keys", "create", "--owner", "night desk", "--scope", "read", "--scope", "write")


class Terminal:
    """Runs commands on one database."""

    def __init__(self, url: str, directory: Path) -> None:
        self.variables = {"ONRECORD_DATABASE_URL": url, "COLUMNS": "200"}
        self.directory = directory

    def run(self, *command: str, **variables: str) -> subprocess.CompletedProcess[str]:
        given = {**self.variables, **variables}
        return onrecord_here(*command, cwd=self.directory, variables=given)

    def serve(self, *options: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run `onrecord serve`, which must not come as far as to serve."""
        with patch("service.server.run.run_server", side_effect=AssertionError("it serves")):
            return self.run("serve", *options, **variables)


@pytest.fixture
def terminal(make_url: MakeUrl, tmp_path: Path) -> Terminal:
    return Terminal(make_url(), tmp_path)


@pytest.fixture
def on_sqlite(tmp_path: Path) -> Terminal:
    return Terminal(f"sqlite:///{tmp_path / 'onrecord.db'}", tmp_path)


def test_a_key_is_made_shown_once_listed_and_revoked(terminal: Terminal) -> None:
    made = terminal.run(*CREATE, "--expires", "90d", "--rate", "600/min")
    assert made.returncode == 0, made.stderr
    [key] = re.findall(KEY_PATTERN, made.stdout)
    assert made.stdout == f"{key}\n"  # Alone, for scripts.
    prefix = key.split("_")[1]
    assert prefix in made.stderr

    listed = terminal.run("keys", "list").stdout
    for shown in (prefix, "night desk", "read write", "600 in 60 s", "active"):
        assert shown in listed
    assert key not in listed
    assert prefix in terminal.run("keys", "list", COLUMNS="80").stdout  # It is needed to revoke.

    revoked = terminal.run("keys", "revoke", key)  # The whole key, as in a leak.
    assert (revoked.returncode, key in revoked.stdout) == (0, False)
    assert "revoked" in terminal.run("keys", "list").stdout


@pytest.mark.parametrize(
    ("options", "status", "said"),
    [
        (("revoke", "unknownprefi"), 1, "No key has this prefix"),
        (("create", "--owner", "a", "--scope", "all"), 2, "Invalid value"),
        (("create", "--owner", "a"), 2, "Missing option"),
        (("create", "--owner", " ", "--scope", "read"), 1, "An owner is a name"),
        (("create", "--owner", "local", "--scope", "read"), 1, "without a key"),
        (("create", "--owner", "a", "--scope", "read", "--rate", "9"), 1, "600/min"),
        (("create", "--owner", "a", "--scope", "read", "--expires", "soon"), 1, "90d"),
        (("create", "--owner", "a", "--scope", "read", "--expires", "99999y"), 1, "that long"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    options: tuple[str, ...], status: int, said: str, on_sqlite: Terminal
) -> None:
    done = on_sqlite.run("keys", *options)
    assert (done.returncode, done.stdout) == (status, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "", "192.0.2.7", "an.example"])
def test_serve_refuses_an_address_that_others_reach_without_keys(
    host: str, on_sqlite: Terminal
) -> None:
    refused = on_sqlite.serve("--host", host, "--port", "0")
    assert refused.returncode == 1
    [line] = refused.stderr.splitlines()
    assert "onrecord keys create --owner NAME" in line
    assert "docker run --rm -v onrecord:/data onrecord onrecord keys create" in line


def test_the_variable_of_the_image_is_refused_too(on_sqlite: Terminal) -> None:
    assert on_sqlite.serve("--port", "0", ONRECORD_HOST="0.0.0.0").returncode == 1


def test_with_a_key_or_in_so_many_words_it_listens_everywhere(tmp_path: Path) -> None:
    """It needs an engine, so both are one test: first anonymous, and closed by the first key."""
    terminal = Terminal(f"sqlite:///{tmp_path / 'onrecord.db'}", tmp_path)
    with running_server(tmp_path, host="0.0.0.0", allow_anonymous="true") as server:
        assert httpx.get(f"{server.url}/v1/quotes", trust_env=False).status_code == 200
        key = terminal.run(*CREATE).stdout.strip()
        headers = {"Authorization": f"Bearer {key}"}
        assert _status_within(server.url, 401, seconds=8)
        assert httpx.get(f"{server.url}/v1/quotes", headers=headers, trust_env=False).is_success
        terminal.run("keys", "revoke", key)
        assert _status_within(server.url, 401, seconds=8, headers=headers)
        server.process.send_signal(signal.SIGTERM)
        server.process.wait(timeout=20)
        assert key not in server.log.read_text()
    with running_server(tmp_path, host="0.0.0.0") as server:
        # All keys are revoked: it starts, and it is closed.
        assert httpx.get(f"{server.url}/v1/quotes", trust_env=False).status_code == 401


def _status_within(
    url: str, status: int, *, seconds: float, headers: dict[str, str] | None = None
) -> bool:
    import time

    until = time.monotonic() + seconds
    while time.monotonic() < until:
        answer = httpx.get(f"{url}/v1/quotes", headers=headers, trust_env=False)
        if answer.status_code == status:
            return True
        time.sleep(0.2)
    return False
