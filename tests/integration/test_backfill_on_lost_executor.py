"""A cluster that loses an executor in the middle of a plan makes the same tables."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from threading import Timer

import pytest

from service.backfill.backfill import make_tables
from service.backfill.spark.runner import SparkRunner
from tests.integration.test_backfill import articles_of
from tests.integration.test_backfill_on_spark import hard_texts, tables_of
from tests.support.annotated_reader import AnnotatedReader
from tests.support.backfilled import make_archive
from tests.support.processes import processes_with, wait_until
from tests.support.spark import skip_without_spark, small_session

EXECUTOR = b"CoarseGrainedExecutorBackend"
MIDDLE = 8
"""Sets of rows that are there when the next one begins, in which the executor is killed."""
SECONDS = 0.5


@pytest.mark.slow
def test_an_executor_is_killed_in_the_middle(tmp_path: Path) -> None:
    skip_without_spark()
    archive = make_archive(AnnotatedReader(), articles_of(hard_texts()), tmp_path / "archive")
    expected = tables_of(archive)
    killed: list[int] = []

    def kill_one() -> None:
        killed.append(executors()[0])
        os.kill(killed[0], signal.SIGKILL)

    def count(done: int) -> None:
        if done == MIDDLE:
            Timer(SECONDS, kill_one).start()

    with small_session("local-cluster[2,1,2048]") as spark:
        wait_until(lambda: len(executors()) == 2, seconds=60)
        with archive.making_tables() as tables:
            runner = SparkRunner(spark, archive.rows, partitions=3, report=count)
            make_tables(runner, archive, tables)
    assert killed
    assert tables_of(archive) == expected


def executors() -> list[int]:
    return processes_with(EXECUTOR, os.getpid())
