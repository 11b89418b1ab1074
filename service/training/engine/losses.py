"""Run a batch through the network and compute its losses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from service.extraction.model.cue_distances import PADDING, CueDistances, measure_distances
from service.extraction.model.labels import TAG_LABELS
from service.training.engine.batches import Batch, vary_cue
from service.training.engine.examples import IGNORED, CueExample, Example
from service.training.engine.network import Network

_B_CUE, _I_CUE = TAG_LABELS.index("B-cue"), TAG_LABELS.index("I-cue")
LINK_SCALE = 40.0
"""About how many pieces around a cue matter."""
_ENTITY_WEIGHT = 0.3
_FALSE_CUES = 0.3
_LEAST_DOUBT = 0.02
_LIKELY_CUE = 0.1
_MOST_CUES = 8
"""In a window; an untrained teacher sees cues everywhere."""


@dataclass(frozen=True, slots=True)
class Losses:
    """The loss of each task."""

    tags: Tensor
    links: Tensor
    entities: Tensor

    @property
    def total(self) -> Tensor:
        """The weighted sum that training minimises."""
        return self.tags + self.links + _ENTITY_WEIGHT * self.entities


@dataclass(frozen=True, slots=True)
class LinkInputs:
    """What the linker reads of a batch, a row for each cue."""

    first: Tensor
    last: Tensor
    around: Tensor
    distances: Tensor
    steps: Tensor

    def score(self, network: Network, states: Tensor) -> Tensor:
        """Return the linker's scores, of shape (cues, pieces around, labels)."""
        scores: Tensor = network.linker(
            states.flatten(0, 1), self.first, self.last, self.around, self.distances, self.steps
        )
        return scores.float()


def compute_losses(network: Network, batch: Batch, *, chance: Random | None) -> Losses:
    """Return the losses of a batch. With chance, cues are varied and false cues are added."""
    states, tags, entities = network.encoder(batch.numbers, batch.shapes, batch.places, batch.mask)
    tags, entities = tags.float(), entities.float()
    cues = gold_cues(batch, chance=chance)
    if chance:
        cues += false_cues(torch.softmax(tags.detach(), dim=-1).numpy(), batch.examples)
    nothing = states.sum() * 0.0
    named = bool((batch.entities != IGNORED).any())
    return Losses(
        tags=functional.cross_entropy(
            tags.flatten(0, 1), batch.tags.flatten(), ignore_index=IGNORED
        ),
        links=_link_loss(network, states, *gather_links(batch, cues)) if cues else nothing,
        entities=functional.cross_entropy(
            entities.flatten(0, 1), batch.entities.flatten(), ignore_index=IGNORED
        )
        if named
        else nothing,
    )


def gold_cues(batch: Batch, *, chance: Random | None) -> list[tuple[int, CueExample]]:
    """Return the cues of a batch with their rows; with chance, their edges vary."""
    return [
        (row, vary_cue(cue, length=len(example), chance=chance) if chance else cue)
        for row, example in enumerate(batch.examples)
        for cue in example.cues
    ]


def gather_links(batch: Batch, cues: list[tuple[int, CueExample]]) -> tuple[LinkInputs, Tensor]:
    """Return what the linker reads of one or more cues, and the labels it should give."""
    length = batch.numbers.shape[1]
    rows: list[CueDistances] = []
    firsts, lasts, labels = [], [], []
    for row, cue in cues:
        relations = measure_distances(
            np.array([cue.first]), np.array([cue.last]), batch.examples[row].paragraphs
        )
        missing = relations.distances == PADDING
        labels.append(np.where(missing, IGNORED, cue.links[relations.around]))
        rows.append(relations)
        firsts.append(row * length + cue.first)
        lasts.append(row * length + cue.last)
    offsets = np.array([[row * length] for row, _ in cues])
    inputs = LinkInputs(
        torch.tensor(firsts),
        torch.tensor(lasts),
        torch.from_numpy(np.concatenate([each.around for each in rows]) + offsets),
        torch.from_numpy(np.concatenate([each.distances for each in rows])),
        torch.from_numpy(np.concatenate([each.steps for each in rows])),
    )
    return inputs, torch.from_numpy(np.concatenate(labels))


def _link_loss(network: Network, states: Tensor, links: LinkInputs, labels: Tensor) -> Tensor:
    summed = functional.cross_entropy(
        links.score(network, states).flatten(0, 1),
        labels.flatten(),
        ignore_index=IGNORED,
        reduction="sum",
    )
    return summed / (len(links.first) * LINK_SCALE)


def false_cues(chances: np.ndarray, examples: tuple[Example, ...]) -> list[tuple[int, CueExample]]:
    """Tag probabilities -> the likeliest cues that are none, without source or content."""
    return [
        (row, cue)
        for row, example in enumerate(examples)
        for cue in _likeliest_cues(
            chances[row],
            example,
            most=round(_FALSE_CUES * len(example.cues) + 0.2),
            least=_LEAST_DOUBT,
        )
    ]


def find_likely_cues(
    chances: np.ndarray, examples: tuple[Example, ...]
) -> list[tuple[int, CueExample]]:
    """Tag probabilities of texts without annotations -> the cues in them, unlabelled."""
    return [
        (row, cue)
        for row, example in enumerate(examples)
        for cue in _likeliest_cues(chances[row], example, most=_MOST_CUES, least=_LIKELY_CUE)
    ]


def _likeliest_cues(
    chances: np.ndarray, example: Example, *, most: int, least: float
) -> Iterator[CueExample]:
    """Yield the likeliest cues of a window beside its own, without source or content."""
    begins = chances[: len(example), _B_CUE].copy()
    begins[0] = 0.0
    for cue in example.cues:
        begins[cue.first : cue.last + 1] = 0.0
    for place in np.argsort(-begins)[:most]:
        if begins[place] < least:
            break
        first = last = int(place)
        while last + 1 < len(example) and chances[last + 1, _I_CUE] > 0.5:
            last += 1
        yield CueExample(first, last, np.zeros(len(example), dtype=np.int64))
