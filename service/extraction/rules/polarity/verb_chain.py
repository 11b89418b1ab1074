"""Read the words before a verb of speech: negators, auxiliaries, and verbs that govern it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from service.extraction.cues import forms_of, load_lines, load_verbs

CHAIN_WORD = re.compile(r"[^\W_]+(?:['’‘-][^\W_]+)*")
_CONTRACTED = ("n't", "n’t", "n‘t")
_GAP = re.compile(r"[\s,]*")
"""What may separate two words of a chain: "did not, at any point, say"."""
_COMPARISON = re.compile(r"\b(?:more|better|clearer|plainer|louder|enough)\b", re.IGNORECASE)
"""Who "could not say it more plainly" said it."""


@dataclass(frozen=True, slots=True)
class VerbChain:
    """What the words before a verb of speech say of it."""

    negations: int
    """How many of them negate it. Two cancel each other: "did not hesitate to say"."""
    hypothetical: bool
    """Whether it is under a condition: "would say"."""
    start: int
    """Where the chain begins."""


def read_chain(text: str, start: int, head: re.Match[str], *, after: str = "") -> VerbChain:
    """Return what the words between `start` and the verb say of it.

    Words are read backwards from the verb, as far as they can belong to it.

    Args:
        text: The whole text.
        start: Where the clause of the verb begins: after its subject, where that comes first.
        head: The verb.
        after: The words between the verb and what is reported.
    """
    words = list(CHAIN_WORD.finditer(text, start, head.start()))
    read: list[str] = []
    negations, modal, right = 0, False, head
    for word in reversed(words):
        lower = word.group().lower()
        if not _GAP.fullmatch(text, word.end(), right.start()) or not _belongs(lower, read):
            break
        focused = bool(read) and read[-1] in load_lines("focus_words")
        if is_negator(lower) and not focused:
            negations += 1
        negations += lower in implicit_negatives()
        if lower in load_lines("false_adverbs"):
            negations += any(word in quoting_verbs() for word in [head.group().lower(), *read])
        modal = modal or _bare(lower) in load_lines("hypothetical_modals")
        read.append(lower)
        right = word
    if _COMPARISON.search(after) and any(map(is_negator, read)):
        negations = 0
    habit = any(word in load_lines("habit_words") for word in read)
    verb = load_verbs().get(head.group().lower(), ("",))[0]
    hypothetical = (
        modal and not negations and not habit and verb in load_lines("hypothetical_verbs")
    )
    hypothetical = hypothetical or read[:2] == ["to", "if"]
    return VerbChain(negations, hypothetical and not _COMPARISON.search(after), right.start())


def is_negator(word: str) -> bool:
    """Return whether a word in lower case negates the verb after it."""
    return word in load_lines("negators") or word.endswith(_CONTRACTED)


@cache
def implicit_negatives() -> frozenset[str]:
    """Return all forms of verbs such as "refuse", which negate the verb that they govern."""
    return frozenset(form for verb in load_lines("implicit_negatives") for form in forms_of(verb))


@cache
def quoting_verbs() -> frozenset[str]:
    """Return all forms of the verbs that put words in another's mouth."""
    return frozenset(form for verb in load_lines("quoting_verbs") for form in forms_of(verb))


def _bare(word: str) -> str:
    """Return an auxiliary verb without "n't"."""
    return next((word.removesuffix(end) for end in _CONTRACTED if word.endswith(end)), word)


def _belongs(word: str, read: Sequence[str]) -> bool:
    """Return whether a word may belong to the chain, before the words read so far."""
    if read and read[-1] in {"or", "nor"}:
        return word in load_verbs() or word in load_lines("chain_words")
    return (
        word in load_lines("chain_words")
        or word in load_lines("focus_words")
        or word in load_lines("habit_words")
        or word in load_lines("hypothetical_modals")
        or word in load_lines("false_adverbs")
        or word in implicit_negatives()
        or is_negator(word)
        or word in {"if", "nor"}
        or word.endswith("ly")
    )
