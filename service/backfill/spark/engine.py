"""The engine `spark`: it reads and plans on a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from service.backfill.archive import Archive
from service.backfill.engine import StepReport
from service.backfill.read_chunks import ReadingOptions
from service.backfill.runner import Runner
from service.backfill.spark.read import read_on_spark
from service.backfill.spark.runner import SparkRunner
from service.backfill.spark.session import spark_session

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


class SparkEngine:
    """A cluster, in one session."""

    def __init__(self, spark: SparkSession) -> None:
        self._spark = spark

    def read(
        self,
        archive: Archive,
        paths: Sequence[Path],
        options: ReadingOptions,
        *,
        came: Callable[[str], None],
    ) -> Iterator[int]:
        """Read the chunks of files that were not read before.

        Args:
            archive: The archive, locked.
            paths: The files.
            options: How they are read.
            came: Is called with the name of each chunk.
        """
        return read_on_spark(self._spark, archive, paths, options, came=came)

    @contextmanager
    def runner(self, directory: Path, *, partitions: int, report: StepReport) -> Iterator[Runner]:
        """Give a runner for one plan: see `engine.Engine`."""
        yield SparkRunner(
            self._spark,
            directory,
            partitions=max(partitions, self._spark.sparkContext.defaultParallelism),
            report=lambda done: report(done, None),
        )


@contextmanager
def open_spark(master: str) -> Iterator[SparkEngine]:
    """Open the engine on a cluster, such as "local[4]" or "spark://host:7077"."""
    with spark_session(master) as spark:
        yield SparkEngine(spark)
