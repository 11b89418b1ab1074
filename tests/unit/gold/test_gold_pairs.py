"""The pairs of `tests/gold/pairs` are sound: spans hold the words, and labels agree with speakers.

A failure names articles by id alone. The sealed texts are never printed.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

PAIRS = Path(__file__).parents[2] / "gold" / "pairs"
SETS = ("two_outlets_dev", "two_outlets_sealed")

every_set = pytest.mark.parametrize("name", SETS)


def read(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (PAIRS / f"{name}.jsonl").read_text("utf-8").splitlines()]


@every_set
def test_each_span_holds_the_words_that_the_pair_names(name: str) -> None:
    texts = {article["id"]: article["text"] for article in read(f"{name}_articles")}
    for pair in read(name):
        for end in "ab":
            span = pair[end]
            same = texts[span["id"]][span["start"] : span["end"]] == pair[f"{end}_text"]
            assert same, (name, span["id"])


@every_set
def test_a_pair_is_of_one_event_and_says_how_many_days_lie_between(name: str) -> None:
    days = {article["id"]: article["date"] for article in read(f"{name}_articles")}
    for pair in read(name):
        a, b = pair["a"]["id"], pair["b"]["id"]
        assert a != b or pair["relation"] == "different", (name, a)
        assert {a.rpartition("-")[0], b.rpartition("-")[0]} == {pair["cluster"]}, (name, a)
        assert (days[a] == days[b]) == (pair["days_apart"] == 0), (name, a)


@every_set
def test_a_quote_has_one_speaker_and_each_span_a_line_of_speakers(name: str) -> None:
    speakers = {(line["id"], line["attribution"]): line for line in read(f"{name}_speakers")}
    places = {
        (article["id"], start): speakers[article["id"], each["id"]]["speaker"]
        for article in read(f"{name}_articles")
        for each in article["attributions"]
        for start, _ in each["content"]
    }
    for pair in read(name):
        said_by = [places[pair[end]["id"], pair[end]["start"]] for end in "ab"]
        assert pair["same_speaker"] == (said_by[0] is not None and said_by[0] == said_by[1])
        assert pair["relation"] == "different" or pair["same_speaker"], (name, pair["a"]["id"])


def test_the_halves_are_alike_in_number_and_share_no_event() -> None:
    dev, sealed = map(read, SETS)
    for half in (dev, sealed):
        same = sum(pair["relation"] != "different" for pair in half)
        assert 40 <= same <= len(half) - 40
    assert {pair["cluster"] for pair in dev}.isdisjoint(pair["cluster"] for pair in sealed)
