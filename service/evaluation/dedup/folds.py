"""Cross-validate the thresholds of `service.dedup.link_rules`, and a regression beside them.

`onrecord evaluate dedup --folds` shows the scores. Pairs of one story stay in one fold. For each
fold the thresholds, or the weights of a logistic regression over the same evidence, are chosen on
the pairs of other folds that share no article with it. The predictions of all folds make one score.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product
from math import log1p, log2

import numpy as np
from numpy.typing import NDArray

from service.dedup.clusters import LinkedPair, quote_clusters
from service.dedup.link_rules import QuoteLink, decide_link
from service.dedup.overlap import OverlapEvidence, compare
from service.dedup.reach import LINK_THRESHOLDS, LinkThresholds, days_apart
from service.dedup.utterance import Utterance, have_different_speakers, share_speaker
from service.evaluation.dedup.labelled_pairs import LabelledPair
from service.evaluation.dedup.scores import (
    MethodRow,
    UtteranceSet,
    key_matches,
    predict_by_clusters,
    score_method,
    score_pairs,
    story_of,
)
from service.optional.regression import fit_logistic

_FOLDS = 5
_REACH = (5.0, 4.0, 6.0)
_GAP = (6.0, 3.0, 10.0)
_REWORDED_BITS = (40.0, 50.0)
_LONG = (100.0, 80.0)
_UNNAMED_SOON = (35.0, 25.0, 45.0)
_DISPUTED = (90.0, 75.0, 110.0)
_RIDGE = 1.0
_FEATURES = 9

PairPredictions = Mapping[LabelledPair, bool]


@dataclass(frozen=True, slots=True)
class ComparedPair:
    """Two utterances that share enough keys, and the evidence that they are one quote."""

    a: Utterance
    b: Utterance
    evidence: OverlapEvidence


def compare_key_matches(utterances: Sequence[Utterance]) -> list[ComparedPair]:
    """Compare all pairs of utterances that a store would compare."""
    return [ComparedPair(a, b, compare(a, b)) for a, b in key_matches(utterances)]


def split_folds(pairs: Sequence[LabelledPair]) -> list[frozenset[LabelledPair]]:
    """Split pairs into parts of about equal size that share no story."""
    connected: dict[str, list[LabelledPair]] = {}
    for pair, story in story_of(pairs).items():
        connected.setdefault(story, []).append(pair)
    out: list[list[LabelledPair]] = [[] for _ in range(_FOLDS)]
    for group in sorted(connected.values(), key=lambda group: (-len(group), str(group[0]))):
        min(out, key=len).extend(group)
    return [frozenset(fold) for fold in out]


def apart_from(
    fold: frozenset[LabelledPair], pairs: Iterable[LabelledPair]
) -> frozenset[LabelledPair]:
    """Return the pairs outside a fold that share no article with it."""
    held = {end.article for pair in fold for end in (pair.a, pair.b)}
    return frozenset(
        pair
        for pair in pairs
        if pair not in fold and held.isdisjoint((pair.a.article, pair.b.article))
    )


def predict_by_thresholds(
    met: Sequence[ComparedPair], known: UtteranceSet, pairs: Sequence[LabelledPair]
) -> list[PairPredictions]:
    """Return the predictions of each choice of thresholds."""
    predictions = []
    choices = product(_REACH, _GAP, _REWORDED_BITS, _LONG, _UNNAMED_SOON, _DISPUTED)
    for reach, gap, reworded_bits, long, unnamed_soon, disputed in choices:
        at = LinkThresholds(
            bits_per_root_day=reach,
            gap_bits=gap,
            reworded_bits=reworded_bits,
            long_bits=long,
            unattributed_soon_bits=unnamed_soon,
            disputed_bits=disputed,
        )
        predictions.append(_predict(met, known, pairs, partial(_decide, at=at)))
    return predictions


def cross_validated(
    pairs: Sequence[LabelledPair], choose: Callable[[frozenset[LabelledPair]], PairPredictions]
) -> PairPredictions:
    """Predict each pair by the choice that is made on the other folds."""
    predicted: dict[LabelledPair, bool] = {}
    for fold in split_folds(pairs):
        chosen = choose(apart_from(fold, pairs))
        predicted |= {pair: chosen[pair] for pair in fold}
    return predicted


def best_of(
    predictions: Iterable[PairPredictions],
) -> Callable[[frozenset[LabelledPair]], PairPredictions]:
    """Choose the predictions with the best F1 on the given pairs, the first of equals."""
    everything = list(predictions)
    return lambda pairs: max(everything, key=lambda each: score_pairs(pairs, each.__getitem__).f1)


def predict_by_regression(
    met: Sequence[ComparedPair], known: UtteranceSet, all_pairs: Sequence[LabelledPair]
) -> Callable[[frozenset[LabelledPair]], PairPredictions]:
    """Choose the weights of a regression on the given pairs, and predict all pairs by them."""
    features = {_both(each.a.id, each.b.id): _features(each) for each in met}

    def choose(pairs: frozenset[LabelledPair]) -> PairPredictions:
        examples = [(features[ids], p.same) for p in pairs if (ids := _ids(p, known)) in features]
        weights = _fit(examples)

        def linked(each: ComparedPair) -> QuoteLink | None:
            # The rules' link says which is the fragment; the weights say whether there is one.
            likely = features[_both(each.a.id, each.b.id)] @ weights > 0
            return (
                decide_link(each.a, each.b, each.evidence, thresholds=_ANYTHING) if likely else None
            )

        return _predict(met, known, all_pairs, linked)

    return choose


_ANYTHING = LinkThresholds(
    bits_per_root_day=0.001,
    reworded_share=0.0,
    reworded_bits=0.0,
    reworded_days=10**6,
    unattributed_bits=0.0,
    unattributed_soon_bits=0.0,
    disputed_bits=0.0,
)
"""LinkThresholds that any two utterances with a common word pass: only the guards are left."""


def _predict(
    met: Sequence[ComparedPair],
    known: UtteranceSet,
    pairs: Sequence[LabelledPair],
    linked: Callable[[ComparedPair], QuoteLink | None],
) -> PairPredictions:
    found = [
        LinkedPair(each.a.id, each.b.id, link, days=days_apart(each.a, each.b))
        for each in met
        if (link := linked(each))
    ]
    same = predict_by_clusters(
        quote_clusters([each.id for each in known.utterances], found), known.by_span
    )
    return {pair: same(pair) for pair in pairs}


def _decide(met: ComparedPair, *, at: LinkThresholds = LINK_THRESHOLDS) -> QuoteLink | None:
    return decide_link(met.a, met.b, met.evidence, thresholds=at)


def _ids(pair: LabelledPair, known: UtteranceSet) -> frozenset[str]:
    return _both(known.by_span.get(pair.a.id, ""), known.by_span.get(pair.b.id, ""))


def _both(a: str, b: str) -> frozenset[str]:
    return frozenset((a, b))


def _features(met: ComparedPair) -> NDArray[np.float64]:
    a, b, overlap = met.a, met.b, met.evidence.overlap
    same, differ = float(share_speaker(a, b)), float(have_different_speakers(a, b))
    share = log2(1 + overlap.shared)
    by_words = [share, share * same, overlap.contained, overlap.density]
    days = log1p(days_apart(a, b))
    return np.array([1.0, same, differ, *by_words, days, float(met.evidence.meaning_changed)])


def _fit(examples: Sequence[tuple[NDArray[np.float64], bool]]) -> NDArray[np.float64]:
    """Return the weights of a regression; with one label alone, weights that predict this label."""
    labels = {same for _, same in examples}
    if len(labels) < 2:
        # The first feature is 1 for all pairs.
        return np.array([1.0 if True in labels else -1.0, *[0.0] * (_FEATURES - 1)])
    rows = np.array([row for row, _ in examples])
    same = np.array([float(same) for _, same in examples])
    # The ridge is on all weights, also on that of the constant feature.
    return fit_logistic(rows, same, ridge=_RIDGE, bias=False).weights


def fold_rows(known: UtteranceSet, pairs: Sequence[LabelledPair]) -> list[MethodRow]:
    """Score rules and a regression, fitted on all pairs and cross-validated."""
    met = compare_key_matches(known.utterances)
    chosen = predict_by_thresholds(met, known, pairs)
    rules, regression = best_of(chosen), predict_by_regression(met, known, pairs)
    methods = {
        "rules as shipped": _predict(met, known, pairs, _decide),
        "rules, fitted": rules(frozenset(pairs)),
        "rules, cross-validated": cross_validated(pairs, rules),
        "... ties to values far from ours": cross_validated(pairs, best_of(chosen[::-1])),
        "regression, fitted": regression(frozenset(pairs)),
        "regression, cross-validated": cross_validated(pairs, regression),
    }
    return [score_method(name, pairs, predicted.__getitem__) for name, predicted in methods.items()]
