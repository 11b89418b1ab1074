"""Write what the golden tests compare, and the first table of the benchmarks.

Run `python -m tests.golden.write` from the root of the repository.

Only for a change of the rules that is meant. Where forms, digests or keys change, raise `VERSION`
of the stored form first. Look at the difference before you commit it.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.golden import pinned

BENCHMARKS = Path(__file__).parents[2] / "docs" / "benchmarks.md"

_SHORT = re.compile(r"\[[\d\s,.-]*\]|\{\s*\"start\": \d+,\s*\"end\": \d+\s*\}")


def write(name: str, value: Any) -> None:
    """Write a value as JSON to read: lists of numbers, and spans, take one line each."""
    pretty = json.dumps(value, ensure_ascii=False, indent=1)
    flat = _SHORT.sub(lambda found: re.sub(r"\n *", "", found[0]).replace(",", ", "), pretty)
    assert json.loads(flat) == json.loads(pretty)
    (pinned.HERE / f"{name}.json").write_text(flat + "\n", "utf-8")


def write_benchmark() -> None:
    """Write what `onrecord evaluate benchmark` prints into its page."""
    command = "$ onrecord evaluate benchmark\n"
    printed = subprocess.run(
        [sys.executable, "-m", "service.evaluation", "benchmark"],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout
    text = BENCHMARKS.read_text("utf-8")
    before, after = text.split(command)
    BENCHMARKS.write_text(before + command + printed + after[after.index("```") :], "utf-8")


if __name__ == "__main__":
    write("keys", pinned.keys())
    write("extracted", pinned.extracted())
    with TemporaryDirectory() as directory:
        write("answers", pinned.answers(f"sqlite:///{Path(directory) / 'golden.db'}"))
    write_benchmark()
