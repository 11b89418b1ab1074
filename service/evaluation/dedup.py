"""Labelled pairs -> how well quotes are told apart, beside what others would have told.

    python -m service.evaluation.dedup --pairs PAIRS.jsonl --articles TRAIN.jsonl DEV.jsonl

A pair is predicted to be one quote when both stretches end in one cluster of *all* the utterances,
so that a link anywhere between them counts. The baselines are asked about each pair alone, which
spares them the chains that clustering would make of their mistakes.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from service.dedup.clusters import Linked, quotes_of
from service.dedup.decide import THRESHOLDS, Thresholds, days_apart, link
from service.dedup.fingerprint import keys_of, meet
from service.dedup.utterance import Utterance, one_speaker
from service.evaluation import dedup_baselines as baselines
from service.evaluation.same_quote import LONG_WORDS, Labelled, Pair, read_labelled

Clusters = Mapping[str, str]
"""The id of every utterance that was found -> the id of its quote."""


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


def score(pairs: Iterable[Pair], same: Callable[[Pair], bool]) -> Score:
    """Pairs and a prediction -> their score."""
    tally = {(True, True): 0, (True, False): 0, (False, True): 0, (False, False): 0}
    for pair in pairs:
        tally[pair.same, same(pair)] += 1
    return Score(right=tally[True, True], wrong=tally[False, True], missed=tally[True, False])


def in_one_cluster(clusters: Clusters) -> Callable[[Pair], bool]:
    """Clusters, from wherever -> a prediction. A stretch that is in none is like nothing."""

    def same(pair: Pair) -> bool:
        return pair.a.id in clusters and clusters[pair.a.id] == clusters.get(pair.b.id)

    return same


def cluster(utterances: Sequence[Utterance], *, at: Thresholds = THRESHOLDS) -> Clusters:
    """Utterances -> their clusters, as a store has them: only those that meet are compared."""
    keys = {each.id: keys_of(each.words) for each in utterances}
    found = []
    for a, b in combinations(utterances, 2):
        if not meet(keys[a.id], keys[b.id], one_speaker=one_speaker(a, b)):
            continue
        linked = link(a, b, at=at)
        if linked:
            found.append(Linked(a.id, b.id, linked, days=days_apart(a, b)))
    return quotes_of([each.id for each in utterances], found)


def table(labelled: Labelled) -> list[tuple[str, Score, Score]]:
    """Pairs and utterances -> by method, the scores over all pairs and over the longer ones."""
    everyone = list(labelled.utterances.values())

    def alone(decide: baselines.Decision) -> Callable[[Pair], bool]:
        return lambda pair: decide(labelled.utterances[pair.a.id], labelled.utterances[pair.b.id])

    unnamed = [Utterance(each.id, each.tokens, day=each.day) for each in everyone]
    methods = {
        "ours": in_one_cluster(cluster(everyone)),
        "ours, no speakers": in_one_cluster(cluster(unnamed)),
        "identical words": alone(baselines.identical),
        "run of 8 words": alone(baselines.shared_run),
        "MinHash LSH 0.7": alone(baselines.minhash_lsh(everyone, threshold=0.7)),
        "MinHash LSH 0.5": alone(baselines.minhash_lsh(everyone, threshold=0.5)),
        "partial ratio 90": alone(baselines.partial_ratio_above(90)),
    }
    longer = [pair for pair in labelled.pairs if pair.words >= LONG_WORDS]
    return [
        (name, score(labelled.pairs, same), score(longer, same)) for name, same in methods.items()
    ]


def render(rows: Iterable[tuple[str, Score, Score]]) -> str:
    """A table -> the same in Markdown."""
    lines = [f"| method | P | R | F1 | P, {LONG_WORDS}+ words | R | F1 |", "|---|" + "---:|" * 6]
    for name, overall, longer in rows:
        figures = [x for s in (overall, longer) for x in (s.precision, s.recall, s.f1)]
        lines.append(f"| {name} | " + " | ".join(f"{x:.3f}" for x in figures) + " |")
    return "\n".join(lines)


def print_table(table: Callable[[Labelled], list[tuple[str, Score, Score]]], *, about: str) -> None:
    """How to make a table -> the one of the files on the command line, printed."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--articles", type=Path, nargs="+", required=True)
    parser.add_argument("--speakers", type=Path)
    arguments = parser.parse_args()
    labelled = read_labelled(arguments.pairs, arguments.articles, arguments.speakers)
    print(render(table(labelled)))


if __name__ == "__main__":
    print_table(table, about="Same-quote pairs: our rules beside the baselines.")
