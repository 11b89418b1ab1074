"""Pairs and clusters of made-up news are measured without a database."""

from pathlib import Path

from service.evaluation.scale.text_generator import TextGenerator
from service.evaluation.speed.pair_cost import measure_pairs


def test_pairs_and_clusters_have_their_seconds(generator: TextGenerator, tmp_path: Path) -> None:
    cost = measure_pairs(generator, tmp_path, quotes=200, partitions=2)
    assert cost.links > 0
    assert cost.utterances >= 200
    assert cost.pairs.processor + cost.clusters.processor > 0
    assert cost.microseconds > 0
