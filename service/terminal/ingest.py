"""`onrecord ingest`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Column, Table

from service.errors import OnRecordError
from service.terminal.client import ApiKey, open_client
from service.terminal.output import STDERR, STDOUT, progress_bar

if TYPE_CHECKING:
    from service.commands.ingest import FailedLine, IngestRun


def ingest(
    paths: Annotated[list[Path], typer.Argument(help="JSONL of articles; - is standard input.")],
    url: Annotated[
        str, typer.Option(envvar="ONRECORD_URL", help="The server.")
    ] = "http://127.0.0.1:8000",
    key: ApiKey = None,
    again: Annotated[
        bool, typer.Option("--again", help="Send also what an earlier run has finished.")
    ] = False,
    patience: Annotated[
        float, typer.Option(min=1, help="Seconds to wait for a server that is away.")
    ] = 600,
    timeout: Annotated[float, typer.Option(min=1, help="Seconds to wait for one answer.")] = 120,
) -> None:
    """Send articles to a running server as jobs, and wait until they are stored.

    If it is stopped, or the server is, run it again with the same files: it goes on, and nothing is
    stored twice.
    """
    from service.commands.ingest import IngestRun
    from service.commands.inputs import count_records, jsonl_lines
    from service.commands.job_client import JobClient

    with open_client(url, key=key, timeout=timeout) as http:
        run = IngestRun(JobClient(http, patience=patience), again=again)
        try:
            with progress_bar() as progress:
                task = progress.add_task("ingest", total=count_records(paths, stdin_is_jsonl=True))
                for finished in run.run(jsonl_lines(paths)):
                    progress.update(task, completed=finished)
        except KeyboardInterrupt:
            _say_how_to_go_on(run)
            raise typer.Exit(130) from None
        except OnRecordError:
            _print_failures(run.failed)
            raise
    _print_failures(run.failed)
    counts = {"created": run.created, "known": run.known, "failed": len(run.failed)}
    if run.cancelled:
        counts["cancelled"] = run.cancelled
    summary = ", ".join(f"{count} {status}" for status, count in counts.items())
    STDOUT.print(f"{sum(counts.values())} articles: {summary}", highlight=False)
    if run.failed or run.cancelled:
        raise typer.Exit(1)


def _say_how_to_go_on(run: IngestRun) -> None:
    jobs = ", ".join(run.open_jobs)
    goes_on = f"The server goes on with {jobs}. " if jobs else ""
    STDERR.print(
        f"Stopped. {goes_on}Run the same command again to go on.", markup=False, soft_wrap=True
    )


def _print_failures(failed: Sequence[FailedLine]) -> None:
    """Print a table of what failed, and why."""
    if not failed:
        return
    # Names and reasons are needed whole: what is too wide goes on in the next line.
    columns = [Column(name, overflow="fold") for name in ("file", "line", "why it failed")]
    table = Table(*columns, box=None, pad_edge=False)
    for each in failed:
        file, _, line = each.place.rpartition(", line ")
        table.add_row(file or each.place, line if file else "", each.reason)
    STDERR.print(table, markup=False, highlight=False)
