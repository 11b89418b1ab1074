"""What reading an archive costs, without the plan: articles an hour and core, on either engine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Annotated, Literal

import typer

from service.backfill.archive import Archive
from service.backfill.engine import Engine, LocalEngine
from service.backfill.parse_record import RecordOptions
from service.backfill.read_chunks import ReadingOptions
from service.backfill.spark.engine import open_spark
from service.settings import Settings


def measure_reading(paths: Sequence[Path], engine: Engine) -> tuple[int, float]:
    """Read files into a new archive; return the number of articles and the seconds."""
    with TemporaryDirectory() as directory:
        archive = Archive(Path(directory))
        options = ReadingOptions(Settings(), RecordOptions(), archive.directory)
        names: set[str] = set()
        with archive.locked():
            started = perf_counter()
            for _ in engine.read(archive, paths, options, came=names.add):
                pass
            seconds = perf_counter() - started
            return sum(report.articles for report in archive.reports(names)), seconds


def _main(
    paths: Annotated[list[Path], typer.Argument(help="Files of articles.")],
    runner: Annotated[Literal["local", "spark"], typer.Option(help="What reads.")] = "local",
    workers: Annotated[int, typer.Option(min=1, help="Processes, or cores of Spark.")] = 2,
) -> None:
    """Measure the reading of files, with the start of processes and the loading of weights."""
    if runner == "spark":
        with open_spark(f"local[{workers}]") as engine:
            articles, seconds = measure_reading(paths, engine)
    else:
        articles, seconds = measure_reading(paths, LocalEngine(workers))
    rate = articles / seconds / workers * 3600
    typer.echo(
        f"{articles} articles, {workers} cores: {seconds:.1f} s, {rate:,.0f} an hour and core"
    )


if __name__ == "__main__":
    typer.run(_main)
