"""What an archive of made-up news costs after it is read: the plan, and loading an empty store.

The articles are those of `service.evaluation.scale`: each quote stands in a sentence of its own.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from itertools import chain, islice
from pathlib import Path
from time import perf_counter
from typing import Annotated, Literal

import typer

from service.backfill.archive import Archive
from service.backfill.backfill import count_partitions, make_tables
from service.backfill.engine import Engine, LocalEngine
from service.backfill.files import count_rows
from service.backfill.load import load_archive
from service.backfill.read_file import write_read_file
from service.backfill.spark.engine import open_spark
from service.evaluation.scale.article_rows import CONFIDENCE, PERSON
from service.evaluation.scale.article_rows import spread_over_articles as spread
from service.evaluation.scale.text_generator import (
    PrintedQuote,
    TextGenerator,
    generate_news,
    learn_generator,
)
from service.gold.documents import read_gold
from service.ingest.article_in import ArticleInput
from service.ingest.article_rows import article_rows
from service.settings import Settings
from service.storage.inputs import ArticleToStore, QuotationWrite, SpeakerWrite, UtteranceWrite
from service.storage.store import Store
from service.storage.views import ResolutionView, SpanText
from service.text.spans import Span

_CHUNK = 500
_BATCH = 20_000
"""The quotes that are made up at once."""


def measure_made_up_archive(
    generator: TextGenerator, directory: Path, engine: Engine, *, quotes: int, database_url: str
) -> Iterator[str]:
    """Make up an archive, run the plan and load it; yield a line for each.

    Args:
        generator: Makes up the quotes.
        directory: An empty directory for the archive.
        engine: Runs the plan.
        quotes: How many printed quotes to make up.
        database_url: An empty database.
    """
    archive = Archive(directory)
    with archive.locked():
        _write(archive, generator, quotes)
        seconds = _timed(lambda: _plan(archive, engine))
    printed, distinct = (count_rows(archive.tables, name) for name in ("occurrences", "quotes"))
    yield f"plan: {printed} occurrences, {distinct} quotes: {seconds:.1f} s"
    settings = Settings(database_url=database_url)
    Store.migrate(database_url)
    with closing(Store.open(database_url)) as store:
        if not store.bulk.is_empty():
            yield "The database is not empty, so nothing is loaded."
            return
    seconds = _timed(lambda: load_archive(directory, settings, report=lambda done, total: None))
    yield f"load: {seconds:.1f} s, {printed / seconds:,.0f} occurrences a second"


def _timed(work: Callable[[], object]) -> float:
    started = perf_counter()
    work()
    return perf_counter() - started


def _plan(archive: Archive, engine: Engine) -> None:
    with (
        archive.making_tables() as tables,
        engine.runner(
            archive.rows, partitions=count_partitions(archive), report=lambda done, known: None
        ) as runner,
    ):
        make_tables(runner, archive, tables)


def _write(archive: Archive, generator: TextGenerator, quotes: int) -> None:
    articles = chain.from_iterable(
        made_up_articles(generator, number, min(_BATCH, quotes - number * _BATCH))
        for number in range(-(-quotes // _BATCH))
    )
    number = 0
    while some := list(islice(articles, _CHUNK)):
        name = f"{number:064x}"
        archive.begin(name)
        write_read_file(archive.file_of(name), list(enumerate(some)), ())
        number += 1


def made_up_articles(
    generator: TextGenerator, number: int, quotes: int
) -> Iterator[ArticleToStore]:
    """Yield the articles of one batch of made-up news, as they are after reading."""
    news = chain.from_iterable(generate_news(generator, number, quotes))
    placed, _ = spread(news, generator.per_article, random.Random(number))  # noqa: S311 - no secret
    by_article: dict[object, list[PrintedQuote]] = {}
    for at in placed:
        by_article.setdefault(at.article_id, []).append(at.quote)
    for nth, printed in enumerate(by_article.values()):
        yield _article(f"{number}/{nth}", printed)


def _article(name: str, printed: Sequence[PrintedQuote]) -> ArticleToStore:
    text, quotations = "", []
    for quote in printed:
        said = f"“{quote.text},” {quote.speaker or 'an official'} said."
        quotations.append(_quotation(quote, text, said))
        text += f"{said}\n\n"
    domain = f"outlet{printed[0].outlet}.example"
    outlet, row = article_rows(
        ArticleInput(
            outlet_domain=domain,
            url=f"https://{domain}/{name}",
            published_at=printed[0].published_at,
            text=text,
        )
    )
    return ArticleToStore(outlet, row, tuple(quotations))


def _quotation(quote: PrintedQuote, before: str, said: str) -> QuotationWrite:
    def words(start: int, end: int) -> SpanText:
        span = Span(len(before) + start, len(before) + end)
        return SpanText(said[start:end], (span,))

    own = words(1, 1 + len(quote.text))
    source = words(len(quote.text) + 4, len(said) - len(" said."))
    speakers = [SpeakerWrite(quote.speaker, PERSON, named=True)] if quote.speaker else []
    return QuotationWrite(
        kind="direct",
        stance="speech",
        polarity="asserted",
        confidence=CONFIDENCE,
        content=own,
        cue=words(len(said) - 5, len(said) - 1),
        source=source,
        resolution=ResolutionView("name", CONFIDENCE, source, None),
        speakers=tuple(speakers),
        utterances=(UtteranceWrite(own.text, own.spans),),
    )


def _main(
    gold: Annotated[Path, typer.Argument(help="Annotated articles that news is made up from.")],
    directory: Annotated[Path, typer.Argument(help="An empty directory.")],
    quotes: Annotated[int, typer.Option(min=1)] = 100_000,
    runner: Annotated[
        Literal["local", "spark"], typer.Option(help="What runs the plan.")
    ] = "local",
    workers: Annotated[int, typer.Option(min=1, help="Processes, or cores of Spark.")] = 2,
) -> None:
    """Measure the plan and the loading of made-up news into the database of the settings."""
    with gold.open(encoding="utf-8") as lines:
        generator = learn_generator(read_gold(lines))
    with ExitStack() as stack:
        engine: Engine = LocalEngine(workers)
        if runner == "spark":
            engine = stack.enter_context(open_spark(f"local[{workers}]"))
        url = Settings().database_url
        for line in measure_made_up_archive(
            generator, directory, engine, quotes=quotes, database_url=url
        ):
            typer.echo(line)


if __name__ == "__main__":
    typer.run(_main)
