"""Have trained networks label batches: the labels are probabilities, for another to learn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from random import Random

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from service.training.engine.batches import Batch
from service.training.engine.examples import IGNORED, CueExample
from service.training.engine.losses import (
    LINK_SCALE,
    LinkInputs,
    Losses,
    false_cues,
    find_likely_cues,
    gather_links,
    gold_cues,
)
from service.training.engine.network import Network


@dataclass(frozen=True, slots=True)
class SoftBatch:
    """Windows of a batch with a probability for each label of each piece."""

    numbers: Tensor
    shapes: Tensor
    places: Tensor
    mask: Tensor
    tags: Tensor
    """Over `TAG_LABELS`, of shape (windows, length, labels); zeros are ignored."""
    entities: Tensor
    """Over `ENTITY_LABELS`, alike."""
    first: Tensor
    last: Tensor
    around: Tensor
    distances: Tensor
    steps: Tensor
    links: Tensor
    """Over `LINK_LABELS`, of shape (cues, pieces around, labels)."""


@dataclass(frozen=True, slots=True)
class Teacher:
    """A trained network that labels, and how much it counts beside others that label too."""

    network: Network
    weight: float = 1.0
    """For tags and links, of the sum of all teachers' weights."""
    names_weight: float = 1.0
    """For names, alike."""


def label_batches(
    teachers: Sequence[Teacher],
    batches: Iterable[Batch],
    *,
    share: float | None,
    seed: str,
) -> Iterator[SoftBatch]:
    """Yield each batch with what the teachers say of it: the weighted mean of their probabilities.

    Args:
        teachers: One or more trained networks.
        batches: Windows to label.
        share: The weight of the teachers' probabilities, from 0 to 1, where people labelled too;
            their labels have the rest. None for texts without annotations: the cues are those that
            the teachers find.
        seed: The same seed gives the same labels.
    """
    for teacher in teachers:
        teacher.network.eval()
    chance = Random(seed)  # noqa: S311 - repeatable, not secret
    for batch in batches:
        yield _label(teachers, batch, chance, share)


def _label(
    teachers: Sequence[Teacher], batch: Batch, chance: Random, share: float | None
) -> SoftBatch:
    weights = [teacher.weight for teacher in teachers]
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        read = [
            teacher.network.encoder(batch.numbers, batch.shapes, batch.places, batch.mask)
            for teacher in teachers
        ]
        own_tags = _average([tags for _, tags, _ in read], weights)
        own_names = _average(
            [entities for *_, entities in read], [teacher.names_weight for teacher in teachers]
        )
        chances = own_tags.numpy()
        cues = (
            find_likely_cues(chances, batch.examples)
            if share is None
            else gold_cues(batch, chance=chance) + false_cues(chances, batch.examples)
        )
        # A batch without any cue teaches the linker one that has nothing.
        links, labels = gather_links(batch, cues or [_no_cue(batch)])
        own_links = _average(
            [
                links.score(teacher.network, states)
                for teacher, (states, *_) in zip(teachers, read, strict=True)
            ],
            weights,
        )
    is_piece = (batch.mask[:, 0, 0, :] == 0).float()[..., None]
    is_seen = (links.distances != 0).float()[..., None]
    return SoftBatch(
        numbers=batch.numbers.int(),
        shapes=batch.shapes.to(torch.int8),
        places=batch.places.to(torch.int8),
        mask=batch.mask,
        tags=(_mix(own_tags, batch.tags, share) * is_piece).half(),
        entities=(_mix(own_names, batch.entities, share) * is_piece).half(),
        first=links.first,
        last=links.last,
        around=links.around.int(),
        distances=links.distances.to(torch.int8),
        steps=links.steps.to(torch.int8),
        links=(_mix(own_links, labels, share) * is_seen).half(),
    )


def _average(scores: Sequence[Tensor], weights: Sequence[float]) -> Tensor:
    """Return the weighted mean of the probabilities that scores stand for."""
    chances = [
        weight * torch.softmax(score.float(), dim=-1)
        for score, weight in zip(scores, weights, strict=True)
    ]
    return torch.stack(chances).sum(dim=0) / sum(weights)


def _no_cue(batch: Batch) -> tuple[int, CueExample]:
    return 0, CueExample(1, 1, np.zeros(len(batch.examples[0]), dtype=np.int64))


def _mix(own: Tensor, labels: Tensor, share: float | None) -> Tensor:
    """Return the teachers' probabilities, moved towards people's labels where there are any."""
    if share is None:
        return own
    known = (labels != IGNORED)[..., None]
    given = functional.one_hot(labels.clamp(min=0), own.shape[-1]).float()
    return torch.where(known, share * own + (1.0 - share) * given, own)


def compute_soft_losses(network: Network, batch: SoftBatch) -> Losses:
    """Return the cross entropy between the batch's probabilities and the network's."""
    states, tags, entities = network.encoder(
        batch.numbers.long(), batch.shapes.long(), batch.places.long(), batch.mask
    )
    inputs = LinkInputs(
        batch.first,
        batch.last,
        batch.around.long(),
        batch.distances.long(),
        batch.steps.long(),
    )
    pieces = (batch.mask == 0).sum()
    return Losses(
        tags=_cross_entropy(tags, batch.tags) / pieces,
        links=_cross_entropy(inputs.score(network, states), batch.links)
        / (len(batch.first) * LINK_SCALE),
        entities=_cross_entropy(entities, batch.entities) / pieces,
    )


def _cross_entropy(scores: Tensor, chances: Tensor) -> Tensor:
    logs = torch.log_softmax(scores.float(), dim=-1)
    return -(chances.float() * logs).sum()


def write_batches(batches: Iterable[SoftBatch], folder: Path) -> int:
    """Write each batch to a file of its own; return how many there are."""
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for batch in batches:
        torch.save(asdict(batch), folder / f"{count:05}.pt")
        count += 1
    return count


def read_batch(path: Path) -> SoftBatch:
    """Read a batch from its file."""
    stored = torch.load(path, weights_only=True)
    return SoftBatch(**{field.name: stored[field.name] for field in fields(SoftBatch)})
