"""Texts a second and peak memory of `onrecord extract`.

    python -m service.evaluation.throughput IN.jsonl [--workers 1] [--workers 2]

Each count of workers is one run of the command, as a user would start it: process start, loading
and writing included. Memory is the peak resident size of the largest process (getrusage).
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer


@dataclass(frozen=True, slots=True)
class Throughput:
    """One run of the command."""

    workers: int
    texts: int
    words: int
    seconds: float
    peak_megabytes: float


def measure(path: Path, *, workers: int) -> Throughput:
    """A JSONL file and a number of processes -> what extracting it cost."""
    with path.open(encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines if line.strip()]
    with tempfile.TemporaryDirectory() as directory:
        command = [sys.executable, "-c", "from service.cli import main; main()", "extract"]
        options = [str(path), "-o", f"{directory}/out.jsonl", "--workers", str(workers)]
        start = time.perf_counter()
        subprocess.run([*command, *options], check=True)  # noqa: S603 - our own command
        seconds = time.perf_counter() - start
    return Throughput(
        workers=workers,
        texts=len(texts),
        words=sum(len(text.split()) for text in texts),
        seconds=seconds,
        peak_megabytes=resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
    )


def main(
    path: Path,
    workers: Annotated[list[int] | None, typer.Option(help="Processes; repeatable.")] = None,
) -> None:
    """Print a row for each count of workers."""
    print(f"{'workers':>8}{'texts':>8}{'seconds':>9}{'texts/s':>9}{'words/s':>9}{'peak MB':>9}")
    for count in workers or [1, 2]:
        run = measure(path, workers=count)
        print(
            f"{run.workers:8}{run.texts:8}{run.seconds:9.1f}{run.texts / run.seconds:9.2f}"
            f"{run.words / run.seconds:9.0f}{run.peak_megabytes:9.0f}"
        )


if __name__ == "__main__":
    typer.run(main)
