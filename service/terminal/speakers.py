"""`onrecord speakers`: the registry of speakers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from service.settings import get_settings
from service.terminal.client import ApiKey, open_client
from service.terminal.output import STDERR, STDOUT, complain_of


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


def correct_speakers(
    paths: Annotated[
        list[Path], typer.Argument(help="JSONL of `onrecord convert --to judgements`; or -.")
    ],
    reason: Annotated[str | None, typer.Option(help="Why.")] = None,
    url: Annotated[
        str, typer.Option(envvar="ONRECORD_URL", help="The server.")
    ] = "http://127.0.0.1:8000",
    key: ApiKey = None,
    timeout: Annotated[float, typer.Option(min=1, help="Seconds to wait for one answer.")] = 120,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show them, and send nothing.")
    ] = False,
) -> None:
    """Send annotators' corrections to a running server, as judgements.

    Each can be undone. Sending a file again repeats nothing.
    """
    from service.commands.inputs import Unreadable, jsonl_lines
    from service.commands.send_judgements import SendStatus, send_judgements, show_judgements

    if dry_run:
        wrong = 0
        for shown in show_judgements(jsonl_lines(paths)):
            if isinstance(shown, Unreadable):
                wrong += 1
                complain_of(shown.place, shown.detail)
            else:
                STDOUT.print(shown, markup=False, highlight=False, soft_wrap=True)
        raise typer.Exit(1 if wrong else 0)
    counts = dict.fromkeys(SendStatus, 0)
    with open_client(url, key=key, timeout=timeout) as client:
        for sent in send_judgements(jsonl_lines(paths), client=client, reason=reason):
            counts[sent.status] += 1
            if sent.reason:
                complain_of(sent.place, sent.reason)
    made, known, failed = (counts[status] for status in SendStatus)
    STDOUT.print(f"{made} judgements made, {known} known, {failed} failed", highlight=False)
    if failed:
        raise typer.Exit(1)
