"""What a store misses of all that the rules would link, and how many comparisons it is spared.

    python -m service.evaluation.dedup.key_recall TRAIN.jsonl DEV.jsonl

Two questions of the articles' quotes: of all pairs that share any key, which are linked and yet not
compared, since they share too little (`service.dedup.index_keys`) or their outlines tell them apart
(`service.dedup.prefilter`); and where one word or two of a quote are replaced by other
words of the articles, as an outlet or a typing error might, is it still found?
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path

import typer

from service.dedup.index_keys import (
    TEN_WORDS_BITS,
    THIRTY_WORDS_BITS,
    TWENTY_WORDS_BITS,
    index_keys_of,
    share_enough,
    shared_weight,
)
from service.dedup.link_rules import link
from service.dedup.prefilter import may_match, prefilter_of, query_of
from service.dedup.utterance import Utterance, utterance_of
from service.evaluation.dedup.scores import sharing
from service.evaluation.gold import read_gold
from service.evaluation.scale.press import quotes_of

CHANGED = 4_000
_LIMITS = (0.0, TEN_WORDS_BITS, TWENTY_WORDS_BITS, THIRTY_WORDS_BITS, float("inf"))


def main(articles: list[Path]) -> None:
    """Articles -> both answers, by the bits of the one that says less."""
    said = list(_read(articles))
    typer.echo(f"{len(said)} quotes; bits of the lesser: pairs that share a key, enough of them,")
    typer.echo(
        "and are compared; linked, missed; changed by a word or two and still linked, missed"
    )
    found = sharing([index_keys_of(one) for one in said])
    pairs = [(said[first], said[second]) for first, second in found]
    changed = list(_changed(said))
    for low, high in pairwise(_LIMITS):
        its = [(a, b) for a, b in pairs if low <= min(a.bits, b.bits) < high]
        enough = sum(_meet(a, b) for a, b in its)
        compared = sum(_compared(a, b) for a, b in its)
        linked = [(a, b) for a, b in its if link(a, b)]
        others = [(a, b) for a, b in changed if low <= min(a.bits, b.bits) < high and link(a, b)]
        of_pairs = f"{len(its):6} {enough:6} {compared:6}; {len(linked):4} {_missed(linked):3}"
        of_changed = f"{len(others):5} {_missed(others):3}"
        typer.echo(f"{low:5.0f} to {high:5.0f}: {of_pairs}; {of_changed}")


def _read(articles: Iterable[Path]) -> Iterator[Utterance]:
    for path in articles:
        lines = path.read_text("utf-8").splitlines()
        days = {row["id"]: row["date"] for row in map(json.loads, lines)}
        for document in read_gold(lines):
            day = date.fromisoformat(days[document.id])
            for number, (text, name) in enumerate(quotes_of(document)):
                named = [name.casefold()] if name else []
                yield utterance_of(f"{document.id} {number}", text, speakers=named, published=day)


def _changed(said: Sequence[Utterance]) -> Iterator[tuple[Utterance, Utterance]]:
    draw = random.Random(4)  # noqa: S311 - only spreads words
    words = [word for one in said for word in one.words]
    known = [one for one in said if one.speakers and one.words]
    for times in (1, 2):
        for one in draw.sample(known, min(CHANGED, len(known))):
            others = list(one.words)
            for _ in range(times):
                others[draw.randrange(len(others))] = draw.choice(words)
            a, b = (" ".join(its) for its in (one.words, others))
            yield (
                utterance_of("a", a, speakers=one.speakers),
                utterance_of("b", b, speakers=one.speakers),
            )


def _meet(a: Utterance, b: Utterance) -> bool:
    return share_enough(index_keys_of(a), index_keys_of(b))


def _compared(a: Utterance, b: Utterance) -> bool:
    shared = shared_weight(index_keys_of(a), index_keys_of(b))
    return may_match(query_of(a.word_sequence, a.day), prefilter_of(b.word_sequence, b.day), shared)


def _missed(linked: Iterable[tuple[Utterance, Utterance]]) -> int:
    return sum(not _compared(a, b) for a, b in linked)


if __name__ == "__main__":
    typer.run(main)
