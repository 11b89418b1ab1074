"""`python -m service.evaluation` lists all benchmarks."""

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from service.evaluation.__main__ import benchmarks

NAMES = (
    "attribution",
    "speakers",
    "dedup",
    "gold-spans",
    "key-recall",
    "scale",
    "skew",
    "question-cost",
    "search-cost",
    "resolution-cost",
    "latency",
    "peers",
)


def test_each_benchmark_is_listed_with_a_line() -> None:
    listed = CliRunner().invoke(benchmarks, ["--help"]).stdout
    for name in NAMES:
        assert f" {name} " in listed
    assert "read-as-peer" not in listed


@pytest.mark.parametrize("name", NAMES)
def test_each_benchmark_says_what_it_takes(name: str) -> None:
    done = CliRunner().invoke(benchmarks, [name, "--help"])
    assert done.exit_code == 0, done.output


def test_errors_of_our_own_are_one_line() -> None:
    command = [sys.executable, "-m", "service.evaluation", "attribution", "/dev/null", "/dev/null"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr == "The gold file holds no document.\n"
