"""Train the network, with a checkpoint and a line in the log after each epoch."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from random import Random

import torch
from torch import Tensor
from torch.optim import AdamW

from service.extraction.model.tokeniser import Tokeniser
from service.gold.articles import AnnotatedArticle
from service.training.engine.augment import gather_names
from service.training.engine.batches import Batch, Mixture, NameSources, epoch_batches, in_batches
from service.training.engine.examples import make_examples
from service.training.engine.losses import Losses, compute_losses
from service.training.engine.network import STUDENT, Network, Sizes, load_pretrained
from service.training.engine.packing import Packing
from service.training.engine.soft_labels import compute_soft_losses, read_batch
from service.training.engine.world_names import make_world_names

CHECKPOINT = "checkpoint.pt"
AVERAGE = "average.pt"
LOG = "log.csv"


@dataclass(frozen=True, slots=True)
class Recipe:
    """All settings that decide the weights."""

    epochs: int = 4
    batch_pieces: int = 2560
    encoder_rate: float = 1.5e-4
    head_rate: float = 1e-3
    decay: float = 0.01
    warmup: float = 0.05
    average: float = 0.998
    """How much of the running average of the weights stays at each step."""
    seed: int = 3


Lesson = Callable[[Network], Losses]
"""Runs a network on one batch and returns its losses."""


TEACHER_RECIPE = Recipe(epochs=2, encoder_rate=5e-5, head_rate=6e-4, average=0.995)
"""The settings of a teacher, whose pre-trained encoder is larger."""


def train(
    lessons: Callable[[int], Sequence[Lesson]],
    check: Sequence[Batch],
    *,
    pretrained: Path,
    folder: Path,
    recipe: Recipe,
    threads: int,
    sizes: Sizes = STUDENT,
) -> Path:
    """Train the network and return the file of its averaged weights.

    A run goes on from the folder's checkpoint if there is one. It works in bfloat16, which the
    processor multiplies faster; the weights themselves stay in float32.

    Args:
        lessons: Gives the lessons of each epoch, counted from 0.
        check: Batches whose losses are only logged.
        pretrained: The weights of the pre-trained encoder.
        folder: Where the checkpoint, the average and the log are written.
        recipe: The settings of the run.
        threads: How many threads torch may use.
        sizes: The sizes of the network, those of the pre-trained encoder.
    """
    torch.set_num_threads(threads)
    torch.manual_seed(recipe.seed)
    folder.mkdir(parents=True, exist_ok=True)
    network = Network(sizes)
    load_pretrained(network.encoder, pretrained)
    # Words that the corpus lacks would otherwise drift apart from those that it trains.
    network.encoder.words.weight.requires_grad_(False)
    optimiser = _optimiser(network, recipe)
    average = {name: value.clone() for name, value in network.state_dict().items()}
    begin = 0
    if (folder / CHECKPOINT).exists():
        saved = torch.load(folder / CHECKPOINT, weights_only=True)
        network.load_state_dict(saved["network"])
        optimiser.load_state_dict(saved["optimiser"])
        average, begin = saved["average"], saved["epoch"]
    for epoch in range(begin, recipe.epochs):
        started = time.monotonic()
        torch.manual_seed(recipe.seed * 1000 + epoch)
        chosen = lessons(epoch)
        network.train()
        sums = torch.zeros(3)
        for number, lesson in enumerate(chosen):
            _set_rates(optimiser, (epoch + number / len(chosen)) / recipe.epochs, recipe)
            sums += _step(network, lesson, optimiser)
            # Early weights are poor: the average forgets them sooner.
            keep = min(recipe.average, 0.9 + (number + epoch * len(chosen)) / 10_000)
            _blend(average, network, keep)
            if number % 50 == 49:
                spent = time.monotonic() - started
                shown = " ".join(f"{each:.4f}" for each in (sums / (number + 1)).tolist())
                print(f"{epoch} {number + 1}/{len(chosen)} {spent:.0f}s {shown}", flush=True)
        rest = _measure_average(network, average, check)
        _log(folder, epoch + 1, time.monotonic() - started, sums / len(chosen), rest)
        torch.save(average, folder / AVERAGE)
        torch.save(
            {
                "network": network.state_dict(),
                "optimiser": optimiser.state_dict(),
                "average": average,
                "epoch": epoch + 1,
                "recipe": asdict(recipe),
            },
            folder / CHECKPOINT,
        )
    return folder / AVERAGE


def gather_sources(articles: Sequence[AnnotatedArticle], *, seed: int) -> NameSources:
    """Return the names to swap into articles: their own, and made-up ones of many countries."""
    readings = [article.readings[0] for article in articles]
    return NameSources(gather_names(readings), make_world_names(seed))


def annotated_lessons(
    articles: Sequence[AnnotatedArticle],
    *,
    tokeniser: Tokeniser,
    names: NameSources,
    recipe: Recipe,
) -> Callable[[int], list[Lesson]]:
    """Annotated articles -> for each epoch, its batches to learn people's labels from.

    Args:
        articles: The articles to train on.
        tokeniser: Splits texts into word pieces.
        names: The names to swap in.
        recipe: The settings of the run.
    """

    def lessons(epoch: int) -> list[Lesson]:
        seed = f"{recipe.seed}-{epoch}"
        batches = epoch_batches(
            articles,
            tokeniser=tokeniser,
            names=names,
            mixture=Mixture(),
            pieces=recipe.batch_pieces,
            seed=seed,
        )
        chance = Random(seed)  # noqa: S311 - repeatable, not secret
        return [partial(compute_losses, batch=batch, chance=chance) for batch in batches]

    return lessons


def soft_lessons(folders: Sequence[Path], *, seed: int) -> Callable[[int], list[Lesson]]:
    """Folders of batches that a teacher labelled -> for each epoch, those of one, in any order."""

    def lessons(epoch: int) -> list[Lesson]:
        paths = sorted(folders[epoch % len(folders)].glob("*.pt"))
        Random(f"{seed}-{epoch}").shuffle(paths)  # noqa: S311 - repeatable, not secret
        return [partial(_learn_file, path=path) for path in paths]

    return lessons


def _learn_file(network: Network, *, path: Path) -> Losses:
    return compute_soft_losses(network, read_batch(path))


def _optimiser(network: Network, recipe: Recipe) -> AdamW:
    heads = ("tag", "entit", "shapes", "places")
    groups: dict[bool, list[torch.nn.Parameter]] = {True: [], False: []}
    for name, weight in network.named_parameters():
        if weight.requires_grad:
            is_head = name.startswith("linker") or any(head in name for head in heads)
            groups[is_head].append(weight)
    return AdamW(
        [
            {"params": groups[False], "lr": recipe.encoder_rate},
            {"params": groups[True], "lr": recipe.head_rate},
        ],
        weight_decay=recipe.decay,
        fused=True,
    )


def _set_rates(optimiser: AdamW, progress: float, recipe: Recipe) -> None:
    """Set the learning rates: they rise while warming up, then fall to almost nothing."""
    left = (1.0 - progress) / (1.0 - recipe.warmup)
    factor = max(0.01, min((progress + 1e-4) / recipe.warmup, left))
    for group, rate in zip(
        optimiser.param_groups, (recipe.encoder_rate, recipe.head_rate), strict=True
    ):
        group["lr"] = rate * factor


def _step(network: Network, lesson: Lesson, optimiser: AdamW) -> Tensor:
    with torch.autocast("cpu", torch.bfloat16):
        losses = lesson(network)
    torch.autograd.backward(losses.total)
    torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimiser.step()
    optimiser.zero_grad(set_to_none=True)
    return torch.stack([losses.tags, losses.links, losses.entities]).detach()


def _blend(average: dict[str, Tensor], network: Network, keep: float) -> None:
    with torch.no_grad():
        for name, weight in network.named_parameters():
            if weight.requires_grad:
                average[name].lerp_(weight, 1.0 - keep)


def check_batches(
    articles: Sequence[AnnotatedArticle], tokeniser: Tokeniser, *, pieces: int
) -> list[Batch]:
    """Annotated articles -> their batches as they are, to measure losses on."""
    examples = [
        example
        for article in articles
        for example in make_examples(article.readings[0], tokeniser=tokeniser, packing=Packing())
    ]
    return in_batches(examples, pieces=pieces, chance=None)


def _measure_average(
    network: Network, average: dict[str, Tensor], batches: Sequence[Batch]
) -> Tensor:
    own = {name: value.clone() for name, value in network.state_dict().items()}
    network.load_state_dict(average)
    network.eval()
    sums = torch.zeros(3)
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for batch in batches:
            losses = compute_losses(network, batch, chance=None)
            sums += torch.stack([losses.tags, losses.links, losses.entities])
    network.load_state_dict(own)
    return sums / max(1, len(batches))


def _log(folder: Path, epoch: int, seconds: float, trained: Tensor, held_out: Tensor) -> None:
    names = [f"{part}_{task}" for part in ("train", "held") for task in ("tags", "links", "names")]
    is_new = not (folder / LOG).exists()
    with (folder / LOG).open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        if is_new:
            writer.writerow(["epoch", "seconds", *names])
        figures = [f"{value:.5f}" for value in [*trained.tolist(), *held_out.tolist()]]
        writer.writerow([epoch, f"{seconds:.0f}", *figures])
    print(epoch, f"{seconds:.0f}s", *figures, flush=True)
