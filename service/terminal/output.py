"""What commands print: consoles, complaints and progress bars."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import IO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

STDOUT = Console()
STDERR = Console(stderr=True)


def complain_of(place: str, reason: str) -> None:
    """Print one line about one text that failed: where it is, and why. The terminal wraps it."""
    line = reason if reason.startswith(place) else f"{place}: {reason}"
    STDERR.print(line, style="red", markup=False, soft_wrap=True)


def open_output(output: Path | None) -> IO[str] | nullcontext[IO[str]]:
    """Open a file to write, or standard output where `output` is None."""
    if output is None:
        return nullcontext(sys.stdout)
    return output.open("w", encoding="utf-8", newline="\n")


def progress_bar() -> Progress:
    """Return a progress bar on standard error. It is silent where no person watches."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=STDERR,
        transient=True,
        disable=not STDERR.is_terminal,
    )
