"""Commands and files that the pages show."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


def code_blocks(page: str, heading: str, language: str = "sh") -> list[str]:
    """Return the code under one heading of a page, block by block."""
    text = (DOCS / page).read_text("utf-8")
    section = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#|\Z)", _plain(text), re.M | re.S)
    assert section, heading
    found = re.findall(rf"^```{language}\n(.*?)^```$", section[1], re.M | re.S)
    return [block.replace("\0", "#") for block in found]


def run_shell(command: str, *, cwd: Path, **variables: str) -> str:
    """Run a command in bash, and return what it prints. It must succeed."""
    done = subprocess.run(
        ["bash", "-ec", command],
        cwd=cwd,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stderr}"
    return done.stdout


def _plain(text: str) -> str:
    """Hide `#` in code, which is no heading there."""
    return re.sub(r"^```.*?^```$", lambda code: code[0].replace("#", "\0"), text, flags=re.M | re.S)
