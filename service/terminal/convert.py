"""`onrecord convert`: files of the trade, from one format to another."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from service.commands.record_files import InputFormat
from service.commands.record_writers import OutputFormat
from service.terminal.client import ApiKey, open_client
from service.terminal.output import STDERR, complain_of, open_output, progress_bar


def convert_files(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Files, or folders of brat; - is JSONL from standard input."),
    ] = None,
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
    server: Annotated[
        str | None, typer.Option(help="Convert what the server at this URL stores.")
    ] = None,
    where: Annotated[
        str, typer.Option(help="With --server: a query as of `GET /v1/articles`.")
    ] = "",
    key: ApiKey = None,
) -> None:
    """Convert articles and quotations from one format into another.

    A record that cannot be converted is reported with its place, and the others are converted.
    """
    from service.commands.convert import ConvertOptions, convert
    from service.commands.inputs import is_same_file
    from service.commands.record_files import read_records
    from service.commands.record_writers import guess_output
    from service.commands.stored_articles import stored_records

    given = paths or []
    if bool(given) == bool(server):
        raise typer.BadParameter("Give files to convert, or a server with --server.")
    if output is not None and any(
        is_same_file(output, path) or output.resolve() == path.resolve() for path in given
    ):
        raise typer.BadParameter("The output is one of the inputs, and would overwrite it.")
    options = ConvertOptions(
        target=target or guess_output(output), outlet=outlet, attributions=attributions
    )
    done = failed = 0
    with ExitStack() as stack, progress_bar() as progress:
        task = progress.add_task("convert", total=None)
        if server:
            client = stack.enter_context(open_client(server, key=key))
            records = stored_records(client, where)
        else:
            records = read_records(given, source)
        results = convert(
            records, output, lambda: stack.enter_context(open_output(output)), options
        )
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
