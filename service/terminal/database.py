"""Commands on the database itself: `migrate`, `seed` and `recluster`."""

from __future__ import annotations

from typing import Annotated

import typer

from service.settings import get_settings
from service.terminal.output import STDERR, STDOUT, progress_bar


def migrate() -> None:
    """Bring the database to the newest schema."""
    from service.storage.store import Store

    Store.migrate(get_settings().database_url)
    STDOUT.print("The database is up to date.")


def seed() -> None:
    """Load the demo outlets, speakers and articles into the database."""
    from service.commands.seed import load_seeds

    loaded = load_seeds(get_settings())
    STDOUT.print(
        f"{loaded.outlets} outlets, {loaded.speakers} speakers, {loaded.articles} articles: "
        f"{loaded.created} new",
        highlight=False,
    )


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
    with progress_bar() as progress:
        task = progress.add_task("recluster")
        try:
            for made in recluster(get_settings(), everything=everything, batch=batch):
                done = made.total
                progress.update(task, completed=made.done, total=made.total)
        except KeyboardInterrupt:
            STDERR.print("Stopped. What is done stays done: run it again to go on.")
            raise typer.Exit(130) from None
    STDOUT.print(f"{done} utterances are clustered again.", highlight=False)
