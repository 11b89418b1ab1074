"""Whether made-up quotes repeat each other as much as real text of the same length does.

    python -m service.evaluation.scale.skew TRAIN.jsonl

Real text is that of the articles, cut into pieces as long as quotes: their quotes alone are too few
to tell. What counts is how often keys of runs are shared, for that is what placing looks up.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import typer

from service.dedup.fingerprint import fingerprint_of
from service.dedup.words.normalise import tokens_of
from service.evaluation.gold import GoldDocument, read_gold
from service.evaluation.scale.press import Press, make_press, words_of


@dataclass(frozen=True, slots=True)
class Skew:
    """How often some texts share keys of runs."""

    texts: int
    shared: float
    """The share of keys that another text has too."""
    meetings: float
    """How many times a text meets another one under such a key."""


def skew(texts: Sequence[str]) -> Skew:
    """Texts -> how often they share keys of runs."""
    keys = [fingerprint_of([token.form for token in tokens_of(text)]).runs for text in texts]
    times = Counter(key for its in keys for key in its)
    return Skew(
        texts=len(texts),
        shared=sum(n for n in times.values() if n > 1) / max(1, sum(times.values())),
        meetings=sum(times[key] - 1 for its in keys for key in its) / len(texts),
    )


def pieces(press: Press, documents: Sequence[GoldDocument], draw: random.Random) -> list[str]:
    """Articles -> their texts in pieces as long as quotes, in no order."""
    found = []
    for document in documents:
        words = words_of(document.text)
        start = 0
        while start < len(words):
            length = draw.choice(press.lengths)
            found.append(" ".join(words[start : start + length]))
            start += length
    draw.shuffle(found)
    return found


def main(train: Path) -> None:
    """Print a row for real text and one for what the press makes, at two sizes."""
    with train.open(encoding="utf-8") as lines:
        documents = read_gold(lines)
    press, draw = make_press(documents), random.Random(7)  # noqa: S311 - only spreads words
    real = pieces(press, documents, draw)
    made = [" ".join(press.go_on([], draw.choice(press.lengths), draw)) for _ in real]
    for count in (len(real) // 8, len(real)):
        for name, texts in (("real", real), ("made", made)):
            found = skew(texts[:count])
            print(
                f"{name}: {found.texts} texts, {found.shared:.3f} of the keys shared,"
                f" {found.meetings:.2f} meetings a text"
            )


if __name__ == "__main__":
    typer.run(main)
