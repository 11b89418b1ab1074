"""`docs/clients.md` is followed step by step: its commands are run, and its files are written.

A block of `ts` or `python` names its file in its first line. A block of `text` is what the commands
before it print at their end. Packages are installed beforehand, in the page's versions.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.sdk.conftest import HERE, ROOT, run
from tests.support.server import running_server

PAGE = (ROOT / "docs" / "clients.md").read_text("utf-8")
SERVER = "http://127.0.0.1:8000"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SECTION = re.compile(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
INSTALL = re.compile(r"^(?:npm|pip) install (.+)\n", re.MULTILINE)
SECTIONS = {title: text for title, text in SECTION.findall(PAGE) if BLOCK.search(text)}


@dataclass(frozen=True, slots=True)
class Shown:
    """What a section printed last, and what the page says that it prints."""

    printed: str
    expected: str


def follow(section: str, *, server: str, directory: Path, variables: dict[str, str]) -> list[Shown]:
    """Do what a section says, in one directory, and return what it printed.

    Args:
        section: The text of the section.
        server: The address of the server that answers instead of the page's.
        directory: Where the section begins. Its first commands make a directory and enter it.
        variables: What the commands find in their environment.
    """
    found, printed = [], ""
    for language, text in BLOCK.findall(section):
        block = INSTALL.sub("", text.replace(SERVER, server))
        if language == "sh":
            entered = re.match(r"mkdir ([\w-]+) && cd \1\n", block)
            if entered:
                directory /= entered[1]
                directory.mkdir()
                block = block[entered.end() :]
            printed = run(["bash", "-ec", block], cwd=directory, **variables)
        elif language == "text":
            found.append(Shown(printed, text))
        else:
            name = re.match(r"(?://|#) ([\w.-]+)\n", block)
            assert name, block
            (directory / name[1]).write_text(block, "utf-8")
    return found


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_server(tmp_path_factory.mktemp("page"), engines=1) as server:
        yield server.url


# The stories of `test_stories.py` hold the same clients; these walk as the page says.
@pytest.mark.slow
@pytest.mark.parametrize("title", ["openapi-fetch", "@hey-api/openapi-ts"])
def test_the_page_leads_to_a_typescript_client(
    title: str, npm_project: Path, server: str, tmp_path: Path
) -> None:
    (tmp_path / "node_modules").symlink_to(npm_project / "node_modules")
    found = follow(SECTIONS[title], server=server, directory=tmp_path, variables={})

    assert len(found) == SECTIONS[title].count("```text")
    for shown in found:
        assert shown.printed.endswith(shown.expected)


@pytest.mark.slow
def test_the_page_leads_to_a_python_client(python: Path, server: str, tmp_path: Path) -> None:
    section = SECTIONS["openapi-python-client"]
    text = section.replace("python3 -m venv .venv && . .venv/bin/activate\n", "")
    tools = f"{python / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}"
    (shown,) = follow(text, server=server, directory=tmp_path, variables={"PATH": tools})

    assert shown.printed.endswith(shown.expected)


def test_the_page_names_the_versions_that_are_tested() -> None:
    project = json.loads((HERE / "package.json").read_text("utf-8"))
    pinned = project["dependencies"] | project["devDependencies"]
    locked = (ROOT / "requirements" / "clients.txt").read_text("utf-8")
    named = " ".join(INSTALL.findall(PAGE)).split()

    assert len(named) == 6
    for package in named:
        name, _, version = package.rpartition("@")
        assert pinned.get(name) == version or re.search(rf"^{package} ", locked, re.MULTILINE)


def test_each_client_takes_ten_lines() -> None:
    blocks = [text for language, text in BLOCK.findall(PAGE) if language in ("ts", "python")]
    code = [
        [line for line in block.splitlines()[1:] if line]
        for block in blocks
        if "highlight" not in block
    ]
    assert len(code) == 3
    assert max(map(len, code)) <= 11
