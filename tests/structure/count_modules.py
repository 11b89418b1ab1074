"""Counts what a reader of the code has to open: `python -m tests.structure.count_modules`.

Two counts: the modules of `service/storage` that three requests enter, and the modules that the one
that assigns quotes imports, directly or not. Issue 11 sets the goals.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from types import CodeType, FrameType
from typing import Any

from starlette.testclient import TestClient

from service.storage.db.migrate import upgrade
from tests.golden.subjects import build_app
from tests.structure.modules import ROOT, all_modules, import_closure

STORAGE = ROOT / "service" / "storage"
ASSIGN = "service.storage.clusters.assign"

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


def requests_entered() -> dict[str, dict[str, int]]:
    """Post three articles to an empty SQLite store; return what each enters, by its name."""
    calls = _Calls()
    with TemporaryDirectory() as directory:
        url = f"sqlite:///{directory}/store.db"
        upgrade(url)
        with calls.watched(), TestClient(build_app(url), base_url="http://127.0.0.1") as client:
            _post(client, 0, "warm", _OTHER, "Ned Pike")
            return {
                name: modules_entered(calls.during(partial(_post, client, *of)))
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
    known = all_modules()
    imported = import_closure(ASSIGN, known)
    lines = sum(known[name].lines for name in imported)
    print(f"{len(imported)} modules, {lines} lines: what {ASSIGN} imports")
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
            threading.setprofile(None)

    def during(self, work: Callable[[], None]) -> set[CodeType]:
        noted: set[CodeType] = set()
        self._noted = noted
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


if __name__ == "__main__":
    main()
