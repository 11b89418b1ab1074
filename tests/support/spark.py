"""Sessions of Spark for tests. Without Java or the extra `spark`, the tests are skipped."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from service.backfill.spark.session import has_java, spark_session

_SMALL = {
    "spark.driver.memory": "1g",
    "spark.ui.enabled": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    # Compiling well costs more than a test of seconds gets back.
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.sql.codegen.wholeStage": "false",
}


def skip_without_spark() -> None:
    missing = None
    if find_spec("pyspark") is None:
        missing = "the extra spark is not installed: pip install -r requirements/spark.txt"
    elif not has_java():
        missing = "no Java runtime is here: apt-get install openjdk-17-jre-headless"
    if missing and os.environ.get("ONRECORD_REQUIRE_SPARK"):
        pytest.fail(missing)
    if missing:
        pytest.skip(missing)


@contextmanager
def small_session(master: str, settings: Mapping[str, str] | None = None) -> Iterator[Any]:
    """A session that costs a test little."""
    skip_without_spark()
    with pytest.MonkeyPatch.context() as patch:
        if master.startswith("local-cluster"):  # Its executors start from there.
            patch.setenv("SPARK_HOME", str(Path(_package()).parent))
        with spark_session(master, settings={**_SMALL, **(settings or {})}) as spark:
            spark.sparkContext.setLogLevel("ERROR")
            yield spark


def _package() -> str:
    import pyspark

    return pyspark.__file__
