"""Text without case and accents, so that two spellings of a word can be compared.

There are several ways on purpose: keys that are stored must never change, so each use names its
own. The tokeniser of the model has another one, which its vocabulary prescribes.
"""

from __future__ import annotations

import unicodedata
from enum import Enum, auto


class Drop(Enum):
    """The characters that folding leaves out, once letters and their accents are taken apart."""

    NOTHING = auto()
    """Keep accents, as characters of their own."""
    ACCENTS = auto()
    """Characters with a combining class, but no vowel signs of Indic scripts."""
    UNSEEN = auto()
    """All nonspacing marks, and format characters: zero-width spaces, soft hyphens."""


def decompose(text: str, *, drop: Drop) -> str:
    """Return the text in normalisation form KD, without the characters to drop."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    if drop is Drop.ACCENTS:
        return "".join(c for c in decomposed if not unicodedata.combining(c))
    if drop is Drop.UNSEEN:
        return "".join(c for c in decomposed if unicodedata.category(c) not in ("Mn", "Cf"))
    return decomposed


def fold(text: str, *, drop: Drop) -> str:
    """Return the text decomposed and without case."""
    return decompose(text, drop=drop).casefold()
