"""Data frames of Spark: made of what the driver holds, and stored between two steps."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from service.backfill.spark.batches import Batches

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession


def frame_of(spark: SparkSession, schema: str, batches: Batches) -> DataFrame:
    """Return a data frame of batches that the driver holds."""
    import pyarrow as pa

    tables = [pa.Table.from_batches([batch]) for batch in batches]
    if not tables:
        return spark.createDataFrame([], schema)
    return spark.createDataFrame(pa.concat_tables(tables))


def stored_frame(spark: SparkSession, frame: DataFrame, path: Path) -> DataFrame:
    """Compute a data frame into files, and return it as they hold it.

    It survives all executors, and Spark's plan of what follows begins with it. With frames in
    Spark's cache a plan holds all plans before it, several times where it joins them.

    Args:
        spark: The session.
        frame: What to compute.
        path: A new directory that all workers see.
    """
    uri = path.resolve().as_uri()
    frame.write.parquet(uri)
    return spark.read.schema(frame.schema).parquet(uri)
