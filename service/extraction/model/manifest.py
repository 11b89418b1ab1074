"""The manifest: the list of the files of the weights, with their digests."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from service.errors import NotReady

MANIFEST = "manifest.json"


def write_manifest(folder: Path, names: list[str], *, about: dict[str, object]) -> None:
    """Write the manifest of the named files into their folder.

    Args:
        folder: The folder of the weights.
        names: The files.
        about: More entries of the manifest.
    """
    files = {
        name: {"bytes": (folder / name).stat().st_size, "sha256": _digest(folder / name)}
        for name in sorted(names)
    }
    text = json.dumps({**about, "files": files}, indent=2, ensure_ascii=False)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def check_files(folder: Path) -> None:
    """Check that each file of a folder of weights is the one that the manifest names.

    Raises:
        NotReady: A file is missing or differs.
    """
    if not (folder / MANIFEST).is_file():
        raise NotReady(f"There is no {MANIFEST} in {folder.name}. Install the package again.")
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    for name, known in manifest["files"].items():
        if not (folder / name).is_file():
            raise NotReady(f"The weights lack {name}. Install the package again.")
        if _digest(folder / name) != known["sha256"]:
            raise NotReady(f"{name} is not the file of the manifest. Install the package again.")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
