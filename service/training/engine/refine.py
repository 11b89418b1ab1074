"""Train shipped weights further, on labels that they and earlier weights give together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from service.extraction.model.tokeniser import Tokeniser
from service.gold.articles import load_annotated
from service.training.engine.assemble import VOCABULARY, assemble, part_held_out
from service.training.engine.distil import DISTILLATION, Distillation, label_versions
from service.training.engine.network import STUDENT, Network
from service.training.engine.restore import restore_network
from service.training.engine.soft_labels import Teacher
from service.training.engine.train import (
    Recipe,
    check_batches,
    gather_sources,
    soft_lessons,
    train,
)
from service.training.engine.unlabelled import read_unlabelled

REFINING = Recipe(epochs=2, encoder_rate=7.5e-5, head_rate=5e-4)
"""Half the rates of the first training: most is learned already."""


@dataclass(frozen=True, slots=True)
class Shares:
    """How much the earlier weights count in the labels, from 0 to 1; the others have the rest."""

    earlier: float = 0.4
    """For tags and links. Two networks that err in other places are better than either."""
    earlier_names: float = 0.7
    """For names: what resolves speakers was fitted to how the earlier weights read them."""


SHARES = Shares()


def refine_weights(
    articles: Path,
    names: Path,
    check: Path,
    *,
    start: Path,
    earlier: Path,
    unlabelled: Sequence[Path],
    work: Path,
    out: Path,
    threads: int,
    recipe: Recipe = REFINING,
    distillation: Distillation = DISTILLATION,
    shares: Shares = SHARES,
) -> None:
    """Label texts by two folders of weights, and train one of them further on these labels.

    Args:
        articles: JSONL of annotated articles to train on.
        names: JSONL of the names in them, found by machine.
        check: JSONL of annotated articles to calibrate on, never trained on.
        start: Directory of the weights to train further.
        earlier: Directory of the weights that label beside them.
        unlabelled: Texts without annotations: JSON Lines, plain or gzip, or GAP's TSV.
        work: Directory for checkpoints, labels and the log; a stopped run goes on from there.
        out: Directory of the weights to write.
        threads: How many threads torch may use.
        recipe: The settings of the run.
        distillation: How the two label.
        shares: How much each of the two counts.
    """
    chosen, held_out = part_held_out(load_annotated(articles, names))
    vocabulary = start / VOCABULARY
    tokeniser = Tokeniser(vocabulary)
    versions = label_versions(
        partial(_load_teachers, start, earlier, shares),
        chosen,
        read_unlabelled(unlabelled),
        tokeniser=tokeniser,
        names=gather_sources(chosen, seed=recipe.seed),
        folder=work / "labels",
        pieces=recipe.batch_pieces,
        seed=recipe.seed,
        threads=threads,
        distillation=distillation,
    )
    average = train(
        soft_lessons(versions, seed=recipe.seed),
        check_batches(held_out, tokeniser, pieces=recipe.batch_pieces),
        start=partial(_load, folder=start),
        folder=work / "refined",
        recipe=recipe,
        threads=threads,
    )
    assemble(
        average,
        vocabulary=vocabulary,
        check=load_annotated(check),
        folder=out,
        sizes=STUDENT,
        about={
            "recipe": asdict(recipe),
            "distillation": asdict(distillation),
            "shares": asdict(shares),
        },
    )


def _load_teachers(start: Path, earlier: Path, shares: Shares) -> list[Teacher]:
    return [
        Teacher(restore_network(start, STUDENT), 1 - shares.earlier, 1 - shares.earlier_names),
        Teacher(restore_network(earlier, STUDENT), shares.earlier, shares.earlier_names),
    ]


def _load(network: Network, *, folder: Path) -> None:
    network.load_state_dict(restore_network(folder, STUDENT).state_dict())
