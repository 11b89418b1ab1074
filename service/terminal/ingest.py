"""`onrecord ingest`: send articles to a running server."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import httpx
import typer

from service.terminal.output import STDOUT, complain_of, progress_bar


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
    with httpx.Client(base_url=url, timeout=timeout) as client, progress_bar() as progress:
        task = progress.add_task("ingest", total=count_records(paths, stdin_is_jsonl=True))
        for sent in send_articles(
            jsonl_lines(paths), client=client, concurrency=concurrency, attempts=attempts
        ):
            counts[sent.status] += 1
            progress.advance(task)
            if sent.reason:
                complain_of(sent.place, sent.reason)
    summary = ", ".join(f"{count} {status}" for status, count in counts.items())
    STDOUT.print(f"{sum(counts.values())} articles: {summary}", highlight=False)
    if counts[SendStatus.FAILED]:
        raise typer.Exit(1)
