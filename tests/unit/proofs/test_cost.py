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
