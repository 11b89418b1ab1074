"""When two names mean the same speaker: letter case, accents, titles and initials aside."""

from __future__ import annotations

import re
import unicodedata

# fmt: off
_TITLES = frozenset({
    "mr", "mrs", "ms", "miss", "dr", "sen", "senator", "rep", "representative", "gov", "governor",
    "president", "vice", "former", "secretary", "judge", "justice", "general", "gen", "sir",
    "lord", "lady", "mayor", "the", "a", "an",
})
# fmt: on
_WORD = re.compile(r"[a-z0-9]+")
_POSSESSIVE = re.compile(r"'s\b")


def same_name(one: str, other: str) -> bool:
    """Two names -> whether all their words are the same."""
    return name_words(one) == name_words(other)


def same_family(one: str, other: str) -> bool:
    """Two names -> whether they end in the same word, as two names of one group do."""
    return name_words(one)[-1:] == name_words(other)[-1:]


def name_words(name: str) -> tuple[str, ...]:
    """A name -> the words that tell it from others: no titles in front, no initials between."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    words = _WORD.findall(_POSSESSIVE.sub("", plain))
    first = next((i for i, word in enumerate(words) if word not in _TITLES), len(words) - 1)
    kept = words[max(first, 0) :]
    return tuple(word for i, word in enumerate(kept) if len(word) > 1 or i in {0, len(kept) - 1})
