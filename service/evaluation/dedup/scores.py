"""Pairs and what was made of their stretches -> how well quotes are told apart.

A pair is predicted to be one quote when both stretches end in one cluster of *all* the utterances,
so that a link anywhere between them counts. The baselines are asked about each pair alone, which
spares them the chains that clustering would make of their mistakes.
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
from service.evaluation.dedup.labelled_pairs import LONG_WORDS, Labelled, Pair

Clusters = Mapping[str, str]
"""The id of every utterance -> the id of its quote."""

Prediction = Callable[[Pair], bool]
"""A pair -> whether it is said to be one quote."""


@dataclass(frozen=True, slots=True)
class Told:
    """Utterances, and which of them each labelled stretch is; those that were missed are none."""

    utterances: tuple[Utterance, ...]
    of: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Score:
    """Pairs predicted to be one quote, against pairs that are."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Of the predicted, the share that is right."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Of the true, the share that is found."""
        return self.right / max(1, self.right + self.missed)

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)


@dataclass(frozen=True, slots=True)
class Row:
    """A method, its score over all pairs and over those of which both sides are longer."""

    method: str
    overall: Score
    longer: Score


def score(pairs: Iterable[Pair], same: Prediction) -> Score:
    """Pairs and a prediction -> their score."""
    tally = {(True, True): 0, (True, False): 0, (False, True): 0, (False, False): 0}
    for pair in pairs:
        tally[pair.same, same(pair)] += 1
    return Score(right=tally[True, True], wrong=tally[False, True], missed=tally[True, False])


def row(method: str, pairs: Sequence[Pair], same: Prediction) -> Row:
    """A method's name, pairs and what it predicts -> its row."""
    longer = [pair for pair in pairs if pair.words >= LONG_WORDS]
    return Row(method, score(pairs, same), score(longer, same))


def in_one_cluster(clusters: Clusters, of: Mapping[str, str]) -> Prediction:
    """Clusters, and which utterance each stretch is -> a prediction. None is like nothing."""

    def same(pair: Pair) -> bool:
        if pair.a.id not in of or pair.b.id not in of:
            return False
        return clusters[of[pair.a.id]] == clusters[of[pair.b.id]]

    return same


def as_labelled(labelled: Labelled) -> Told:
    """The labelled stretches -> the same as utterances, each one itself."""
    return Told(tuple(labelled.utterances.values()), {name: name for name in labelled.utterances})


def clustered(told: Told, *, at: LinkThresholds = LINK_THRESHOLDS) -> Prediction:
    """Utterances -> which stretches our rules put into one quote, without a store."""
    found = [
        LinkedPair(a.id, b.id, linked, days=days_apart(a, b))
        for a, b in meetings(told.utterances)
        if (linked := link(a, b, thresholds=at))
    ]
    return in_one_cluster(quote_clusters([each.id for each in told.utterances], found), told.of)


def meetings(utterances: Sequence[Utterance]) -> Iterator[tuple[Utterance, Utterance]]:
    """Utterances -> all pairs that a store would compare: those whose keys meet."""
    keys = [
        index_keys_of(replace(each, source=other_names_in(each.source, each.speakers)))
        for each in utterances
    ]
    for first, second in sharing(keys):
        if share_enough(keys[first], keys[second]):
            yield utterances[first], utterances[second]


def sharing(keys: Sequence[IndexKeys]) -> list[tuple[int, int]]:
    """Utterances' keys -> the places of all pairs that have any in common, compared or not."""
    holders: dict[int, list[int]] = {}
    for place, its in enumerate(keys):
        for key in (*its.runs, *its.speaker_keys):
            holders.setdefault(key, []).append(place)
    return sorted({pair for places in holders.values() for pair in combinations(places, 2)})


def baseline_rows(labelled: Labelled) -> list[Row]:
    """Pairs and utterances -> what others would have told of the same stretches."""
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

    return [row(name, labelled.pairs, alone(decide)) for name, decide in methods.items()]
