"""Pairs that were predicted wrongly -> at which stage each was lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from service.evaluation.dedup.labelled_pairs import Pair
from service.evaluation.dedup.scores import Prediction

MISSED = ("not extracted", "speaker unknown", "other speaker", "rule")
WRONG = ("words", "speaker", "rule")

Spoken = Callable[[str], bool]
"""A stretch's id -> whether somebody is named as having said it."""


def missed_by_stage(
    pairs: tuple[Pair, ...],
    same: Prediction,
    *,
    extracted: Callable[[str], bool],
    named: Spoken,
    with_gold_speakers: Prediction,
) -> dict[str, int]:
    """Pairs and predictions -> how many true pairs were lost, by the first stage that lost them.

    A speaker is to blame where people's speakers for the same words would have joined the pair.
    """

    def stage(pair: Pair) -> str:
        if not (extracted(pair.a.id) and extracted(pair.b.id)):
            return "not extracted"
        if not with_gold_speakers(pair):
            return "rule"
        unknown = not (named(pair.a.id) and named(pair.b.id))
        return "speaker unknown" if unknown else "other speaker"

    counts = Counter(stage(pair) for pair in pairs if pair.same and not same(pair))
    return {name: counts[name] for name in MISSED}


def wrong_by_stage(
    pairs: tuple[Pair, ...],
    same: Prediction,
    *,
    with_gold: Prediction,
    with_gold_speakers: Prediction,
) -> dict[str, int]:
    """Pairs and predictions -> how many pairs were joined wrongly, by what joined them.

    `rule` would join people's stretches and speakers as well; `speaker` is what people's speakers
    would have kept apart; what is left is `words`: an utterance holds more than the stretch.
    """

    def stage(pair: Pair) -> str:
        if with_gold(pair):
            return "rule"
        return "words" if with_gold_speakers(pair) else "speaker"

    counts = Counter(stage(pair) for pair in pairs if same(pair) and not pair.same)
    return {name: counts[name] for name in WRONG}
