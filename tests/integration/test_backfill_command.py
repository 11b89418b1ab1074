"""`onrecord backfill` that is killed goes on, and its archive is what HTTP stores of the same."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from fastapi.testclient import TestClient

from seeds import __file__ as seeds_file
from service.app import create_app
from service.settings import Settings
from service.speakers.article_reader import ArticleReader
from service.storage.store import Store
from tests.structure.modules import ROOT
from tests.support.processes import engines_of, is_running, wait_until
from tests.support.store_contents import contents
from tests.support.terminal import onrecord_here

SEEDS = Path(seeds_file).with_name("articles.jsonl").read_text("utf-8").splitlines()


@contextmanager
def running_backfill(source: Path, archive: Path) -> Iterator[subprocess.Popen[bytes]]:
    code = "from service.cli import main; main()"
    words = ["backfill", str(source), "-o", str(archive), "--workers", "2"]
    process = subprocess.Popen([sys.executable, "-c", code, *words], cwd=ROOT)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def files_of(archive: Path) -> dict[str, int]:
    """The files of chunks that were read, and when each was written."""
    return {each.name: each.stat().st_mtime_ns for each in archive.glob("read/*.parquet")}


def test_a_killed_backfill_goes_on_and_gives_what_http_gives(
    tmp_path: Path, article_reader: ArticleReader
) -> None:
    source, archive = tmp_path / "source", tmp_path / "archive"
    source.mkdir()
    for number, line in enumerate(SEEDS):  # No chunk holds records of two files.
        (source / f"{number}.jsonl").write_text(line, "utf-8")
    with running_backfill(source, archive) as process:
        wait_until(lambda: bool(files_of(archive)), seconds=60)
        readers = engines_of(process.pid)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    # Else they would wait for work without end, each with a model.
    wait_until(lambda: not any(map(is_running, readers)))
    assert readers
    before = files_of(archive)
    assert not (archive / "tables").exists()

    with running_backfill(source, archive) as process:
        assert process.wait(timeout=120) == 0
    after = files_of(archive)
    assert len(after) == len(SEEDS)
    assert before.items() <= after.items()  # What was read was not read again.

    sent = f"sqlite:///{tmp_path / 'sent.db'}"
    settings = Settings(database_url=sent, job_lanes=0, _env_file=None)
    app = create_app(settings, reader=article_reader)
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        for line in SEEDS:
            answer = client.post(
                "/v1/articles", content=line, headers={"Content-Type": "application/json"}
            )
            assert answer.status_code == 201
    loaded = {"ONRECORD_DATABASE_URL": f"sqlite:///{tmp_path / 'loaded.db'}"}
    for stored in (f"{len(SEEDS)} articles stored\n", f"0 articles stored, {len(SEEDS)} known\n"):
        done = onrecord_here("load", str(archive), cwd=tmp_path, variables=loaded)
        assert (done.returncode, done.stdout) == (0, stored)
    with closing(Store.open(sent)) as one, closing(Store.open(*loaded.values())) as other:
        assert contents(other) == contents(one)
