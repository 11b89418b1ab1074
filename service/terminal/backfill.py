"""`onrecord backfill` and `onrecord load`: archives of articles, past HTTP."""

from __future__ import annotations

from collections import Counter
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.table import Table

from service.settings import get_settings
from service.terminal.output import STDERR, STDOUT, progress_bar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.backfill.engine import Engine
    from service.backfill.read_file import ChunkReport

_SHOWN = 3
"""Places that are shown of records refused for one reason."""


def backfill(
    paths: Annotated[
        list[Path], typer.Argument(help="JSON Lines, Parquet, WARC or WET; or folders of these.")
    ],
    output: Annotated[Path, typer.Option("-o", "--output", help="The directory of the archive.")],
    runner: Annotated[Literal["local", "spark"], typer.Option(help="What runs it.")] = "local",
    workers: Annotated[
        int | None, typer.Option(min=1, help="Of local: processes; by default every core.")
    ] = None,
    master: Annotated[
        str, typer.Option(help="Of spark: the cluster, such as spark://host:7077 or yarn.")
    ] = "local[*]",
    column: Annotated[
        list[str] | None,
        typer.Option(help="FIELD=COLUMN, where a column has another name. May be repeated."),
    ] = None,
    outlet_domain: Annotated[
        str | None, typer.Option(help="The outlet of records that name none.")
    ] = None,
    outlet_name: Annotated[
        str | None, typer.Option(help="Its name, with or without a domain.")
    ] = None,
    naive_is_utc: Annotated[
        bool, typer.Option("--naive-is-utc", help="Moments without a time zone are UTC.")
    ] = False,
) -> None:
    """Read an archive, and write all that a store needs of it as Parquet.

    If it is stopped, run it again: it goes on. A second archive joins the first in the directory.
    """
    from service.backfill.backfill import BackfillOptions, run_backfill
    from service.backfill.parse_record import ARTICLE_FIELDS, RecordOptions
    from service.backfill.sources.files import expand_paths

    columns = dict(each.split("=", 1) for each in column or () if "=" in each)
    if len(columns) != len(column or ()) or not columns.keys() <= set(ARTICLE_FIELDS):
        raise typer.BadParameter(
            f"--column takes FIELD=COLUMN; fields are {', '.join(ARTICLE_FIELDS)}."
        )
    options = BackfillOptions(
        settings=get_settings(),
        records=RecordOptions(
            columns=columns,
            outlet_domain=outlet_domain,
            outlet_name=outlet_name,
            naive_is_utc=naive_is_utc,
        ),
    )
    try:
        with (
            _engine(runner, master, workers) as engine,
            progress_bar() as progress,
        ):
            tasks = {name: progress.add_task(name, total=None) for name in ("read", "tables")}
            reports = run_backfill(
                expand_paths(paths, output=output),
                output,
                options,
                engine,
                report=lambda name, done, total: progress.update(
                    tasks[name], completed=done, total=total
                ),
            )
    except KeyboardInterrupt:
        STDERR.print("Stopped. What is read stays: run the same command again to go on.")
        raise typer.Exit(130) from None
    _print_report(reports)
    if not any(report.articles for report in reports) and any(r.rejected for r in reports):
        raise typer.Exit(1)


def load_directory(
    directory: Annotated[Path, typer.Argument(help="What `onrecord backfill` wrote.")],
) -> None:
    """Put an archive into the database: an empty one takes whole tables, a living one articles.

    Judgements, lists and ids of a living database stay. If it is stopped, run it again: it goes on.
    """
    from service.backfill.load import load_archive

    try:
        with progress_bar() as progress:
            task = progress.add_task("load", total=None)
            loaded = load_archive(
                directory,
                get_settings(),
                report=lambda done, total: progress.update(task, completed=done, total=total),
            )
    except KeyboardInterrupt:
        STDERR.print("Stopped. Run the same command again to go on.")
        raise typer.Exit(130) from None
    known = f", {loaded.known} known" if loaded.known else ""
    STDOUT.print(f"{loaded.stored} articles stored{known}", highlight=False)


def _engine(runner: str, master: str, workers: int | None) -> AbstractContextManager[Engine]:
    if runner == "spark":
        from service.backfill.spark.engine import open_spark

        return open_spark(master)
    from service.backfill.engine import LocalEngine
    from service.cores import available_cores

    return nullcontext(LocalEngine(workers or available_cores()))


def _print_report(reports: Sequence[ChunkReport]) -> None:
    """Print how many articles the directory holds, and why records were refused."""
    refused = [each for report in reports for each in report.rejected]
    articles = sum(report.articles for report in reports)
    STDOUT.print(f"{articles} articles read, {len(refused)} records refused", highlight=False)
    if not refused:
        return
    table = Table("records", "reason", "such as", box=None, pad_edge=False)
    for reason, count in Counter(each.reason for each in refused).most_common():
        places = [each.place for each in refused if each.reason == reason][:_SHOWN]
        table.add_row(str(count), reason, "; ".join(places))
    STDERR.print(table, markup=False, highlight=False)
