"""Changes to real sentences: what a reporter's mistake, or a language model, makes of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

from service.dedup.words.normalise import tokens_of
from service.dedup.words.patterns import NEGATIONS
from service.proofs.patterns import CONDITIONS, LEADING_WORDS

_CONTENT = re.compile(r"\b[a-z]{5,}\b")
_DIGITS = re.compile(r"\b\d[\d,.]*\d\b|\b\d\b")
_AUXILIARY = re.compile(r"\b(?:is|are|was|were|will|would|can|could|have|has|should)\b(?! not)")
_DOUBLED = re.compile(r"\b(\w+)(?:\W+\1\b)+", re.IGNORECASE)


def cut_inside(words: str, random: Random) -> str | None:
    """Return a sentence without three to eight words in its midst, or None if it is too short."""
    printed = words.split()
    size = random.randint(3, min(8, max(3, len(printed) - 8)))
    if len(printed) < size + 8:
        return None
    at = random.randint(4, len(printed) - size - 3)
    mark = random.choice(["", " …", " ..."])
    return _fair(words, " ".join(printed[:at]) + mark + " " + " ".join(printed[at + size :]))


def cut_end(words: str, _: Random) -> str | None:
    """Return a sentence up to its last comma that leaves a clause on both sides, or None."""
    for match in reversed(list(re.finditer(", ", words))):
        if len(words[: match.start()].split()) >= 6 and len(words[match.end() :].split()) >= 3:
            return words[: match.start()] + "."
    return None


def cut_start(words: str, _: Random) -> str | None:
    """Return a sentence from its first comma on, or None where only "Well," stands before it."""
    match = re.search(", ", words)
    if match is None or len(words[match.end() :].split()) < 6:
        return None
    before = {token.form for token in tokens_of(words[: match.start()])}
    if len(before) < 4 or before <= LEADING_WORDS:
        return None
    rest = words[match.end() :]
    return rest[0].upper() + rest[1:]


def replace_words(words: str, random: Random, pool: Sequence[str]) -> str | None:
    """Return a sentence with one, two or a third of its longer words replaced, or None."""
    found = list(_CONTENT.finditer(words))
    if len(found) < 3:
        return None
    count = random.choice([1, 2, max(1, len(found) // 3)])
    for match in sorted(random.sample(found, count), key=lambda m: -m.start()):
        other = random.choice(pool)
        if other[:4] == match[0][:4]:
            return None
        words = words[: match.start()] + other + words[match.end() :]
    return words


def change_number(words: str, random: Random) -> str | None:
    """Return a sentence with another number in it, or None where it has no digits."""
    match = _DIGITS.search(words)
    if match is None:
        return None
    other = str(random.randint(2, 9)) + match[0][1:] if len(match[0]) > 1 else "17"
    if other == match[0]:
        return None
    return words[: match.start()] + other + words[match.end() :]


def negate(words: str, _: Random) -> str | None:
    """Return a sentence with "not" after its first auxiliary, or None."""
    match = _AUXILIARY.search(words)
    return words[: match.end()] + " not" + words[match.end() :] if match else None


def join_halves(one: str, other: str, random: Random) -> str:
    """Return the first half of one sentence and the second half of another as one."""
    first, second = one.split(), other.split()
    at, on = len(first) // 2 + 1, len(second) // 2 - 1
    mark = random.choice(["", " …", ","])
    return " ".join(first[:at]).rstrip(",") + mark + " " + " ".join(second[on:])


def may_mislead(before: Sequence[str], after: Sequence[str]) -> bool:
    """Return whether a piece loses a negation before it, or a condition right after it."""
    denied = {token.form for token in tokens_of(" ".join(before))} & NEGATIONS
    limited = {token.form for token in tokens_of(" ".join(after[:4]))} & CONDITIONS
    return bool(denied or limited)


def _fair(whole: str, kept: str) -> str | None:
    # Words said twice may be cut in either place, so that a cut of one is no change.
    return None if _DOUBLED.search(whole) else kept
