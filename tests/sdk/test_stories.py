"""Generated clients go through a whole story against a live server, and all see the same."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from service.storage.store import Store
from tests.sdk.conftest import HERE, run
from tests.support.keys import add_key
from tests.support.server import running_server

STORY = {
    "speakers": ["Ada Lindqvist", "Ada Lindqvist"],
    "slices": [
        "We will play every evening until the pier is paid for,",
        "Nobody should have to pay twice for the same pier,",
    ],
    "pages": 2,
    "found": [
        "We will play every evening until the pier is paid for,",
        "Nobody should have to pay twice for the same pier,",
        "I have never seen such a pier,",
    ],
    "match": "variant",
    "changed": "each",
    "outlets": ["harbourpost.example", "coastwire.example"],
    "lines": [1, 1],
    "failed": [[2, "/outlet"]],
    "problems": [
        [404, "urn:onrecord:problem:not-found"],
        [422, "urn:onrecord:problem:invalid-request"],
        [401, "urn:onrecord:problem:unauthenticated"],
    ],
    "pointer": "/text",
}

# The generator's own part that opens connections is typed less strictly. It is the same for all.
MYPY = """\
[mypy]
strict = true
[mypy-on_record_client.client]
ignore_errors = true
"""


@contextmanager
def server_with_a_key(directory: Path) -> Iterator[tuple[str, str]]:
    """Start a server on an empty database, and yield its address and the one key that it knows."""
    database = f"sqlite:///{directory / 'onrecord.db'}"
    Store.migrate(database)
    with closing(Store.open(database)) as store:
        _, headers = add_key(store)
    with running_server(directory, engines=1) as server:
        yield server.url, headers["Authorization"].removeprefix("Bearer ")


def last_line(printed: str) -> object:
    return json.loads(printed.splitlines()[-1])


@pytest.mark.parametrize("story", ["openapi_fetch", "hey_api"])
def test_a_typescript_client_goes_through_the_story(
    story: str, typescript: Path, tmp_path: Path
) -> None:
    with server_with_a_key(tmp_path) as (url, key):
        compiled = f"dist/stories/{story}.js"
        assert last_line(run(["node", compiled, url, key], cwd=typescript)) == STORY


def test_the_python_client_goes_through_the_story(python: Path, tmp_path: Path) -> None:
    story = python / "story.py"
    shutil.copy(HERE / "stories" / "python_client.py", story)
    tools = python / ".venv" / "bin"

    (python / "mypy.ini").write_text(MYPY, "utf-8")

    assert "Success" in run([tools / "mypy", story.name, "on_record_client"], cwd=python)
    with server_with_a_key(tmp_path) as (url, key):
        printed = run([tools / "python", "-W", "error", story.name, url, key], cwd=python)
        assert last_line(printed) == STORY


def test_a_field_that_the_contract_lacks_is_an_error_of_types(typescript: Path) -> None:
    wrong = typescript / "wrong.ts"
    lines = [
        'import type { components } from "./api.js";',
        'import type { Quote } from "./client/index.js";',
        'export const one = (quote: components["schemas"]["Quote"]): string => quote.said;',
        "export const two = (quote: Quote): string => quote.said;",
        "export const three = (quote: Quote): number => quote.text;",
    ]
    wrong.write_text("\n".join(lines), "utf-8")
    try:
        with pytest.raises(AssertionError) as failure:
            run(["npx", "--no-install", "tsc", "--noEmit"], cwd=typescript)
    finally:
        wrong.unlink()

    found = set(re.findall(r"wrong\.ts\((\d+),\d+\): error (TS\d+)", str(failure.value)))
    assert sorted(found) == [("3", "TS2339"), ("4", "TS2339"), ("5", "TS2322")]


def test_generated_types_leave_nothing_open(typescript: Path) -> None:
    """Every schema has a type: none is `any` or `unknown`, and none has an invented name."""
    types = (typescript / "client" / "types.gen.ts").read_text("utf-8")
    code = re.sub(r"/\*\*.*?\*/|'[^']*'", "", types, flags=re.DOTALL)

    assert re.findall(r".*\b(?:any|unknown)\b(?!\??:).*", code) == []
    assert re.findall(r"type (\w*(?:Body_|Input|Output|\d)\w*)", code) == []
