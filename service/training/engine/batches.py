"""Make batches of windows from articles: others in each epoch, the same for the same seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
import torch
from torch import Tensor

from service.extraction.model.tokeniser import Tokeniser
from service.gold.articles import AnnotatedArticle, AnnotatedText
from service.training.engine.augment import NamePool, change_marks, excerpt, name_abroad, swap_names
from service.training.engine.examples import IGNORED, CueExample, Example, make_examples
from service.training.engine.packing import Packing
from service.training.engine.world_names import WorldNames

_CORES = (96, 192, 192)
_BEFORE = (0, 0, 40)
_AFTER = (0, 0, 16)
_LONGEST_CUE = 24
_UNLABELLED_MARKS = 0.5


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows padded to one length, and the examples that they come from, row by row."""

    numbers: Tensor
    shapes: Tensor
    places: Tensor
    mask: Tensor
    tags: Tensor
    entities: Tensor
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class NameSources:
    """Where other names for a text come from."""

    corpus: NamePool
    world: WorldNames


@dataclass(frozen=True, slots=True)
class Mixture:
    """How often an article is shown in a varied form."""

    other_names: float = 0.25
    names_abroad: float = 0.25
    other_marks: float = 0.2
    excerpts: float = 0.2
    """The number of excerpts for each article shown whole."""


def epoch_batches(
    articles: Sequence[AnnotatedArticle],
    *,
    tokeniser: Tokeniser,
    names: NameSources,
    mixture: Mixture,
    pieces: int,
    seed: str,
) -> list[Batch]:
    """Articles -> the batches of one epoch, in random order.

    Args:
        articles: The articles to train on.
        tokeniser: Splits texts into word pieces.
        names: The names to swap in.
        mixture: How often an article is varied.
        pieces: About how many word pieces a batch holds.
        seed: The same seed gives the same batches.
    """
    chance = Random(seed)  # noqa: S311 - repeatable, not secret
    examples: list[Example] = []
    for article in articles:
        reading = _choose_reading(article, chance)
        if chance.random() < mixture.excerpts:
            part = excerpt(_vary(reading, names, mixture, chance), chance)
            examples += make_examples(part, tokeniser=tokeniser, packing=Packing())
        packing = Packing(chance.choice(_CORES), chance.choice(_BEFORE), chance.choice(_AFTER))
        varied = _vary(reading, names, mixture, chance)
        examples += make_examples(varied, tokeniser=tokeniser, packing=packing)
    return in_batches(examples, pieces=pieces, chance=chance)


def unlabelled_batches(
    texts: Sequence[str], *, tokeniser: Tokeniser, pieces: int, seed: str
) -> list[Batch]:
    """Texts -> batches of their windows without labels, in random order.

    Half of the texts get another style of quotation marks.

    Args:
        texts: The texts, without annotations.
        tokeniser: Splits texts into word pieces.
        pieces: About how many word pieces a batch holds.
        seed: The same seed gives the same batches.
    """
    chance = Random(seed)  # noqa: S311 - repeatable, not secret
    examples = []
    for text in texts:
        reading = AnnotatedText(text=text, attributions=(), names=None)
        if chance.random() < _UNLABELLED_MARKS:
            reading = change_marks(reading, chance)
        packing = Packing(chance.choice(_CORES), before=0, after=0)
        examples += make_examples(reading, tokeniser=tokeniser, packing=packing)
    return in_batches(examples, pieces=pieces, chance=chance)


def in_batches(examples: Sequence[Example], *, pieces: int, chance: Random | None) -> list[Batch]:
    """Windows -> batches of windows of about the same length, shuffled if chance is given."""
    # Lengths are blurred so that a window does not meet the same neighbours in every epoch.
    ordered = sorted(
        examples, key=lambda example: len(example) + (chance.uniform(0, 12) if chance else 0)
    )
    groups: list[list[Example]] = [[]]
    longest = 0
    for example in ordered:
        longest = max(longest, len(example))
        if groups[-1] and (len(groups[-1]) + 1) * longest > pieces:
            groups.append([])
            longest = len(example)
        groups[-1].append(example)
    batches = [_pad(group) for group in groups if group]
    if chance:
        chance.shuffle(batches)
    return batches


def vary_cue(cue: CueExample, *, length: int, chance: Random) -> CueExample:
    """A cue -> the same cue, sometimes with other edges, as a tagger might find it."""
    first, last = cue.first, min(cue.last, cue.first + _LONGEST_CUE)
    if chance.random() < 0.25:
        first = chance.randint(first, last)
        last = chance.randint(first, last)
        if chance.random() < 0.3:
            last = min(last + 1, length - 1)
    return CueExample(first, last, cue.links)


def _choose_reading(article: AnnotatedArticle, chance: Random) -> AnnotatedText:
    """An article -> the first annotator's reading half of the time, else any of them."""
    return article.readings[0] if chance.random() < 0.5 else chance.choice(article.readings)


def _vary(
    reading: AnnotatedText, names: NameSources, mixture: Mixture, chance: Random
) -> AnnotatedText:
    if reading.names:
        drawn = chance.random()
        if drawn < mixture.other_names:
            reading = swap_names(reading, names.corpus, chance)
        elif drawn < mixture.other_names + mixture.names_abroad:
            reading = name_abroad(reading, names.world, chance)
    if chance.random() < mixture.other_marks:
        reading = change_marks(reading, chance)
    return reading


def _pad(examples: Sequence[Example]) -> Batch:
    length = max(len(example) for example in examples)

    def stacked(name: str, filler: int) -> Tensor:
        rows = np.full((len(examples), length), filler, dtype=np.int64)
        for row, example in zip(rows, examples, strict=True):
            row[: len(example)] = getattr(example, name)
        return torch.from_numpy(rows)

    lengths = torch.tensor([len(example) for example in examples])
    empty = torch.arange(length)[None, :] >= lengths[:, None]
    return Batch(
        numbers=stacked("numbers", 0),
        shapes=stacked("shapes", 0),
        places=stacked("places", 0),
        mask=torch.where(empty, -1e4, 0.0)[:, None, None, :],
        tags=stacked("tags", IGNORED),
        entities=stacked("entities", IGNORED),
        examples=tuple(examples),
    )
