"""Count at which stage wrongly predicted pairs were lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from service.evaluation.dedup.labelled_pairs import LabelledPair
from service.evaluation.dedup.scores import Prediction

MISSED = ("not extracted", "speaker unknown", "other speaker", "rule")
WRONG = ("words", "speaker", "rule")

IsNamed = Callable[[str], bool]
"""The id of a span -> whether its speaker is named."""


def missed_by_stage(
    pairs: tuple[LabelledPair, ...],
    same: Prediction,
    *,
    extracted: Callable[[str], bool],
    named: IsNamed,
    with_gold_speakers: Prediction,
) -> dict[str, int]:
    """Count true pairs that were missed, by the first stage that lost them.

    The speaker is the cause if people's speakers for the same words would have joined the pair.

    Args:
        pairs: The labelled pairs.
        same: The prediction that is judged.
        extracted: The id of a span -> whether extraction found it.
        named: The id of a span -> whether its speaker is named.
        with_gold_speakers: The prediction by the same words and people's speakers.
    """

    def stage(pair: LabelledPair) -> str:
        if not (extracted(pair.a.id) and extracted(pair.b.id)):
            return "not extracted"
        if not with_gold_speakers(pair):
            return "rule"
        unknown = not (named(pair.a.id) and named(pair.b.id))
        return "speaker unknown" if unknown else "other speaker"

    counts = Counter(stage(pair) for pair in pairs if pair.same and not same(pair))
    return {name: counts[name] for name in MISSED}


def wrong_by_stage(
    pairs: tuple[LabelledPair, ...],
    same: Prediction,
    *,
    with_gold: Prediction,
    with_gold_speakers: Prediction,
) -> dict[str, int]:
    """Count pairs that were joined wrongly, by their cause.

    The cause is a `rule` if people's words and speakers are joined too. It is the `speaker` if
    people's speakers would have kept the pair apart. Else it is the `words`: an utterance holds
    more than the labelled span.

    Args:
        pairs: The labelled pairs.
        same: The prediction that is judged.
        with_gold: The prediction by people's words and speakers.
        with_gold_speakers: The prediction by our words and people's speakers.
    """

    def stage(pair: LabelledPair) -> str:
        if with_gold(pair):
            return "rule"
        return "words" if with_gold_speakers(pair) else "speaker"

    counts = Counter(stage(pair) for pair in pairs if same(pair) and not pair.same)
    return {name: counts[name] for name in WRONG}
