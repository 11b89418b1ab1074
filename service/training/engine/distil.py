"""Have a trained teacher label texts in several versions, for a smaller network to learn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from random import Random

import torch

from service.extraction.model.tokeniser import Tokeniser
from service.gold.articles import AnnotatedArticle
from service.training.engine.batches import Mixture, NameSources, epoch_batches, unlabelled_batches
from service.training.engine.network import TEACHER, load_network
from service.training.engine.soft_labels import label_batches, write_batches

_DONE = "done.txt"


@dataclass(frozen=True, slots=True)
class Distillation:
    """How a teacher labels texts."""

    versions: int = 2
    """The annotated articles are labelled so often, and varied in another way each time."""
    texts: int = 800
    """How many texts without annotations a version has at most."""
    share: float = 0.7
    """The weight of the teacher where people labelled too."""


DISTILLATION = Distillation()


def label_versions(
    teacher: Path,
    articles: Sequence[AnnotatedArticle],
    texts: Sequence[str],
    *,
    tokeniser: Tokeniser,
    names: NameSources,
    folder: Path,
    pieces: int,
    seed: int,
    threads: int,
    distillation: Distillation,
) -> list[Path]:
    """Return the folders of batches that the teacher labelled, one for each version.

    A version that is there already is kept. Each has all annotated articles, and a part of the
    other texts that no other version has.

    Args:
        teacher: The file of the teacher's weights.
        articles: The articles that people annotated.
        texts: Texts without annotations.
        tokeniser: Splits texts into word pieces.
        names: The names to swap in.
        folder: Where the versions are written.
        pieces: About how many word pieces a batch holds.
        seed: The same seed gives the same batches.
        threads: How many threads torch may use.
        distillation: How the teacher labels.
    """
    torch.set_num_threads(threads)
    folders = [folder / f"version-{number}" for number in range(distillation.versions)]
    shuffled = list(texts)
    Random(seed).shuffle(shuffled)  # noqa: S311 - repeatable, not secret
    for number, version in enumerate(folders):
        if (version / _DONE).exists():
            continue
        network = load_network(teacher, TEACHER)
        key = f"{seed}-labels-{number}"
        annotated = epoch_batches(
            articles,
            tokeniser=tokeniser,
            names=names,
            mixture=Mixture(),
            pieces=pieces,
            seed=key,
        )
        others = unlabelled_batches(
            shuffled[number :: distillation.versions][: distillation.texts],
            tokeniser=tokeniser,
            pieces=pieces,
            seed=key,
        )
        labelled = chain(
            label_batches(network, annotated, share=distillation.share, seed=key),
            label_batches(network, others, share=None, seed=key),
        )
        count = write_batches(labelled, version)
        (version / _DONE).write_text(f"{count} batches\n", encoding="utf-8")
    return folders
