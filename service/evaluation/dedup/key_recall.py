"""Measure which links the blocking keys and the prefilter miss, and the comparisons they save.

Two questions are asked of the articles' quotes. First: of all pairs that share any key, which are
linked but not compared? Either they share too few keys (`service.dedup.index_keys`), or the
prefilter rejects them (`service.dedup.prefilter`). Second: if one or two words of a quote are
replaced by other words of the articles, as an outlet or a typing error might, is it still found?
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path

from service.dedup.index_keys import (
    TEN_WORDS_BITS,
    THIRTY_WORDS_BITS,
    TWENTY_WORDS_BITS,
    index_keys_of,
    share_enough,
    weight_of_shared,
)
from service.dedup.link_rules import link
from service.dedup.prefilter import may_match, prefilter_of, query_of
from service.dedup.utterance import Utterance, utterance_of
from service.evaluation.dedup.scores import pairs_sharing_keys
from service.evaluation.scale.text_generator import quotations_in
from service.gold.documents import read_gold

_CHANGED = 4_000
_LIMITS = (0.0, TEN_WORDS_BITS, TWENTY_WORDS_BITS, THIRTY_WORDS_BITS, float("inf"))

UtterancePair = tuple[Utterance, Utterance]


def measure_key_recall(articles: Iterable[Path]) -> Iterator[str]:
    """Yield lines with both answers, by the weight in bits of the lighter quote."""
    utterances = list(_read(articles))
    yield f"{len(utterances)} quotes; bits of the lighter: pairs that share a key, enough of them,"
    yield "and are compared; linked, missed; changed by a word or two and still linked, missed"
    indexes = pairs_sharing_keys([index_keys_of(utterance) for utterance in utterances])
    pairs = [(utterances[first], utterances[second]) for first, second in indexes]
    changed = list(_changed(utterances))
    for low, high in pairwise(_LIMITS):
        within = [pair for pair in pairs if low <= _lighter(pair) < high]
        enough = sum(_share_enough(a, b) for a, b in within)
        compared = sum(_is_compared(a, b) for a, b in within)
        linked = [(a, b) for a, b in within if link(a, b)]
        still = [pair for pair in changed if low <= _lighter(pair) < high and link(*pair)]
        of_pairs = f"{len(within):6} {enough:6} {compared:6}; {len(linked):4} {_missed(linked):3}"
        yield f"{low:5.0f} to {high:5.0f}: {of_pairs}; {len(still):5} {_missed(still):3}"


def _read(articles: Iterable[Path]) -> Iterator[Utterance]:
    for path in articles:
        lines = path.read_text("utf-8").splitlines()
        days = {row["id"]: row["date"] for row in map(json.loads, lines)}
        for document in read_gold(lines):
            day = date.fromisoformat(days[document.id])
            for number, (text, name) in enumerate(quotations_in(document)):
                named = [name.casefold()] if name else []
                yield utterance_of(f"{document.id} {number}", text, speakers=named, published=day)


def _changed(utterances: Sequence[Utterance]) -> Iterator[UtterancePair]:
    """Yield named utterances, each with a copy of which one or two words are replaced."""
    draw = random.Random(4)  # noqa: S311 - only spreads words
    words = [word for utterance in utterances for word in utterance.words]
    named = [utterance for utterance in utterances if utterance.speakers and utterance.words]
    for times in (1, 2):
        for utterance in draw.sample(named, min(_CHANGED, len(named))):
            others = list(utterance.words)
            for _ in range(times):
                others[draw.randrange(len(others))] = draw.choice(words)
            a, b = (" ".join(chosen) for chosen in (utterance.words, others))
            speakers = utterance.speakers
            yield utterance_of("a", a, speakers=speakers), utterance_of("b", b, speakers=speakers)


def _lighter(pair: UtterancePair) -> float:
    return min(pair[0].bits, pair[1].bits)


def _share_enough(a: Utterance, b: Utterance) -> bool:
    return share_enough(index_keys_of(a), index_keys_of(b))


def _is_compared(a: Utterance, b: Utterance) -> bool:
    shared = weight_of_shared(index_keys_of(a), index_keys_of(b))
    return may_match(query_of(a.word_sequence, a.day), prefilter_of(b.word_sequence, b.day), shared)


def _missed(linked: Iterable[UtterancePair]) -> int:
    return sum(not _is_compared(a, b) for a, b in linked)
