"""How far the thresholds of `service.dedup.link_rules` hold on pairs they were not chosen on.

`onrecord evaluate dedup --folds` prints them.

Pairs that share a labelled cluster or an article stay in one fold. In each fold the thresholds, or
the weights of a logistic regression over the same evidence, are chosen on all other folds; what
they predict on the fold is put together with the others' into one score.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product
from math import log1p, log2

import numpy as np
from numpy.typing import NDArray

from service.dedup.clusters import LinkedPair, connected_components, quote_clusters
from service.dedup.link_rules import (
    LINK_THRESHOLDS,
    LinkThresholds,
    QuoteLink,
    days_apart,
    decide_link,
)
from service.dedup.overlap import OverlapEvidence, compare
from service.dedup.utterance import Utterance, have_different_speakers, share_speaker
from service.evaluation.dedup.labelled_pairs import Pair
from service.evaluation.dedup.scores import Row, Told, in_one_cluster, meetings, row, score

_FOLDS = 5
_REACH = (5.0, 4.0, 6.0, 7.0, 8.0)
_REWORDED = (0.8, 0.7, 0.75, 0.85)
_REWORDED_BITS = (40.0, 30.0, 50.0)
_REWORDED_DAYS = (30, 20, 45)
_LONG = (100.0, 80.0, 120.0)
_UNNAMED_SOON = (35.0, 25.0, 45.0)
_RIDGE = 1.0
_STEPS = 25

Predicted = Mapping[Pair, bool]


@dataclass(frozen=True, slots=True)
class Met:
    """Two utterances that keys bring together, and what they share."""

    a: Utterance
    b: Utterance
    evidence: OverlapEvidence


def compared(utterances: Sequence[Utterance]) -> list[Met]:
    """Utterances -> all that a store would compare, and what they share."""
    return [Met(a, b, compare(a, b)) for a, b in meetings(utterances)]


def folds(pairs: Sequence[Pair]) -> list[frozenset[Pair]]:
    """Pairs -> parts of about equal size, no two of which share a cluster or an article."""
    nodes = {name for pair in pairs for name in (pair.cluster, pair.a.article, pair.b.article)}
    edges = [(pair.cluster, end.article) for pair in pairs for end in (pair.a, pair.b)]
    part = connected_components(nodes, edges)
    connected: dict[str, list[Pair]] = {}
    for pair in pairs:
        connected.setdefault(part[pair.cluster], []).append(pair)
    out: list[list[Pair]] = [[] for _ in range(_FOLDS)]
    for group in sorted(connected.values(), key=lambda group: (-len(group), str(group[0]))):
        min(out, key=len).extend(group)
    return [frozenset(fold) for fold in out]


def by_rules(met: Sequence[Met], told: Told, pairs: Sequence[Pair]) -> list[Predicted]:
    """What met and the pairs -> what each choice of thresholds predicts."""
    predictions = []
    choices = product(_REACH, _REWORDED, _REWORDED_BITS, _REWORDED_DAYS, _LONG, _UNNAMED_SOON)
    for reach, reworded, reworded_bits, reworded_days, long, unnamed_soon in choices:
        at = LinkThresholds(
            bits_per_root_day=reach,
            reworded_share=reworded,
            reworded_bits=reworded_bits,
            reworded_days=reworded_days,
            long_bits=long,
            unattributed_soon_bits=unnamed_soon,
        )
        predictions.append(_predict(met, told, pairs, partial(_decide, at=at)))
    return predictions


def cross_validated(
    pairs: Sequence[Pair], choose: Callable[[frozenset[Pair]], Predicted]
) -> Predicted:
    """Pairs and a choice on some of them -> every pair as predicted by a choice on the others."""
    predicted: dict[Pair, bool] = {}
    for fold in folds(pairs):
        chosen = choose(frozenset(pairs) - fold)
        predicted |= {pair: chosen[pair] for pair in fold}
    return predicted


def best_of(predictions: Iterable[Predicted]) -> Callable[[frozenset[Pair]], Predicted]:
    """Predictions -> the choice of the one with the best F1 on given pairs, the first of equals."""
    everything = list(predictions)
    return lambda pairs: max(everything, key=lambda each: score(pairs, each.__getitem__).f1)


def by_regression(
    met: Sequence[Met], told: Told, all_pairs: Sequence[Pair]
) -> Callable[[frozenset[Pair]], Predicted]:
    """What met and the pairs -> a choice of weights on given pairs, and what they predict."""
    features = {_both(each.a.id, each.b.id): _features(each) for each in met}

    def choose(pairs: frozenset[Pair]) -> Predicted:
        known = [(features[ids], p.same) for p in pairs if (ids := _ids(p, told)) in features]
        if not known:
            return dict.fromkeys(all_pairs, False)
        weights = _fit(np.array([x for x, _ in known]), np.array([float(y) for _, y in known]))

        def linked(each: Met) -> QuoteLink | None:
            # The rules' link says which is the fragment; the weights say whether there is one.
            likely = features[_both(each.a.id, each.b.id)] @ weights > 0
            return (
                decide_link(each.a, each.b, each.evidence, thresholds=_ANYTHING) if likely else None
            )

        return _predict(met, told, all_pairs, linked)

    return choose


# Thresholds that whatever shares a word passes, so that only guards are left.
_ANYTHING = LinkThresholds(
    bits_per_root_day=0.001,
    reworded_share=0.0,
    reworded_bits=0.0,
    reworded_days=10**6,
    unattributed_bits=0.0,
    unattributed_soon_bits=0.0,
    disputed_bits=0.0,
)


def _predict(
    met: Sequence[Met], told: Told, pairs: Sequence[Pair], linked: Callable[[Met], QuoteLink | None]
) -> Predicted:
    found = [
        LinkedPair(each.a.id, each.b.id, link, days=days_apart(each.a, each.b))
        for each in met
        if (link := linked(each))
    ]
    same = in_one_cluster(quote_clusters([each.id for each in told.utterances], found), told.of)
    return {pair: same(pair) for pair in pairs}


def _decide(met: Met, *, at: LinkThresholds = LINK_THRESHOLDS) -> QuoteLink | None:
    return decide_link(met.a, met.b, met.evidence, thresholds=at)


def _ids(pair: Pair, told: Told) -> frozenset[str]:
    return _both(told.of.get(pair.a.id, ""), told.of.get(pair.b.id, ""))


def _both(a: str, b: str) -> frozenset[str]:
    return frozenset((a, b))


def _features(met: Met) -> NDArray[np.float64]:
    a, b, overlap = met.a, met.b, met.evidence.overlap
    same, differ = float(share_speaker(a, b)), float(have_different_speakers(a, b))
    share = log2(1 + overlap.shared)
    by_words = [share, share * same, overlap.contained, overlap.density]
    days = log1p(days_apart(a, b))
    return np.array([1.0, same, differ, *by_words, days, float(met.evidence.meaning_changed)])


def _fit(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Newton's method for a logistic regression with a ridge, which small data need."""
    weights = np.zeros(x.shape[1])
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        gradient = x.T @ (y - chance) - _RIDGE * weights
        hessian = (x.T * (chance * (1 - chance))) @ x + _RIDGE * np.eye(len(weights))
        weights = weights + np.linalg.solve(hessian, gradient)
    return weights


def fold_rows(told: Told, pairs: Sequence[Pair]) -> list[Row]:
    """Utterances and pairs -> fitted and cross-validated scores, of rules and of a regression."""
    met = compared(told.utterances)
    chosen = by_rules(met, told, pairs)
    rules, regression = best_of(chosen), by_regression(met, told, pairs)
    methods = {
        "rules as shipped": _predict(met, told, pairs, _decide),
        "rules, fitted": rules(frozenset(pairs)),
        "rules, cross-validated": cross_validated(pairs, rules),
        "... ties to values far from ours": cross_validated(pairs, best_of(chosen[::-1])),
        "regression, fitted": regression(frozenset(pairs)),
        "regression, cross-validated": cross_validated(pairs, regression),
    }
    return [row(name, pairs, predicted.__getitem__) for name, predicted in methods.items()]
