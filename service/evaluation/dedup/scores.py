"""Score how well deduplication finds quotes, on labelled pairs of quoted spans.

A pair is predicted to be one quote if both spans end in one cluster of *all* utterances: any chain
of links between them counts. The baselines judge each pair alone. So their mistakes make no chains.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from service.dedup.clusters import LinkedPair, connected_components, quote_clusters
from service.dedup.index_keys import IndexKeys, index_keys_of, share_enough
from service.dedup.link_rules import link
from service.dedup.reach import LINK_THRESHOLDS, LinkThresholds, days_apart
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
    """Pairs predicted to be one quote, against pairs that are one quote.

    The numbers are sums of weights where pairs are weighted.
    """

    right: float
    wrong: float
    missed: float

    @property
    def precision(self) -> float:
        """The share of the predicted pairs that are right."""
        return self.right / ((self.right + self.wrong) or 1)

    @property
    def recall(self) -> float:
        """The share of the true pairs that are found."""
        return self.right / ((self.right + self.missed) or 1)

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.right / ((2 * self.right + self.wrong + self.missed) or 1)


@dataclass(frozen=True, slots=True)
class MethodRow:
    """A method, its score over all pairs, and over the pairs whose sides are both long."""

    method: str
    overall: PairScore
    longer: PairScore
    macro: PairScore
    """The score over all pairs where each story counts once, however many pairs it has."""


def score_pairs(
    pairs: Iterable[LabelledPair],
    same: Prediction,
    *,
    weights: Mapping[LabelledPair, float] | None = None,
) -> PairScore:
    """Pairs, a prediction and perhaps the weights of pairs -> their score."""
    tally = {(True, True): 0.0, (True, False): 0.0, (False, True): 0.0, (False, False): 0.0}
    for pair in pairs:
        tally[pair.same, same(pair)] += weights[pair] if weights else 1
    return PairScore(right=tally[True, True], wrong=tally[False, True], missed=tally[True, False])


def story_of(pairs: Iterable[LabelledPair]) -> dict[LabelledPair, str]:
    """Return the story of each pair: pairs that share a labelled cluster or a span are one."""
    pairs = list(pairs)
    nodes = {name for pair in pairs for name in (pair.cluster, pair.a.id, pair.b.id)}
    edges = [(pair.cluster, end.id) for pair in pairs for end in (pair.a, pair.b)]
    part = connected_components(nodes, edges)
    return {pair: part[pair.cluster] for pair in pairs}


def macro_weights(pairs: Iterable[LabelledPair]) -> dict[LabelledPair, float]:
    """Return weights under which all pairs of one story and one label weigh 1 together."""
    stories = story_of(pairs)
    sizes = Counter((story, pair.same) for pair, story in stories.items())
    return {pair: 1 / sizes[story, pair.same] for pair, story in stories.items()}


def score_method(method: str, pairs: Sequence[LabelledPair], same: Prediction) -> MethodRow:
    """A method's name, pairs and what it predicts -> its row."""
    longer = [pair for pair in pairs if pair.words >= LONG_WORDS]
    return MethodRow(
        method,
        overall=score_pairs(pairs, same),
        longer=score_pairs(longer, same),
        macro=score_pairs(pairs, same, weights=macro_weights(pairs)),
    )


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


def baseline_predictions(labelled: Labelled) -> dict[str, Prediction]:
    """Return what the methods of others predict on the same spans."""
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

    return {name: alone(decide) for name, decide in methods.items()}
