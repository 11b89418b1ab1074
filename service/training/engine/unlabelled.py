"""Read texts without annotations, for a teacher to label."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from service.errors import InvalidRequest


def read_unlabelled(paths: Sequence[Path]) -> list[str]:
    """Return the texts of files, in their order.

    Args:
        paths: JSON Lines with `text`, the same as `.gz`, or GAP's table, a `.tsv` with `Text`.

    Raises:
        InvalidRequest: A line has no text.
    """
    texts: list[str] = []
    for path in paths:
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rt", encoding="utf-8", newline="") as lines:
            try:
                texts += _of_table(lines) if path.suffix == ".tsv" else _of_lines(lines)
            except (KeyError, ValueError):
                raise InvalidRequest(f"A line of {path.name} has no text.") from None
    return texts


def _of_table(lines: Iterable[str]) -> Iterator[str]:
    for row in csv.DictReader(lines, delimiter="\t"):
        yield row["Text"]


def _of_lines(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield json.loads(line)["text"]
