"""`onrecord` in this process: what a command prints, without the start of an interpreter."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, chdir, contextmanager, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from unittest.mock import patch

from service.cli import main
from service.settings import get_settings
from service.terminal.output import STDERR, STDOUT


def onrecord_here(
    *words: str, cwd: Path, variables: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run a command that neither serves nor reads standard input, and return what it printed.

    Args:
        words: The command and its arguments.
        cwd: The directory in which it runs.
        variables: What its environment has beside ours.
    """
    printed, said, status = StringIO(), StringIO(), 0
    with ExitStack() as stack:
        stack.enter_context(_settings_of(variables))
        stack.enter_context(patch("sys.argv", ["onrecord", *words]))
        stack.enter_context(chdir(cwd))
        stack.enter_context(redirect_stdout(printed))
        stack.enter_context(redirect_stderr(said))
        try:
            main()
        except SystemExit as end:
            status = int(end.code or 0)
    return subprocess.CompletedProcess(words, status, printed.getvalue(), said.getvalue())


@contextmanager
def _settings_of(variables: Mapping[str, str]) -> Iterator[None]:
    with ExitStack() as stack:
        stack.enter_context(patch.dict(os.environ, variables))
        if columns := variables.get("COLUMNS"):  # Read once, when the module is imported.
            for console in (STDOUT, STDERR):
                stack.enter_context(patch.object(console, "_width", int(columns)))
        get_settings.cache_clear()
        try:
            yield
        finally:
            get_settings.cache_clear()
