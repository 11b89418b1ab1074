"""Counts what a reader of the code has to open: `python -m tests.structure.count_modules`.

Two counts: the modules of `service/storage` that three requests enter, and the modules that the one
that assigns quotes imports, directly or not. Issue 11 sets the goals.
"""

from __future__ import annotations

import ast
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import CodeType, FrameType
from typing import Any

from starlette.testclient import TestClient

from service.storage.db.migrate import upgrade
from tests.golden.subjects import build_app

ROOT = Path(__file__).parents[2]
STORAGE = ROOT / "service" / "storage"
ASSIGN = "service.storage.clusters.assign"
MOST_ENTERED, MOST_IMPORTED = 20, 34

_LONG = (
    "The harbour board will rebuild the eastern pier before the winter storms arrive, and no"
    " family on the island will pay a single penny for it."
)
_SHORT = "The harbour board will rebuild the eastern pier before the winter storms arrive."
_OTHER = "We never asked the ministry for money, and we never will."


def modules_entered(code: set[CodeType]) -> dict[str, int]:
    """Return the modules of `service/storage` among called functions, with how many of each."""
    entered: dict[str, int] = {}
    for one in code:
        path = Path(one.co_filename)
        if path.is_relative_to(STORAGE):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            entered[name] = entered.get(name, 0) + 1
    return dict(sorted(entered.items()))


def imports_of(module: str) -> set[str]:
    """Return what a module of ours imports of ours, what is for type checkers only left out."""
    tree = ast.parse(_path(module).read_text("utf-8"))
    found: set[str] = set()
    for node in _statements(tree.body):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return {name for name in found if _is_ours(name)}


def closure(module: str) -> set[str]:
    """Return a module and all modules of ours that it imports, directly or not.

    A package counts where its `__init__` imports anything: otherwise it says one line.
    """
    found: set[str] = set()
    waiting = {module}
    while waiting:
        name = waiting.pop()
        imported = imports_of(name)
        if imported or _path(name).name != "__init__.py":
            found.add(name)
        waiting |= imported - found - waiting - {name}
    return found


def requests_entered() -> dict[str, dict[str, int]]:
    """Post three articles to an empty SQLite store; return what each enters, by its name."""
    calls = _Calls()
    with TemporaryDirectory() as directory:
        url = f"sqlite:///{directory}/store.db"
        upgrade(url)
        with calls.watched(), TestClient(build_app(url)) as client:
            _post(client, 0, "warm", _OTHER, "Ned Pike")
            return {
                name: modules_entered(calls.during(lambda of=of: _post(client, *of)))
                for name, of in {
                    "a new quote": (1, "new", _LONG, "Mary Lowe"),
                    "a fragment at a second outlet": (2, "fragment", _SHORT, "Mary Lowe"),
                    "the same article, its text changed": (2, "fragment", _LONG, "Ned Pike"),
                }.items()
            }


def main() -> None:
    """Print both counts."""
    for request, entered in requests_entered().items():
        functions = sum(entered.values())
        print(f"{len(entered)} modules of storage, {functions} functions: POST {request}")
        print("".join(f"    {number:3} {name}\n" for name, number in entered.items()), end="")
    imported = closure(ASSIGN)
    lines = sum(len(_path(name).read_text("utf-8").splitlines()) for name in imported)
    print(f"{len(imported)} modules, {lines} lines: {ASSIGN} and what it imports")
    print("".join(f"    {name}\n" for name in sorted(imported)), end="")


class _Calls:
    """Notes the code of all Python functions that are called, in threads that start later too."""

    def __init__(self) -> None:
        self._noted: set[CodeType] | None = None

    @contextmanager
    def watched(self) -> Iterator[None]:
        threading.setprofile(self._note)
        sys.setprofile(self._note)
        try:
            yield
        finally:
            sys.setprofile(None)
            threading.setprofile(None)  # type: ignore[arg-type]  # as the manual has it

    def during(self, work: Any) -> set[CodeType]:
        self._noted = noted = set()
        work()
        self._noted = None
        return noted

    def _note(self, frame: FrameType, event: str, _: Any) -> None:
        if event == "call" and self._noted is not None:
            self._noted.add(frame.f_code)


def _post(client: TestClient, outlet: int, path: str, words: str, speaker: str) -> None:
    article = {
        "outlet": {"domain": f"outlet{outlet}.example"},
        "url": f"https://outlet{outlet}.example/{path}",
        "published_at": "2024-05-02T08:00:00+00:00",
        "text": f"The meeting lasted two hours.\n\n“{words}” said {speaker} on Thursday.",
    }
    answer = client.post("/v1/articles", json=article)
    assert answer.is_success, answer.text


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    for node in body:
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            yield from _statements(node.orelse)
            continue
        yield node
        for part in ("body", "orelse", "finalbody"):
            yield from _statements(getattr(node, part, []))


def _is_ours(name: str) -> bool:
    return name.partition(".")[0] in ("service", "models") and _path(name).is_file()


def _path(module: str) -> Path:
    path = ROOT.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


if __name__ == "__main__":
    main()
