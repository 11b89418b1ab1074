"""A batch job reads, keys, compares and clusters without a database, a server or spaCy."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.structure.modules import ROOT, all_modules

HEAVY = ("sqlalchemy", "alembic", "psycopg", "fastapi", "starlette", "uvicorn", "httpx", "spacy")

# Blocks the heavy packages, as on a machine that does not have them, and imports all that is left.
PROGRAM = """
import importlib, sys
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {heavy!r}:
            raise ModuleNotFoundError("not installed here: " + name, name=name)
sys.meta_path.insert(0, Missing())
for name in {names!r}:
    importlib.import_module(name)
{more}
"""

# The one module whose purpose is spaCy.
COMPONENT = "service.extraction.spacy_component"


def run(names: list[str], more: str = "") -> subprocess.CompletedProcess[str]:
    program = PROGRAM.format(heavy=HEAVY, names=names, more=more)
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=False
    )


@pytest.mark.parametrize("package", ["text", "extraction", "speakers", "dedup"])
def test_every_module_of_the_reading_steps_is_imported_alone(package: str) -> None:
    names = [name for name in all_modules() if f"{name}.".startswith(f"service.{package}.")]
    assert len(names) > 3
    done = run([name for name in names if name != COMPONENT])
    assert done.returncode == 0, done.stderr


def test_the_block_is_real() -> None:
    done = run(["service.storage.store"])
    assert done.returncode != 0
    assert "not installed here: sqlalchemy" in done.stderr


def test_a_process_of_the_engine_is_small() -> None:
    done = run(["service.ingest.engine_process"])
    assert done.returncode == 0, done.stderr
