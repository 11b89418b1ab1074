"""`onrecord evaluate`: measure attributions, speakers and quotes against people's annotations.

Modules that do the work are imported where they are used: `python -m service.evaluation peers`
loads this module too, and must stay small.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from service.extras import needs_extra

evaluations = typer.Typer(
    help="Measure attributions, speakers or deduplication against people's.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

GoldFile = Annotated[Path, typer.Argument(help="JSONL of texts and people's attributions.")]
PredictedFile = Annotated[
    Path | None,
    typer.Argument(help="JSONL of `onrecord extract`; without it, the texts are read now."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


@evaluations.command("attribution")
def evaluate_attribution(
    gold: GoldFile,
    predicted: PredictedFile = None,
    report: Annotated[
        Path | None, typer.Option(help="HTML to write: tables and the worst documents.")
    ] = None,
    plot: Annotated[
        Path | None, typer.Option(help="SVG to write: confidence against right ones.")
    ] = None,
    as_object: AsJson = False,
    samples: Annotated[int, typer.Option(min=2, help="Samples for the intervals.")] = 1000,
    seed: Annotated[int, typer.Option(help="Seed of the samples.")] = 0,
    worst: Annotated[int, typer.Option(min=0, help="Documents in the report.")] = 20,
) -> None:
    """Score sources, cues and contents.

    Shows figures, intervals, groups and confidence.
    """
    from service.evaluation.attribution.evaluation import evaluate_documents
    from service.evaluation.attribution.report import render_report
    from service.evaluation.attribution.tables import attribution_json, attribution_tables
    from service.evaluation.plots import plot_reliability
    from service.evaluation.predictions import compare_files
    from service.evaluation.tables import as_text

    evaluation = evaluate_documents(compare_files(gold, predicted), samples=samples, seed=seed)
    if report is not None:
        report.write_text(render_report(evaluation, worst=worst), "utf-8")
    if plot is not None:
        if evaluation.calibration is None:
            raise typer.BadParameter("The predictions carry no confidence; there is no plot.")
        plot.write_text(plot_reliability(evaluation.calibration), "utf-8")
    if as_object:
        typer.echo(json.dumps(attribution_json(evaluation)))
        return
    number = len(evaluation.scores)
    typer.echo(f"{number} {'document' if number == 1 else 'documents'}\n")
    typer.echo("\n\n".join(as_text(table) for table in attribution_tables(evaluation)))
    if evaluation.calibration:
        typer.echo(f"\nexpected calibration error {evaluation.calibration.error:.3f}")


@evaluations.command("speakers")
def evaluate_speakers(
    gold: GoldFile,
    answers: Annotated[Path, typer.Argument(help="JSONL of who spoke each gold attribution.")],
    predicted: PredictedFile = None,
    as_object: AsJson = False,
) -> None:
    """Score resolved speakers, by what resolving takes."""
    from service.commands.inputs import file_lines
    from service.evaluation.predictions import compare_files
    from service.evaluation.speakers.scores import (
        read_answers,
        score_speakers,
        speaker_json,
        speaker_table,
    )
    from service.evaluation.tables import as_text

    score = score_speakers(read_answers(file_lines(answers)), compare_files(gold, predicted))
    typer.echo(json.dumps(speaker_json(score)) if as_object else as_text(speaker_table(score)))


@evaluations.command("benchmark")
def evaluate_benchmark(as_object: AsJson = False) -> None:
    """Score the public sets of a checkout: news that the repository may publish.

    Reads 126 articles of `tests/gold`. Their page says who wrote and annotated them.
    """
    from service.evaluation.public_sets import public_json, public_tables, score_public_sets
    from service.evaluation.tables import as_text

    scores = score_public_sets()
    if as_object:
        typer.echo(json.dumps(public_json(scores)))
    else:
        typer.echo("\n\n".join(as_text(table) for table in public_tables(scores)))


@evaluations.command("descriptions")
def evaluate_descriptions(
    gold: Annotated[Path, typer.Argument(help="JSONL of `id`, `speaker`, `descriptions`.")],
    articles: Annotated[Path, typer.Argument(help="JSONL of the articles: `id`, `text`.")],
) -> None:
    """Score what is read beside speakers' names.

    An answer is right with the same words as one of `descriptions`, but for articles, marks, case.
    Where the gold has `title`, `role` and `affiliation`, they are scored in the same way.
    """
    from service.commands.inputs import file_lines
    from service.evaluation.speakers.descriptions import read_described, score_descriptions
    from service.speakers.article_reader import load_article_reader

    records = (json.loads(line) for line in file_lines(articles))
    texts = {record["id"]: record["text"] for record in records}
    score = score_descriptions(read_described(file_lines(gold)), texts, load_article_reader())
    for missed, answer in score.wrong:
        typer.echo(f"{missed.speaker}: {answer or None!r}, not {missed.descriptions[0] or None!r}")
    for part, missed, answer in score.wrong_parts:
        typer.echo(f"{missed.speaker}, {part}: {answer or None!r}, not {missed.parts[part][0]!r}")
    typer.echo(f"{score.right} of {score.total} right")
    for part, of_part in score.parts.items():
        if of_part.total:
            typer.echo(
                f"{part}: {of_part.right} of {of_part.total} right,"
                f" {of_part.given_right} of {of_part.given} that are given"
            )


@evaluations.command("dedup")
def evaluate_dedup(
    pairs: Annotated[Path, typer.Argument(help="JSONL of pairs of quoted spans.")],
    articles: Annotated[list[Path], typer.Argument(help="JSONL of the articles that hold them.")],
    speakers_of: Annotated[
        Path | None, typer.Option("--speakers", help="JSONL of who spoke each gold attribution.")
    ] = None,
    database_url: Annotated[
        str | None, typer.Option(help="An empty database; by default a temporary SQLite file.")
    ] = None,
    folds: Annotated[
        bool, typer.Option(help="Also choose the thresholds again, and on other pairs.")
    ] = False,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes; by default every core.")
    ] = None,
    more_pairs: Annotated[
        list[Path] | None, typer.Option(help="Another file of pairs; may be repeated.")
    ] = None,
    as_object: AsJson = False,
) -> None:
    """Score same-quote pairs end to end.

    The articles are ingested into a store; a pair is one quote if its spans share a quote there.
    """
    from service.cores import available_cores

    with needs_extra("test", purpose="The baselines"):
        from service.evaluation.dedup.evaluation import measure_dedup, render_dedup
    measured = measure_dedup(
        [pairs, *(more_pairs or ())],
        articles,
        speakers_of,
        database_url=database_url,
        workers=workers or available_cores(),
        folds=folds,
    )
    typer.echo(render_dedup(measured, as_object=as_object))


@evaluations.command("repair")
def evaluate_repair(
    articles: Annotated[list[Path], typer.Argument(help="JSONL of annotated, dated articles.")],
    speakers: Annotated[
        Path | None, typer.Option(help="JSONL of who spoke each gold attribution.")
    ] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes that read.")] = 1,
) -> None:
    """Count speakers that other outlets repair, and whether they are right."""
    from service.evaluation.dedup.repair import measure_repair

    typer.echo(measure_repair(articles, speakers, workers=workers).as_text())


@evaluations.command("proofs")
def evaluate_proofs(
    articles: Annotated[list[Path], typer.Argument(help="JSONL of annotated articles.")],
    transcripts: Annotated[
        list[Path] | None, typer.Option(help="JSONL of transcripts with labels in capitals.")
    ] = None,
    seed: Annotated[list[int] | None, typer.Option(help="Seeds of the drafts.")] = None,
    misses: Annotated[bool, typer.Option(help="Print drafts with a wrong verdict.")] = False,
) -> None:
    """Proof drafts that a script makes of real words.

    Of each seed, sixty are cut, altered, spliced, swapped or invented, and forty are untouched.
    """
    from service.evaluation.proofs.benchmark import misses_of, run_proofs

    for report in run_proofs(articles, transcripts or (), seeds=seed or (1,)):
        typer.echo(report.as_text())
        if misses:
            typer.echo(misses_of(report))
