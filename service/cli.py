"""The `onrecord` command."""

from __future__ import annotations

import sys

import typer

from service.errors import OnRecordError
from service.terminal.backfill import backfill, load_directory
from service.terminal.contract import evaluate, openapi
from service.terminal.convert import convert_files
from service.terminal.database import migrate, recluster_quotes, seed
from service.terminal.extract import extract
from service.terminal.ingest import ingest
from service.terminal.keys import create_api_key, list_api_keys, revoke_api_key
from service.terminal.mcp import mcp
from service.terminal.output import STDERR
from service.terminal.proof import proof
from service.terminal.serve import serve
from service.terminal.speakers import correct_speakers, import_speaker_list
from service.terminal.worker import worker

app = typer.Typer(
    help="Who said what, and who printed it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(serve)
app.command()(worker)
app.command()(extract)
app.command()(proof)
app.command()(ingest)
app.command("convert")(convert_files)
app.command()(backfill)
app.command("load")(load_directory)
app.command()(seed)
app.command()(mcp)
app.command()(migrate)
app.command("recluster")(recluster_quotes)
app.command()(openapi)
# `evaluate` has commands of its own, which take all its arguments.
app.command(
    add_help_option=False,
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
)(evaluate)

_speakers = typer.Typer(help="The registry of speakers.", no_args_is_help=True)
_speakers.command("import")(import_speaker_list)
_speakers.command("correct")(correct_speakers)
app.add_typer(_speakers, name="speakers")

_keys = typer.Typer(help="The API keys.", no_args_is_help=True)
_keys.command("create")(create_api_key)
_keys.command("list")(list_api_keys)
_keys.command("revoke")(revoke_api_key)
app.add_typer(_keys, name="keys")


def main() -> None:
    """Run the command line. An error of our own is one line on stderr and exit status 1."""
    try:
        app()
    except OnRecordError as error:
        STDERR.print(error.detail, style="red", markup=False, soft_wrap=True)
        sys.exit(1)
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        STDERR.print(f"{place}{error.strerror or error}", style="red", markup=False)
        sys.exit(1)
