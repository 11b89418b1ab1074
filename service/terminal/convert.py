"""`onrecord convert`: files of the trade, from one format to another."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from service.commands.record_files import InputFormat
from service.commands.record_writers import OutputFormat
from service.terminal.output import STDERR, complain_of, open_output, progress_bar


def convert_files(
    paths: Annotated[
        list[Path],
        typer.Argument(help="Files, or folders of brat; - is JSONL from standard input."),
    ],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="File or folder to write.")
    ] = None,
    source: Annotated[
        InputFormat | None,
        typer.Option("--from", help="Format of the input; by default it is guessed."),
    ] = None,
    target: Annotated[
        OutputFormat | None,
        typer.Option("--to", help="Format of the output; by default that of its ending."),
    ] = None,
    outlet: Annotated[
        str | None, typer.Option(help="Domain or name of the outlet, where a record has none.")
    ] = None,
    attributions: Annotated[
        Path | None, typer.Option(help="JSONL of `onrecord extract` for the same texts.")
    ] = None,
) -> None:
    """Convert articles and quotations from one format into another.

    A record that cannot be converted is reported with its place, and the others are converted.
    """
    from service.commands.convert import ConvertOptions, convert
    from service.commands.inputs import is_same_file
    from service.commands.record_writers import guess_output

    if output is not None and any(
        is_same_file(output, path) or output.resolve() == path.resolve() for path in paths
    ):
        raise typer.BadParameter("The output is one of the inputs, and would overwrite it.")
    options = ConvertOptions(
        source=source,
        target=target or guess_output(output),
        outlet=outlet,
        attributions=attributions,
    )
    done = failed = 0
    with ExitStack() as stack, progress_bar() as progress:
        task = progress.add_task("convert", total=None)
        results = convert(paths, output, lambda: stack.enter_context(open_output(output)), options)
        for result in results:
            progress.advance(task)
            if result.error is None:
                done += 1
            else:
                failed += 1
                complain_of(result.place, result.error)
    STDERR.print(f"{done} converted, {failed} failed", highlight=False)
    if failed:
        raise typer.Exit(1)
