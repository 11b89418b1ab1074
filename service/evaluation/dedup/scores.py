"""Score how well deduplication finds quotes, on labelled pairs of quoted spans.

A pair is predicted to be one quote if both spans end in one cluster of *all* utterances: any chain
of links between them counts. The baselines judge each pair alone. So their mistakes make no chains.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from service.dedup.clusters import LinkedPair, quote_clusters
from service.dedup.index_keys import IndexKeys, index_keys_of, share_enough
from service.dedup.link_rules import LINK_THRESHOLDS, LinkThresholds, days_apart, link
from service.dedup.utterance import Utterance, other_names_in
from service.evaluation.dedup import baselines
from service.evaluation.dedup.labelled_pairs import LONG_WORDS, Labelled, LabelledPair

Clusters = Mapping[str, str]
"""The id of every utterance -> the id of its quote."""

Prediction = Callable[[LabelledPair], bool]
"""A pair -> whether it is predicted to be one quote."""


@dataclass(frozen=True, slots=True)
class UtteranceSet:
    """Utterances, and the utterance of each labelled span. A span that was missed has none."""

    utterances: tuple[Utterance, ...]
    by_span: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PairScore:
    """Pairs predicted to be one quote, against pairs that are one quote."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """The share of the predicted pairs that are right."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """The share of the true pairs that are found."""
        return self.right / max(1, self.right + self.missed)

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)


@dataclass(frozen=True, slots=True)
class MethodRow:
    """A method, its score over all pairs, and over the pairs whose sides are both long."""

    method: str
    overall: PairScore
    longer: PairScore


def score_pairs(pairs: Iterable[LabelledPair], same: Prediction) -> PairScore:
    """Pairs and a prediction -> their score."""
    tally = {(True, True): 0, (True, False): 0, (False, True): 0, (False, False): 0}
    for pair in pairs:
        tally[pair.same, same(pair)] += 1
    return PairScore(right=tally[True, True], wrong=tally[False, True], missed=tally[True, False])


def score_method(method: str, pairs: Sequence[LabelledPair], same: Prediction) -> MethodRow:
    """A method's name, pairs and what it predicts -> its row."""
    longer = [pair for pair in pairs if pair.words >= LONG_WORDS]
    return MethodRow(method, score_pairs(pairs, same), score_pairs(longer, same))


def predict_by_clusters(clusters: Clusters, by_span: Mapping[str, str]) -> Prediction:
    """Predict that a pair is one quote if its spans share a cluster; a missed span shares none."""

    def same(pair: LabelledPair) -> bool:
        if pair.a.id not in by_span or pair.b.id not in by_span:
            return False
        return clusters[by_span[pair.a.id]] == clusters[by_span[pair.b.id]]

    return same


def gold_utterances(labelled: Labelled) -> UtteranceSet:
    """The labelled spans as utterances, with people's words and speakers."""
    return UtteranceSet(
        tuple(labelled.utterances.values()), {name: name for name in labelled.utterances}
    )


def predict_by_rules(known: UtteranceSet, *, at: LinkThresholds = LINK_THRESHOLDS) -> Prediction:
    """Predict the pairs that our rules put into one quote, without a store."""
    found = [
        LinkedPair(a.id, b.id, linked, days=days_apart(a, b))
        for a, b in key_matches(known.utterances)
        if (linked := link(a, b, thresholds=at))
    ]
    ids = [utterance.id for utterance in known.utterances]
    return predict_by_clusters(quote_clusters(ids, found), known.by_span)


def key_matches(utterances: Sequence[Utterance]) -> Iterator[tuple[Utterance, Utterance]]:
    """Yield all pairs that a store would compare: those that share enough blocking keys."""
    keys = [
        index_keys_of(replace(each, source=other_names_in(each.source, each.speakers)))
        for each in utterances
    ]
    for first, second in pairs_sharing_keys(keys):
        if share_enough(keys[first], keys[second]):
            yield utterances[first], utterances[second]


def pairs_sharing_keys(keys: Sequence[IndexKeys]) -> list[tuple[int, int]]:
    """The keys of utterances -> the indexes of all pairs that share a key, compared or not."""
    holders: dict[int, list[int]] = {}
    for index, own in enumerate(keys):
        for key in (*own.runs, *own.speaker_keys):
            holders.setdefault(key, []).append(index)
    return sorted({pair for indexes in holders.values() for pair in combinations(indexes, 2)})


def baseline_rows(labelled: Labelled) -> list[MethodRow]:
    """Score the methods of others on the same spans."""
    everyone = list(labelled.utterances.values())
    methods = {
        "identical words (Quotebank)": baselines.identical,
        "run of 8 words (Quootstrap)": baselines.shared_run,
        "MinHash LSH 0.7": baselines.minhash_lsh(everyone, threshold=0.7),
        "MinHash LSH 0.5": baselines.minhash_lsh(everyone, threshold=0.5),
        "partial ratio 90 (rapidfuzz)": baselines.partial_ratio_above(90),
    }

    def alone(decide: baselines.Decision) -> Prediction:
        return lambda pair: decide(labelled.utterances[pair.a.id], labelled.utterances[pair.b.id])

    return [score_method(name, labelled.pairs, alone(decide)) for name, decide in methods.items()]
