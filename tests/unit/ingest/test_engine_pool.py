from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from multiprocessing.reduction import ForkingPickler
from pathlib import Path

import pytest

from service.errors import InvalidText, NotReady, ReadingFailed, TextTooLong
from service.evaluation.speed.latency import make_articles
from service.extraction.model.model_reader import load_reader
from service.ingest.engine_pool import EnginePool
from service.observability.metrics import REGISTRY
from service.speakers.article_reader import load_article_reader
from tests.structure.modules import ROOT
from tests.support.processes import is_running, wait_until
from tests.support.scripted_reader import scripted_reader
from tests.support.staged_reader import load_nothing, load_staged_reader, wait_for

TEXT = "“We will mend it,” Ada Wong to Bo Li said. BROKEN 𝄞"


@pytest.fixture(scope="module")
def pool() -> Iterator[EnginePool]:
    pool = EnginePool(load_staged_reader, size=2)
    yield pool
    pool.close()


def test_an_answer_is_the_same_as_in_this_process(pool: EnginePool) -> None:
    assert pool.read(TEXT) == scripted_reader(max_characters=1000).read(TEXT)


def test_an_article_of_the_engine_loses_nothing_on_its_way() -> None:
    read = load_article_reader().read(make_articles(1)[0])
    assert read.extraction.quotations
    assert ForkingPickler.loads(ForkingPickler.dumps(read)) == read


def test_two_texts_are_read_at_once(pool: EnginePool, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    with ThreadPoolExecutor() as threads:
        # Each waits within its reading until the other is being read, too.
        list(threads.map(pool.read, [f"show:{first} wait:{second}", f"show:{second} wait:{first}"]))
    assert {int(path.read_text()) for path in (first, second)} == set(pool.pids)


@pytest.mark.skipif(not hasattr(os, "getpriority"), reason="the system has no such priorities")
def test_engines_give_way_to_the_process_that_answers(pool: EnginePool) -> None:
    ours = os.getpriority(os.PRIO_PROCESS, 0)
    engines = {os.getpriority(os.PRIO_PROCESS, pid) for pid in pool.pids}
    assert engines == {min(19, ours + 5)}


def test_a_killed_engine_is_replaced_and_no_text_is_lost(pool: EnginePool, tmp_path: Path) -> None:
    before = set(pool.pids)
    names = [tmp_path / name for name in ("killed", "other")]
    go_on = tmp_path / "go-on"
    with ThreadPoolExecutor() as threads:
        reading = [threads.submit(pool.read, f"show:{name} wait:{go_on}") for name in names]
        for name in names:
            wait_for(name)
        killed = int(names[0].read_text())
        os.kill(killed, signal.SIGKILL)
        wait_until(lambda: names[0].read_text() not in {"", str(killed)})
        go_on.touch()
        assert all(each.result(20) for each in reading)
    assert len(before & set(pool.pids)) == 1
    assert len(pool.pids) == 2


def test_an_engine_that_was_killed_while_it_waited_costs_no_try(
    pool: EnginePool, tmp_path: Path
) -> None:
    before = pool.pids
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not set(before) & set(pool.pids))
    assert pool.read(f"die-unless:{tmp_path / 'died'} {TEXT}").extraction.quotations
    wait_until(lambda: pool.loaded == 2)


def test_an_engine_that_ends_while_it_is_idle_is_replaced_unasked(
    pool: EnginePool, caplog: pytest.LogCaptureFixture
) -> None:
    before = pool.pids
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    wait_until(lambda: pool.loaded == 2 and not set(before) & set(pool.pids))
    assert caplog.messages == ["an engine ended and is replaced"] * 2
    pool.check()


def test_a_pool_whose_engine_cannot_be_replaced_is_not_ready_until_it_can(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    broken = tmp_path / "broken"
    with closing(EnginePool(_Unless(broken), size=1)) as pool:  # type: ignore[arg-type]
        pool.check()
        broken.touch()
        os.kill(pool.pids[0], signal.SIGKILL)
        wait_until(lambda: "no engine can replace the one that ended" in caplog.text)
        assert pool.loaded == 0
        with pytest.raises(NotReady):
            pool.check()
        broken.unlink()
        wait_until(lambda: pool.loaded == 1)
        pool.check()


def test_a_text_that_ends_two_engines_fails_and_others_are_read(
    pool: EnginePool, caplog: pytest.LogCaptureFixture
) -> None:
    replaced = REGISTRY.get_sample_value("onrecord_engines_replaced_total") or 0.0
    with pytest.raises(ReadingFailed):
        pool.read("die")
    assert caplog.messages == ["an engine ended and is replaced"] * 2
    assert REGISTRY.get_sample_value("onrecord_engines_replaced_total") == replaced + 2
    assert pool.read(TEXT).extraction.quotations


def test_errors_of_a_text_are_those_of_the_reader(pool: EnginePool) -> None:
    with pytest.raises(TextTooLong, match="1001 characters"):
        pool.read("a" * 1001)
    with pytest.raises(InvalidText, match="NUL"):
        pool.read("a\0b")


def test_a_crash_is_logged_without_the_text(
    pool: EnginePool, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(ReadingFailed) as raised:
        pool.read("EXPLODE secret")
    assert "RuntimeError at service/" in caplog.text
    assert "secret" not in caplog.text + raised.value.detail


def test_an_engine_logs_here_in_the_thread_of_the_request(
    pool: EnginePool, guards_on: pytest.LogCaptureFixture
) -> None:
    caplog = guards_on
    threads: list[int] = []
    caplog.handler.addFilter(lambda _: bool(threads.append(threading.get_ident())) or True)
    pool.read("warn guard secret")
    assert caplog.messages[0] == "it is warned"
    assert caplog.messages[1] == "a step failed: ValueError"
    assert [record.levelno for record in caplog.records] == [logging.WARNING, logging.ERROR]
    assert set(threads) == {threading.get_ident()}
    assert "secret" not in caplog.text


def test_an_engine_that_cannot_be_loaded_is_not_ready() -> None:
    with pytest.raises(NotReady):
        EnginePool(load_nothing, size=2)


def test_the_message_of_missing_weights_comes_through(tmp_path: Path) -> None:
    with pytest.raises(NotReady) as here:
        load_reader(tmp_path)
    with pytest.raises(NotReady) as there:
        EnginePool(_Missing(tmp_path), size=1)  # type: ignore[arg-type]
    assert there.value.detail == here.value.detail


class _Missing:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __call__(self) -> object:
        return load_reader(self.path)


class _Unless:
    """Loads a reader unless a file is there."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __call__(self) -> object:
        if self.path.exists():
            raise NotReady("The file is there.")
        return load_staged_reader()


def test_a_closed_pool_ends_its_engines_within_their_texts(tmp_path: Path) -> None:
    pool = EnginePool(load_staged_reader, size=1)
    pids = pool.pids
    with ThreadPoolExecutor() as threads:
        reading = threads.submit(pool.read, f"show:{tmp_path / 'there'} wait:{tmp_path / 'never'}")
        wait_for(tmp_path / "there")
        pool.close()
        with pytest.raises(NotReady):
            reading.result(10)
    assert not any(map(is_running, pids))
    with pytest.raises(NotReady):
        pool.read(TEXT)


PARENT = """
import os, select, signal, sys, threading
from service.ingest.engine_pool import EnginePool
from tests.support.staged_reader import load_staged_reader
if __name__ == "__main__":
    # Whoever started the tests may ignore or block the signal, and a process inherits both.
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
    signal.signal(signal.SIGINT, signal.default_int_handler)
    pool = EnginePool(load_staged_reader, size=2)
    busy = threading.Thread(target=pool.read, args=(f"show:{sys.argv[1]} wait:never",))
    busy.daemon = True
    busy.start()
    try:
        print(*pool.pids, flush=True)
        # A signal just before a read without end would wait for it.
        while not select.select([sys.stdin], [], [], 0.1)[0]:
            pass
    except KeyboardInterrupt:
        pass
    if "forget" in sys.argv:
        sys.exit()  # without `close`
    os._exit(1)
"""


@pytest.mark.parametrize("way", ["killed", "interrupted", "exits", "forget"])
def test_engines_end_with_their_parent_without_a_word(way: str, tmp_path: Path) -> None:
    program = tmp_path / "parent.py"
    program.write_text(PARENT, "utf-8")
    parent = subprocess.Popen(
        [sys.executable, program, tmp_path / "there", way],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        start_new_session=True,
    )
    assert parent.stdout
    assert parent.stdin
    assert parent.stderr
    pids = [int(pid) for pid in parent.stdout.readline().split()]
    wait_for(tmp_path / "there")
    assert len(pids) == 2
    assert all(map(is_running, pids))
    if way == "killed":
        parent.kill()
    elif way == "interrupted":  # Ctrl-C in a terminal reaches all processes.
        os.killpg(parent.pid, signal.SIGINT)
    else:
        parent.stdin.close()
    parent.wait(20)
    wait_until(lambda: not any(map(is_running, pids)))
    parent.stdin.close()
    with parent.stderr, parent.stdout:
        assert parent.stderr.read() == ""
