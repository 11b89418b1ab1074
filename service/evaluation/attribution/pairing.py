"""Which predicted attribution answers which gold one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from service.evaluation.attribution.cover import Covered, same_source


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold and a predicted attribution, by index, whose contents are mostly the same."""

    gold: int
    predicted: int
    same_source: bool


def pair_up(gold: Sequence[Covered], predicted: Sequence[Covered]) -> tuple[Pair, ...]:
    """Gold and predicted attributions -> pairs, each attribution in one at most.

    Two may pair where they share half of the characters that either covers; those that share
    most are paired first.
    """
    likely = []
    for i, wanted in enumerate(gold):
        for j, found in enumerate(predicted):
            shared = (wanted.content & found.content).bit_count()
            either = (wanted.content | found.content).bit_count()
            if 2 * shared >= either:
                likely.append((shared / either, i, j))
    pairs: list[Pair] = []
    taken_gold: set[int] = set()
    taken_predicted: set[int] = set()
    for _, i, j in sorted(likely, reverse=True):
        if i not in taken_gold and j not in taken_predicted:
            taken_gold.add(i)
            taken_predicted.add(j)
            pairs.append(Pair(i, j, same_source(gold[i], predicted[j])))
    return tuple(pairs)
