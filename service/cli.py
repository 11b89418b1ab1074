"""The `onrecord` command."""

from __future__ import annotations

import json
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import IO, Annotated, Literal

import httpx
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from service.errors import OnRecordError
from service.settings import Settings, get_settings

app = typer.Typer(
    help="Who said what, and who printed it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
_speakers = typer.Typer(help="The registry of speakers.", no_args_is_help=True)
app.add_typer(_speakers, name="speakers")
_out = Console()
_err = Console(stderr=True)

Paths = Annotated[list[Path], typer.Argument(help="Text files or JSONL; - is standard input.")]


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port.")] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes, each with an engine.")] = 1,
) -> None:
    """Serve the HTTP API; the database is migrated first."""
    from service.server.run import run_server
    from service.storage.store import Store

    settings = get_settings()
    # Migrate here, and not only when the application starts: an error is then one line.
    Store.migrate(settings.database_url)
    run_server(
        settings,
        host=host or settings.host,
        port=settings.port if port is None else port,
        workers=workers,
    )


@app.command()
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
    from service.commands.extract import available_cores, extract_lines
    from service.commands.inputs import as_lines, count_records, is_jsonl, is_same_file

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
    with _opened(output) as sink, _progress() as progress:
        task = progress.add_task("extract", total=total)
        lines = as_lines(paths, stdin_is_jsonl=jsonl)
        for done in extract_lines(lines, settings=settings, workers=cores):
            sink.write(done.line)
            progress.advance(task)
            if done.error:
                failed += 1
                known = f" ({json.dumps(done.id)})" if done.id not in {None, done.place} else ""
                _complain_of(f"{done.place}{known}", done.error)
    if failed:
        raise typer.Exit(1)


def _print_reports(paths: list[Path], *, settings: Settings) -> None:
    from service.commands.extract import reason_of
    from service.commands.extract_report import print_report
    from service.commands.inputs import read_text
    from service.speakers.article_reader import load_article_reader

    reader = load_article_reader(threads=settings.threads, max_characters=settings.max_characters)
    failed, shown = 0, 0
    for path in paths:
        try:
            article = reader.read(read_text(path))
        except Exception as error:
            failed += 1
            _complain_of(str(path), reason_of(error))
            continue
        if shown:
            _out.print()
        shown += 1
        print_report(article, title=str(path), console=_out)
    if failed:
        raise typer.Exit(1)


@app.command()
def ingest(
    paths: Annotated[list[Path], typer.Argument(help="JSONL of articles; - is standard input.")],
    url: Annotated[
        str, typer.Option(envvar="ONRECORD_URL", help="The server.")
    ] = "http://127.0.0.1:8000",
    concurrency: Annotated[int, typer.Option(min=1, max=64, help="Requests at once.")] = 4,
    attempts: Annotated[int, typer.Option(min=1, help="Tries for one article.")] = 6,
    timeout: Annotated[float, typer.Option(min=1, help="Seconds to wait for one answer.")] = 120,
) -> None:
    """Send articles to a running server. Sending an article again changes nothing."""
    from service.commands.ingest import SendStatus, check_url, send_articles
    from service.commands.inputs import count_records, jsonl_lines

    check_url(url)
    counts = dict.fromkeys(SendStatus, 0)
    with httpx.Client(base_url=url, timeout=timeout) as client, _progress() as progress:
        task = progress.add_task("ingest", total=count_records(paths, stdin_is_jsonl=True))
        for sent in send_articles(
            jsonl_lines(paths), client=client, concurrency=concurrency, attempts=attempts
        ):
            counts[sent.status] += 1
            progress.advance(task)
            if sent.reason:
                _complain_of(sent.place, sent.reason)
    summary = ", ".join(f"{count} {status}" for status, count in counts.items())
    _out.print(f"{sum(counts.values())} articles: {summary}", highlight=False)
    if counts[SendStatus.FAILED]:
        raise typer.Exit(1)


@app.command()
def seed() -> None:
    """Load the demo outlets, speakers and articles into the database."""
    from service.commands.seed import load_seeds

    loaded = load_seeds(get_settings())
    _out.print(
        f"{loaded.outlets} outlets, {loaded.speakers} speakers, {loaded.articles} articles: "
        f"{loaded.created} new",
        highlight=False,
    )


@_speakers.command("import")
def import_speaker_list(
    path: Annotated[Path, typer.Argument(help="CSV: name, aliases, kind, wikidata_id.")],
) -> None:
    """Load a newsroom's own list of speakers. Nothing is stored unless every line is right."""
    from service.commands.import_speakers import import_speakers

    found = import_speakers(path, get_settings())
    for problem in found.problems:
        _err.print(f"line {problem.line}: {problem.detail}", style="red", markup=False)
    if found.problems:
        raise typer.Exit(1)
    _out.print(f"{len(found.seeds)} speakers are listed.", highlight=False)


@app.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    from service.storage.store import Store

    Store.migrate(get_settings().database_url)
    _out.print("The database is up to date.")


@app.command("recluster")
def recluster_quotes(
    everything: Annotated[
        bool, typer.Option("--all", help="Also quotes that were made under the present rules.")
    ] = False,
    batch: Annotated[int, typer.Option(min=1, max=1000, help="Quotes in one transaction.")] = 20,
) -> None:
    """Rebuild quotes from what is stored, after an upgrade changed which words are one quote.

    Ids and judgements stay. A server may be running. If stopped, run it again: it continues.
    """
    from service.commands.recluster import recluster

    done = 0
    with _progress() as progress:
        task = progress.add_task("recluster")
        try:
            for made in recluster(get_settings(), everything=everything, batch=batch):
                done = made.total
                progress.update(task, completed=made.done, total=made.total)
        except KeyboardInterrupt:
            _err.print("Stopped. What is done stays done: run it again to go on.")
            raise typer.Exit(130) from None
    _out.print(f"{done} utterances are clustered again.", highlight=False)


@app.command()
def openapi(
    output: Annotated[Path | None, typer.Option("-o", "--output", help="File to write.")] = None,
) -> None:
    """Print the OpenAPI document of this version, as YAML."""
    from service.api.openapi import render_openapi

    with _opened(output) as sink:
        sink.write(render_openapi())


@app.command(
    add_help_option=False,
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
)
def evaluate(context: typer.Context) -> None:
    """Measure attributions, speakers or quotes against people's: see `evaluate --help`."""
    try:
        from service.evaluation.command import evaluations
    except ModuleNotFoundError as error:
        if not (error.name or "").startswith("service.evaluation"):
            raise
        raise OnRecordError(
            "Evaluation is not part of this installation. Run it in a checkout of the repository."
        ) from None
    evaluations(args=context.args, prog_name="onrecord evaluate")


def _complain_of(place: str, reason: str) -> None:
    """Print one line about one text that failed: where it is, and why. The terminal wraps it."""
    line = reason if reason.startswith(place) else f"{place}: {reason}"
    _err.print(line, style="red", markup=False, soft_wrap=True)


def _opened(output: Path | None) -> IO[str] | nullcontext[IO[str]]:
    if output is None:
        return nullcontext(sys.stdout)
    return output.open("w", encoding="utf-8", newline="\n")


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=_err,
        transient=True,
        disable=not _err.is_terminal,
    )


def main() -> None:
    """Run the command line. An error of our own is one line on stderr and exit status 1."""
    try:
        app()
    except OnRecordError as error:
        _err.print(error.detail, style="red", markup=False, soft_wrap=True)
        sys.exit(1)
    except OSError as error:
        _err.print(f"{error.filename}: {error.strerror}", style="red", markup=False)
        sys.exit(1)
