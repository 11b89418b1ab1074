"""The session of Spark that a backfill runs in."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from shutil import which
from typing import TYPE_CHECKING

from service.backfill.sources.raw_record import PURPOSE
from service.errors import NotReady
from service.extras import needs_extra

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_SETTINGS = {
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "2000",
    # Our shuffles have as many parts as the plan says, so there is nothing to adapt.
    "spark.sql.adaptive.enabled": "false",
}


@contextmanager
def spark_session(
    master: str, *, settings: Mapping[str, str] | None = None
) -> Iterator[SparkSession]:
    """Start a session, and stop it at the end.

    What `spark-defaults.conf` says stays, such as the memory of executors.

    Args:
        master: The cluster: "local[4]", "spark://host:7077", "yarn", "k8s://https://host".
        settings: More settings.

    Raises:
        NotReady: No Java runtime is here.
    """
    with needs_extra("spark", purpose=PURPOSE):
        from pyspark.sql import SparkSession
    if not has_java():
        raise NotReady("Spark needs a Java runtime of version 17 or newer, and none is here.")
    # Workers of this machine run the Python of this process, with its packages.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master(master).appName("onrecord backfill")
    for name, value in {**_SETTINGS, **(settings or {})}.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    try:
        yield session
    finally:
        session.stop()


def has_java() -> bool:
    """Return whether a Java runtime is here."""
    home = os.environ.get("JAVA_HOME")
    return which("java", path=f"{home}/bin" if home else None) is not None
