"""What a sketch keeps of a text, and how well two of them tell what is shared."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.dedup.stories.sketch import (
    KEYS,
    SHINGLE,
    SIZE,
    count_shared,
    own_words,
    sketch_article,
    sketch_words,
)

WORDS = st.lists(st.sampled_from([f"w{n}" for n in range(40)]), max_size=120)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“We go,” she said. “Now.”", "she said"),
        ('He said "no, "and "went"', "he said and"),
        ("“A speech\n\nthat goes on,” he said.", "that goes on he said"),
        ("It is ‘very’ Bo’s boat’s mast", "it is bo s boat s mast"),
        ("Straße ÉTÉ 3,000", "strasse été 3 000"),
    ],
)
def test_quoted_words_are_not_the_articles_own(text: str, words: str) -> None:
    assert own_words(text) == words.split()


@given(WORDS, WORDS)
def test_what_short_texts_share_is_exact(words: list[str], others: list[str]) -> None:
    def shingles(words: list[str]) -> set[tuple[str, ...]]:
        return {tuple(words[n : n + SHINGLE]) for n in range(len(words) - SHINGLE + 1)}

    one, two = sketch_words(words), sketch_words(others)
    assert one.shingles == len(shingles(words))
    assert count_shared(one, two) == count_shared(two, one)
    assert count_shared(one, two) == len(shingles(words) & shingles(others))


@pytest.mark.parametrize("shared", [0, 300, 600, 900])
def test_what_long_texts_share_is_estimated_well(shared: int) -> None:
    chance = random.Random(shared)
    words, others = ([f"{chance.random()}" for _ in range(1_000)] for _ in "12")
    one, two = sketch_words(words), sketch_words([*words[:shared], *others[shared:]])
    assert count_shared(one, two) == pytest.approx(shared, abs=120)


@given(st.text())
def test_a_sketch_is_bounded_and_in_order(text: str) -> None:
    sketch = sketch_article(text)
    assert list(sketch.least) == sorted(set(sketch.least))
    assert len(sketch.least) == min(SIZE, sketch.shingles)
    assert sketch.keys == sketch.least[:KEYS]
    assert all(0 <= hash_ < 2**63 for hash_ in sketch.least)
