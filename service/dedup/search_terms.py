"""What a reader searches for: words, "phrases in quotation marks" and beginnings of word*.

Every string has a meaning. A mark without its partner opens a phrase up to the end. A star that
follows no word means nothing. Articles are searched by the same normal words as quotes are. So a
search finds "harbor" where an article prints "harbour", and "5%" where it prints "five per cent".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from service.dedup.quote_summary import LONGEST_INDEXED, join_wordings
from service.dedup.words.house_style import spelled_beginnings
from service.dedup.words.normalise import normal_words

Normalise = Callable[[str], Sequence[str]]
"""Text as printed -> its words in the form that the index has."""


@dataclass(frozen=True, slots=True)
class SearchTerm:
    """Words that stand side by side in one wording."""

    words: tuple[str, ...]
    beginnings: tuple[str, ...] = ()
    """If any are given, a word with one of these beginnings follows `words`."""

    def in_line(self) -> tuple[str, ...]:
        """Return the strings of which a line of words holds at least one."""
        before = "".join(f" {word}" for word in self.words)
        return tuple(f"{before} {start}" for start in self.beginnings) or (f"{before} ",)


_PART = re.compile(r'["“”„](?P<phrase>[^"“”„]*)(?:["“”„](?P<star>\*?)|$)|(?P<plain>[^"“”„]+)')


def indexed_article_words(text: str) -> list[str]:
    """Text of an article as printed -> the normal words to index, in order."""
    return [word[:LONGEST_INDEXED] for word in normal_words(text)]


def article_words(title: str | None, text: str) -> str:
    """The title and the text of an article -> its `article_words.words`."""
    return join_wordings(indexed_article_words(part) for part in (title or "", text))


def search_terms(asked: str, normalise: Normalise) -> tuple[SearchTerm, ...]:
    """Return the terms that a text must all have, each once.

    Args:
        asked: What the reader wrote.
        normalise: Gives the words of a text as the index has them.
    """
    found: dict[SearchTerm, None] = {}
    for part in _PART.finditer(asked):
        if part["plain"] is not None:
            terms = _plain_terms(part["plain"], normalise)
        else:
            phrase = part["phrase"].rstrip()
            starred = bool(part["star"]) or phrase.endswith("*")
            terms = _side_by_side(normalise(phrase), starred=starred)
        found.update(dict.fromkeys(terms))
    return tuple(found)


def _plain_terms(text: str, normalise: Normalise) -> Iterator[SearchTerm]:
    # Words between two starred ones are read together: "twenty five" is one number.
    together: list[str] = []
    for printed in text.split():
        if printed.endswith("*"):
            yield from _each_word(together, normalise)
            yield from _side_by_side(normalise(printed), starred=True)
            together = []
        else:
            together.append(printed)
    yield from _each_word(together, normalise)


def _each_word(printed: Sequence[str], normalise: Normalise) -> Iterator[SearchTerm]:
    for word in normalise(" ".join(printed)):
        yield SearchTerm((word,))


def _side_by_side(words: Sequence[str], *, starred: bool) -> Iterator[SearchTerm]:
    if words and starred:
        yield SearchTerm(tuple(words[:-1]), spelled_beginnings(words[-1]))
    elif words:
        yield SearchTerm(tuple(words))
