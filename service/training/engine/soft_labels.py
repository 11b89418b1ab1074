"""Have a trained network label batches: the labels are probabilities, for another to learn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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


def label_batches(
    teacher: Network,
    batches: Iterable[Batch],
    *,
    share: float | None,
    seed: str,
) -> Iterator[SoftBatch]:
    """Yield each batch with what the teacher says of it.

    Args:
        teacher: A trained network.
        batches: Windows to label.
        share: The weight of the teacher's probabilities, from 0 to 1, where people labelled too;
            their labels have the rest. None for texts without annotations: the cues are those that
            the teacher finds.
        seed: The same seed gives the same labels.
    """
    teacher.eval()
    chance = Random(seed)  # noqa: S311 - repeatable, not secret
    for batch in batches:
        yield _label(teacher, batch, chance, share)


def _label(teacher: Network, batch: Batch, chance: Random, share: float | None) -> SoftBatch:
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        states, tags, entities = teacher.encoder(
            batch.numbers, batch.shapes, batch.places, batch.mask
        )
        own_tags = torch.softmax(tags.float(), dim=-1)
        own_names = torch.softmax(entities.float(), dim=-1)
        chances = own_tags.numpy()
        cues = (
            find_likely_cues(chances, batch.examples)
            if share is None
            else gold_cues(batch, chance=chance) + false_cues(chances, batch.examples)
        )
        # A batch without any cue teaches the linker one that has nothing.
        links, labels = gather_links(batch, cues or [_no_cue(batch)])
        own_links = torch.softmax(links.score(teacher, states), dim=-1)
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


def _no_cue(batch: Batch) -> tuple[int, CueExample]:
    return 0, CueExample(1, 1, np.zeros(len(batch.examples[0]), dtype=np.int64))


def _mix(own: Tensor, labels: Tensor, share: float | None) -> Tensor:
    """Return the teacher's probabilities, moved towards people's labels where there are any."""
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
