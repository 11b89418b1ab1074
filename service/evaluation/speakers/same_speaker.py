"""Compare two names of speakers without letter case, accents, titles and initials."""

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


def same_name(first: str, second: str) -> bool:
    """Return whether all words of two names are the same."""
    return identifying_words(first) == identifying_words(second)


def same_family(first: str, second: str) -> bool:
    """Return whether two names end in the same word, as two names of one group do."""
    return identifying_words(first)[-1:] == identifying_words(second)[-1:]


def identifying_words(name: str) -> tuple[str, ...]:
    """A name -> the words that identify it: no titles in front, no initials between."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    words = _WORD.findall(_POSSESSIVE.sub("", plain))
    first = next((i for i, word in enumerate(words) if word not in _TITLES), len(words) - 1)
    kept = words[max(first, 0) :]
    return tuple(word for i, word in enumerate(kept) if len(word) > 1 or i in {0, len(kept) - 1})
