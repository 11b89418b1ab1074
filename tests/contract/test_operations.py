"""What the page on operations says and shows is so."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import yaml
from sqlalchemy.pool import QueuePool

from service.settings import Settings
from service.storage.access import Actor, NewKey, acting
from service.storage.db.database import Database
from service.storage.store import Store
from tests.contract.test_names_in_docs import is_command
from tests.support.pages import DOCS, code_blocks
from tests.support.postgresql_site import PostgresqlSite
from tests.support.sqlite_site import SqliteSite

PAGE = "operations.md"
MAKE_OLDER = "UPDATE audit_entries SET at = '2020-01-01 00:00:00' WHERE operation = 'old'"


def test_a_process_opens_as_many_connections_as_the_page_says() -> None:
    database = Database("postgresql://onrecord@127.0.0.1/none", limited=True)
    pools = (database._reads.pool, database.writes.pool, database._checks.pool)
    reads, writes, checks = (pool.size() for pool in pools if isinstance(pool, QueuePool))
    said = (DOCS / PAGE).read_text("utf-8")
    total = reads + writes + checks
    assert f"{total}: {reads} for reads, {writes} for writes, {checks} for `/readyz`" in said
    assert all(pool._max_overflow == 0 for pool in pools if isinstance(pool, QueuePool))
    assert f"{total} for each process" in said


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="It checks units of systemd.")
def test_systemd_finds_nothing_in_the_unit(tmp_path: Path) -> None:
    [unit] = code_blocks(PAGE, "systemd", "ini")
    program = re.search(r"^ExecStart=(\S+) (\S+)$", unit, re.MULTILINE)
    assert program
    assert is_command(program[2], "")
    (tmp_path / "onrecord.service").write_text(
        unit.replace(program[1], str(Path(sys.executable).parent / "onrecord"))
    )
    done = subprocess.run(
        ["systemd-analyze", "verify", tmp_path / "onrecord.service"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    stop = re.search(r"^TimeoutStopSec=(\d+)$", unit, re.MULTILINE)
    assert stop
    assert int(stop[1]) > Settings.model_fields["shutdown_seconds"].default + 1


def test_the_file_for_compose_names_settings_and_commands_that_exist() -> None:
    [text] = code_blocks(PAGE, "The image", "yaml")
    services = yaml.safe_load(text)["services"]
    for name in ("server", "worker"):
        settings = {
            each.lower().removeprefix("onrecord_") for each in services[name]["environment"]
        }
        assert settings <= Settings.model_fields.keys()
        assert services[name]["depends_on"].keys() <= services.keys()
        grace = int(services[name]["stop_grace_period"].removesuffix("s"))
        assert grace > Settings.model_fields["shutdown_seconds"].default + 1
    assert is_command(services["worker"]["command"][1], "")


def test_the_audit_trail_is_shortened_by_the_commands_of_the_page(
    site: SqliteSite | PostgresqlSite,
) -> None:
    make_two_entries(site.url)
    on_sqlite, on_postgresql = code_blocks(PAGE, "What is kept, and how long")[0].splitlines()
    if isinstance(site, SqliteSite):
        site.run(f'sqlite3 onrecord.db "{MAKE_OLDER}"')
        site.run(on_sqlite)
    else:
        site.run(f'psql "$ONRECORD_DATABASE_URL" --command="{MAKE_OLDER}"')
        site.run(on_postgresql)
    assert operations(site.url) == ["new"]


def make_two_entries(url: str) -> None:
    Store.migrate(url)
    with closing(Store.open(url)) as store:
        for name in ("old", "new"):
            with acting(Actor(owner="desk", operation=name)):
                store.keys.create(NewKey(prefix=name, digest="d", owner="desk", scopes=("read",)))


def operations(url: str) -> list[str]:
    with closing(Store.open(url)) as store:
        return [entry.operation for entry in store.keys.list_audit().items]
