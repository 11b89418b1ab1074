"""`onrecord extract`: a report of one text, or JSONL of many."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from service.settings import Settings, get_settings
from service.terminal.output import STDOUT, complain_of, open_output, progress_bar

Paths = Annotated[list[Path], typer.Argument(help="Text files or JSONL; - is standard input.")]


def extract(
    paths: Paths,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="JSONL to write.")] = None,
    form: Annotated[
        Literal["report", "jsonl"] | None,
        typer.Option("--format", help="report: for people; jsonl: for programs."),
    ] = None,
    jsonl: Annotated[bool, typer.Option(help="Standard input is JSONL, not one text.")] = False,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes; by default every core.")
    ] = None,
) -> None:
    """Find who said what in texts: a report to read, or JSONL for .jsonl files and with -o."""
    from service.commands.extract import extract_lines
    from service.commands.inputs import as_lines, count_records, is_jsonl, is_same_file
    from service.cores import available_cores

    if output is not None and any(is_same_file(output, path) for path in paths):
        raise typer.BadParameter("The output is one of the inputs, and would overwrite it.")
    records = any(is_jsonl(path, stdin_is_jsonl=jsonl) for path in paths)
    settings = get_settings()
    if form == "report" and (records or output):
        raise typer.BadParameter("A report is printed for text files, without -o.")
    if not records and output is None and form != "jsonl":
        _print_reports(paths, settings=settings)
        return
    total = count_records(paths, stdin_is_jsonl=jsonl)
    cores = min(workers or available_cores(), total or sys.maxsize)
    failed = 0
    with open_output(output) as sink, progress_bar() as progress:
        task = progress.add_task("extract", total=total)
        lines = as_lines(paths, stdin_is_jsonl=jsonl)
        for done in extract_lines(lines, settings=settings, workers=cores):
            sink.write(done.line)
            progress.advance(task)
            if done.error:
                failed += 1
                known = f" ({json.dumps(done.id)})" if done.id not in {None, done.place} else ""
                complain_of(f"{done.place}{known}", done.error)
    if failed:
        raise typer.Exit(1)


def _print_reports(paths: list[Path], *, settings: Settings) -> None:
    from service.commands.extract import reason_of
    from service.commands.extract_report import print_report
    from service.commands.inputs import read_text, shown_path
    from service.speakers.article_reader import load_article_reader

    reader = load_article_reader(threads=settings.threads, max_characters=settings.max_characters)
    failed, shown = 0, 0
    for path in paths:
        try:
            article = reader.read(read_text(path))
        except Exception as error:
            failed += 1
            complain_of(shown_path(path), reason_of(error))
            continue
        if shown:
            STDOUT.print()
        shown += 1
        print_report(article, title=shown_path(path), console=STDOUT)
    if failed:
        raise typer.Exit(1)
