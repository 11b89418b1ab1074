"""Write what the golden tests compare: `python -m tests.golden.write`, from the repository's root.

Only for a change of the rules that is meant. Where forms, digests or keys change, raise `VERSION`
of the stored form first. Look at the difference before you commit it.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.golden import pinned

_SHORT = re.compile(r"\[[\d\s,.-]*\]|\{\s*\"start\": \d+,\s*\"end\": \d+\s*\}")


def write(name: str, value: Any) -> None:
    """Write a value as JSON to read: lists of numbers, and spans, take one line each."""
    pretty = json.dumps(value, ensure_ascii=False, indent=1)
    flat = _SHORT.sub(lambda found: re.sub(r"\n *", "", found[0]).replace(",", ", "), pretty)
    assert json.loads(flat) == json.loads(pretty)
    (pinned.HERE / f"{name}.json").write_text(flat + "\n", "utf-8")


if __name__ == "__main__":
    write("keys", pinned.keys())
    write("extracted", pinned.extracted())
    with TemporaryDirectory() as directory:
        write("answers", pinned.answers(f"sqlite:///{Path(directory) / 'golden.db'}"))
