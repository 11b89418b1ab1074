"""Read predictions from a file, or make them now with the engine."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import typer
from rich.console import Console
from rich.progress import track

from service.commands.extract import extract_lines
from service.commands.inputs import InputLine, file_lines
from service.cores import available_cores
from service.gold.documents import (
    Comparison,
    GoldDocument,
    match_predictions,
    read_gold,
    read_predictions,
)
from service.settings import get_settings

_Item = TypeVar("_Item")


def compare_files(gold: Path, predicted: Path | None) -> list[Comparison]:
    """Return gold documents and predictions side by side; without a file, read the texts now.

    Raises:
        InvalidRequest: A line of a file is wrong, or a prediction is missing.
    """
    documents = read_gold(file_lines(gold))
    lines = _extract(documents) if predicted is None else file_lines(predicted)
    return match_predictions(documents, read_predictions(lines))


def show_progress(done: Iterable[_Item], what: str, total: int) -> Iterable[_Item]:
    """Yield the same items, and show on a terminal how many are done.

    Args:
        done: The items.
        what: What is done to them, in a word.
        total: How many there will be.
    """
    console = Console(stderr=True)
    return track(
        done, what, total=total, console=console, transient=True, disable=not console.is_terminal
    )


def _extract(documents: Sequence[GoldDocument]) -> Iterator[str]:
    """Yield the lines that `onrecord extract` writes for the texts of gold documents."""
    lines = (
        InputLine(document.id, json.dumps({"id": document.id, "text": document.text}))
        for document in documents
    )
    workers = min(available_cores(), max(len(documents), 1))
    done = extract_lines(lines, settings=get_settings(), workers=workers)
    progress = show_progress(done, "extract", len(documents))
    for document, out in zip(documents, progress, strict=True):
        if out.error:
            typer.echo(f"{document.id}: {out.error}", err=True)
        yield out.line
