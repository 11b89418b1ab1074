"""Wrong pairs are counted at the stage that lost them."""

import pytest

from service.evaluation.dedup.labelled_pairs import Labelled, LabelledPair
from service.evaluation.dedup.losses import missed_by_stage, wrong_by_stage
from service.evaluation.dedup.scores import Prediction


def always(pair: LabelledPair) -> bool:
    return True


def never(pair: LabelledPair) -> bool:
    return False


@pytest.mark.parametrize(
    ("extracted", "named", "gold_joins", "stage"),
    [
        (False, False, True, "not extracted"),
        (True, True, False, "rule"),
        (True, False, True, "speaker unknown"),
        (True, True, True, "other speaker"),
    ],
)
def test_a_missed_pair_is_counted_where_it_was_lost(
    labelled: Labelled, extracted: bool, named: bool, gold_joins: bool, stage: str
) -> None:
    counts = missed_by_stage(
        labelled.pairs,
        never,
        extracted=lambda _: extracted,
        named=lambda _: named,
        with_gold_speakers=always if gold_joins else never,
    )
    assert {name for name, count in counts.items() if count} == {stage}
    assert counts[stage] == 1


@pytest.mark.parametrize(
    ("gold", "speakers", "stage"),
    [(always, always, "rule"), (never, always, "words"), (never, never, "speaker")],
)
def test_a_pair_joined_wrongly_is_counted_by_what_joined_it(
    labelled: Labelled, gold: Prediction, speakers: Prediction, stage: str
) -> None:
    counts = wrong_by_stage(labelled.pairs, always, with_gold=gold, with_gold_speakers=speakers)
    assert {name for name, count in counts.items() if count} == {stage}
