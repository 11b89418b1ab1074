"""`onrecord speakers`: the registry of speakers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from service.settings import get_settings
from service.terminal.output import STDERR, STDOUT


def import_speaker_list(
    path: Annotated[Path, typer.Argument(help="CSV: name, aliases, kind, wikidata_id.")],
) -> None:
    """Load a newsroom's own list of speakers. Nothing is stored unless every line is right."""
    from service.commands.import_speakers import import_speakers

    found = import_speakers(path, get_settings())
    for problem in found.problems:
        STDERR.print(f"line {problem.line}: {problem.detail}", style="red", markup=False)
    if found.problems:
        raise typer.Exit(1)
    STDOUT.print(f"{len(found.seeds)} speakers are listed.", highlight=False)
