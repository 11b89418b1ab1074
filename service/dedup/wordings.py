"""Wordings of one quote: which is the fullest, and which words of them are indexed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from service.dedup.stored_form import cached_tokens_of

LONGEST_INDEXED = 64
"""The characters of a longer word that are indexed. PostgreSQL refuses words of thousands."""

MOST_WORDINGS = 12
"""The wordings of one quote that are indexed."""

_BOUNDARY = "$$"
"""Separates two wordings. It is no normal word, so that no phrase is found across it."""

# An editor's insertion, with another one inside it, or an ellipsis.
_EDITED = re.compile(r"\[(?:[^\[\]]|\[[^\[\]]*\])*\]|…|\.(?:\s?\.){2,}")


def fullest_first(wordings: Iterable[str]) -> list[str]:
    """Wordings of one quote -> the same, the one with most of the speaker's own letters first.

    Of equally full ones the least edited is first, then the longest, then by code points. So the
    result does not depend on the order of the input.
    """
    return sorted(wordings, key=_rank)


def indexed_words(text: str) -> tuple[str, ...]:
    """A wording as printed -> the normal words to index, in order."""
    return tuple(token.form[:LONGEST_INDEXED] for token in cached_tokens_of(text))


def wording_column(words: Sequence[str]) -> str:
    """Indexed words of one wording -> their part of `quotes.words`, a space around each word."""
    return f" {' '.join(words)} "


def words_column(texts: Sequence[str]) -> str:
    """All wordings of a quote, the fullest first -> its `quotes.words`.

    A wording that an earlier one contains adds nothing. At most `MOST_WORDINGS` are indexed.
    """
    column = wording_column(indexed_words(texts[0]))
    number = 1
    for text in texts[1:]:
        wording = wording_column(indexed_words(text))
        if wording not in column and number < MOST_WORDINGS:
            column += f"{_BOUNDARY}{wording}"
            number += 1
    return column


def wordings_in(column: str) -> list[tuple[str, ...]]:
    """Return the indexed words of each wording in `quotes.words`, the fullest first."""
    return [tuple(wording.split()) for wording in column.split(f" {_BOUNDARY} ")]


def _rank(wording: str) -> tuple[int, int, int, str]:
    own, edits = _EDITED.subn("", wording)
    letters = sum(map(str.isalnum, own))
    return -letters, edits, -len(wording), wording
