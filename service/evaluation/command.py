"""`onrecord evaluate`: measures attributions, speakers and quotes against people's."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from rich.progress import track

from service.commands.extract import available_cores, extract_lines
from service.commands.inputs import jsonl_lines
from service.errors import OnRecordError
from service.evaluation.attribution.evaluation import evaluate_attribution
from service.evaluation.attribution.reliability import plot_reliability
from service.evaluation.attribution.report import render_report
from service.evaluation.attribution.tables import (
    as_json,
    as_text,
    speaker_json,
    speaker_table,
    tables,
)
from service.evaluation.gold import (
    Comparison,
    GoldDocument,
    line_up,
    read_gold,
    read_predictions,
)
from service.evaluation.speakers.scores import read_answers, score_speakers
from service.settings import get_settings

app = typer.Typer(
    help="Measure attributions, speakers or deduplication against people's.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Item = TypeVar("Item")

Gold = Annotated[Path, typer.Argument(help="JSONL of texts and people's attributions.")]
Predicted = Annotated[
    Path | None,
    typer.Argument(help="JSONL of `onrecord extract`; without it, the texts are read now."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


@app.command()
def attribution(
    gold: Gold,
    predicted: Predicted = None,
    report: Annotated[
        Path | None, typer.Option(help="HTML to write: tables and the worst documents.")
    ] = None,
    plot: Annotated[
        Path | None, typer.Option(help="SVG to write: confidence against right ones.")
    ] = None,
    as_object: AsJson = False,
    samples: Annotated[int, typer.Option(min=2, help="Drawings for the intervals.")] = 1000,
    seed: Annotated[int, typer.Option(help="Seed of the drawings.")] = 0,
    worst: Annotated[int, typer.Option(min=0, help="Documents in the report.")] = 20,
) -> None:
    """Score sources, cues and contents: figures, intervals, groups, confidence."""
    evaluation = evaluate_attribution(_compare(gold, predicted), samples=samples, seed=seed)
    if report is not None:
        report.write_text(render_report(evaluation, worst_documents=worst), "utf-8")
    if plot is not None:
        if evaluation.calibration is None:
            raise typer.BadParameter("The predictions carry no confidence; there is no plot.")
        plot.write_text(plot_reliability(evaluation.calibration), "utf-8")
    if as_object:
        typer.echo(json.dumps(as_json(evaluation)))
        return
    number = len(evaluation.scores)
    typer.echo(f"{number} {'document' if number == 1 else 'documents'}\n")
    typer.echo("\n\n".join(as_text(table) for table in tables(evaluation)))
    if evaluation.calibration:
        typer.echo(f"\nexpected calibration error {evaluation.calibration.error:.3f}")


@app.command()
def speakers(
    gold: Gold,
    answers: Annotated[Path, typer.Argument(help="JSONL of who spoke each gold attribution.")],
    predicted: Predicted = None,
    as_object: AsJson = False,
) -> None:
    """Score resolved speakers, by what it takes to resolve them."""
    score = score_speakers(read_answers(jsonl_lines([answers])), _compare(gold, predicted))
    if as_object:
        typer.echo(json.dumps(speaker_json(score)))
        return
    typer.echo(as_text(speaker_table(score)))


@app.command()
def dedup(
    pairs: Annotated[Path, typer.Argument(help="JSONL of pairs of quoted stretches.")],
    articles: Annotated[list[Path], typer.Argument(help="JSONL of the articles that hold them.")],
    speakers_of: Annotated[
        Path | None, typer.Option("--speakers", help="JSONL of who spoke each gold attribution.")
    ] = None,
    database_url: Annotated[
        str | None, typer.Option(help="An empty database; by default a temporary SQLite file.")
    ] = None,
    folds: Annotated[
        bool, typer.Option(help="Also choose the thresholds anew, and on other pairs.")
    ] = False,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes; by default every core.")
    ] = None,
    as_object: AsJson = False,
) -> None:
    """Score same-quote pairs end to end: ingest the articles, see which stretches are one quote."""
    try:
        from service.evaluation.dedup.command import measure, printed
    except ModuleNotFoundError as error:
        raise OnRecordError(f"The baselines need {error.name}: pip install -e '.[test]'.") from None
    measured = measure(
        pairs,
        articles,
        speakers_of,
        database_url=database_url,
        workers=workers or available_cores(),
        folds=folds,
        track=_track,
    )
    typer.echo(printed(measured, as_object=as_object))


def _compare(gold: Path, predicted: Path | None) -> list[Comparison]:
    documents = read_gold(jsonl_lines([gold]))
    lines = _extract(documents) if predicted is None else jsonl_lines([predicted])
    return line_up(documents, read_predictions(lines))


def _extract(documents: Sequence[GoldDocument]) -> Iterator[str]:
    """Gold documents -> the lines that `onrecord extract` writes for their texts."""
    lines: Iterable[str] = (
        json.dumps({"id": document.id, "text": document.text}) for document in documents
    )
    workers = min(available_cores(), max(len(documents), 1))
    done = extract_lines(lines, settings=get_settings(), workers=workers)
    progress = _track(done, "extract", len(documents))
    for document, out in zip(documents, progress, strict=True):
        if out.error:
            typer.echo(f"{document.id}: {out.error}", err=True)
        yield out.line


def _track(done: Iterable[Item], what: str, total: int) -> Iterable[Item]:
    console = Console(stderr=True)
    return track(
        done, what, total=total, console=console, transient=True, disable=not console.is_terminal
    )
