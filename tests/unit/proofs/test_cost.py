"""The cost of a proof grows with the text, and not faster."""

from __future__ import annotations

import random
import time

import pytest

from service.proofs.proof import proof_draft
from service.proofs.source_text import read_source
from tests.support.scripted_reader import scripted_reader

READER = scripted_reader(max_characters=400_000)
SECONDS = 6.0
"""Many times what it takes on one core, and a small part of what quadratic work would take."""


def made_words(count: int, seed: int) -> list[str]:
    drawn = random.Random(seed)
    letters = "aeioubdfgklmnprst"
    vocabulary = ["".join(drawn.choices(letters, k=drawn.randint(2, 9))) for _ in range(3_000)]
    return [drawn.choice(vocabulary) + drawn.choice(["", "", "", ".", ","]) for _ in range(count)]


def test_a_refrain_in_draft_and_source_costs_little_and_shows_little() -> None:
    """Each place of each quotation is looked at, in one sentence as long as the source."""
    draft = "“Ha no ha no ha no,” Ada Quill said.\n" * 400
    read, source = READER.read(draft), read_source(READER.read("ha no " * 10_000))

    started = time.process_time()
    proof = proof_draft(read, [source])
    assert time.process_time() - started < SECONDS
    shown = [len(each.sentence) for one in proof.quotations for each in one.evidence]
    assert len(shown) >= 400
    assert max(shown) < 2_100


@pytest.mark.parametrize("place", [0, 5_000, 9_999])
def test_the_words_around_a_passage_are_whole_and_near(place: int) -> None:
    words = ["ferry"] * 10_000
    words[place] = "lighthouse"
    source = read_source(READER.read(" ".join(words)))
    proof = proof_draft(READER.read("“Lighthouse,” Ada Quill said."), [source])

    (found,) = proof.quotations[0].evidence
    shown = found.sentence.of(source.text).split()
    assert set(shown) == {"ferry", "lighthouse"}
    assert 150 < len(shown) < 350


@pytest.mark.parametrize("kind", ["prose", "refrain", "one line"])
def test_a_long_source_and_a_hundred_quotations_take_seconds(kind: str) -> None:
    words = made_words(34_000, 1) if kind != "refrain" else ["ha", "no", "never"] * 22_000
    joint = " " if kind == "one line" else "\n"
    said = joint.join(" ".join(words[at : at + 40]) for at in range(0, len(words), 40))[:200_000]
    quoted = [" ".join(words[at * 300 : at * 300 + 25] + words[at : at + 9]) for at in range(100)]
    draft = "\n".join(f"“{each}” Ada Quill said." for each in quoted)
    read, source = READER.read(draft), read_source(READER.read(said))

    started = time.process_time()
    proof = proof_draft(read, [source])
    assert len(proof.quotations) == 100
    assert time.process_time() - started < SECONDS
