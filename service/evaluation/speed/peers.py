"""Measure articles a second beside textacy's quotations and spaCy's own pipeline.

Each contender is a process of its own, one after the other, on one core with one thread. It starts,
loads, reads all texts and ends. `start` is the same with the first text alone. `onrecord extract`
runs once more with two processes on two cores. textacy comes with the extra `peers`. Wall seconds
need a quiet machine; processor seconds carry over better.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import typer

from service.evaluation.speed.peer_readers import Peer, read_texts
from service.evaluation.timing import Elapsed

_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
ONRECORD_EXTRACT = (sys.executable, "-c", "from service.cli import main; main()", "extract")
_PEER = (sys.executable, "-m", "service.evaluation", "read-as-peer")
_HEAD = ("cores", "wall, s", "processor, s", "start, s", "articles/s", "words/s", "a proc. s", "MB")


@dataclass(frozen=True, slots=True)
class Contender:
    """A command that reads the file whose path is appended to it."""

    name: str
    command: tuple[str, ...]
    cores: int


@dataclass(frozen=True, slots=True)
class ProcessCost:
    """The cost of one run of a command."""

    elapsed: Elapsed
    peak_megabytes: float
    """The resident size of the largest process at its peak. Linux includes the process that started
    it, so this process stays small: it imports neither spaCy nor textacy."""


def compare_peers(path: Path, *, spacy_model: str) -> Iterator[str]:
    """Measure all contenders on the texts of a file; yield the lines of the table.

    `a proc. s` is articles for each second of processor time.
    """
    texts = read_texts(path)
    words = sum(len(text.split()) for text in texts)
    if find_spec("textacy") is None:
        typer.echo("textacy is not installed (extra `peers`) and is left out.", err=True)
    yield f"{len(texts)} articles, {words} words"
    yield f"{'':20}" + "".join(f"{cell:>13}" for cell in _HEAD)
    with tempfile.TemporaryDirectory() as directory:
        first = Path(directory) / "first.jsonl"
        with path.open(encoding="utf-8") as lines:
            first.write_text(next(line for line in lines if line.strip()), "utf-8")
        output = Path(directory) / "out.jsonl"
        for contender in list_contenders(spacy_model=spacy_model, output=output):
            start = run_command([*contender.command, str(first)], cores=contender.cores)
            whole = run_command([*contender.command, str(path)], cores=contender.cores)
            wall, processor = whole.elapsed.wall, whole.elapsed.processor
            yield (
                f"{contender.name:20}{contender.cores:13}{wall:13.1f}{processor:13.1f}"
                f"{start.elapsed.wall:13.1f}{len(texts) / wall:13.2f}{words / wall:13.0f}"
                f"{len(texts) / processor:13.2f}{whole.peak_megabytes:13.0f}"
            )


def list_contenders(*, spacy_model: str, output: Path) -> list[Contender]:
    """Return the contenders, in the order in which they are measured."""
    onrecord = (*ONRECORD_EXTRACT, "-o", str(output), "--workers")
    peers = [Peer.SPACY] + [Peer.TEXTACY] * (find_spec("textacy") is not None)
    return [
        *(Contender(peer, (*_PEER, peer, spacy_model), cores=1) for peer in peers),
        *(Contender(f"onrecord, {n} workers", (*onrecord, str(n)), cores=n) for n in (1, 2)),
    ]


def run_command(command: Sequence[str], *, cores: int) -> ProcessCost:
    """Run a command on `cores` cores, with one thread for each process, and return its cost.

    Raises:
        RuntimeError: The command failed.
    """
    with _pinned(cores):
        start = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603 - commands of our own
            command, env={**os.environ, **_ONE_THREAD}, stdout=subprocess.DEVNULL
        )
        # The usage is that of the process and of all its children that have ended.
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command[0]} failed with status {process.returncode}.")
    elapsed = Elapsed(wall=wall, processor=usage.ru_utime + usage.ru_stime)
    return ProcessCost(elapsed=elapsed, peak_megabytes=usage.ru_maxrss / 1024)


@contextmanager
def _pinned(cores: int) -> Iterator[None]:
    """Keep this process, and those it starts, on the first `cores` of its cores."""
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(allowed)[:cores])
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)
