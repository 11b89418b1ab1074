"""Pairs of wordings, by kinds: whether they are one quote, and whether a store compares them."""

import json
from pathlib import Path
from typing import Any

import pytest

from service.dedup.index_keys import index_keys_of, share_enough
from service.dedup.link_rules import link
from service.dedup.utterance import Utterance
from service.text.name_key import name_key
from tests.support.utterances import said

PAIRS = Path(__file__).with_name("same_quote.jsonl")
CASES = [json.loads(line) for line in PAIRS.read_text("utf-8").splitlines()]


def utterances(case: dict[str, Any]) -> tuple[Utterance, Utterance]:
    by, by_other = (name_key(name) for name in case["by"])
    return said(case["a"], by=by), said(case["b"], by=by_other, days=case["days"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['kind']}: {case['b'][:30]}")
def test_case(case: dict[str, Any]) -> None:
    a, b = utterances(case)
    found = link(a, b)
    assert (found is not None) == case["same"]
    if found:
        assert found.disputed == case["disputed"]
        assert share_enough(index_keys_of(a), index_keys_of(b))
