"""Split words into the pieces of the encoder's vocabulary, each with its span in the text."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from pathlib import Path

import numpy as np

from service.text.spans import Span

LONGEST_WORD = 64
"""Longer words (addresses, encoded data) become one unknown piece."""

_CACHED_WORDS = 16_384

_TOKEN = re.compile(
    r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8}[0-9]{0,2});"
    r"|[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*"
    r"|[^\s]"
)
_DOUBLE_MARKS = frozenset('“”„‟«»"＂〝〞″')
_SINGLE_MARKS = frozenset("‘’‚‛'ʼ′`´")
_IDEOGRAPH = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002ffff]")


class Shape(IntEnum):
    """The shape of a word, which uncased pieces do not show."""

    OTHER = 0
    LOWER = 1
    CAPITALISED = 2
    CAPITALS = 3
    MIXED = 4
    DIGITS = 5
    PUNCTUATION = 6
    DOUBLE_MARK = 7


@dataclass(frozen=True, slots=True)
class Piece:
    """One word piece: its number in the vocabulary, its span and its shape."""

    number: int
    start: int
    end: int
    shape: Shape


class Tokeniser:
    """WordPiece over uncased, accent-free words; keeps exact code point offsets."""

    def __init__(self, vocabulary: Path) -> None:
        lines = vocabulary.read_text(encoding="utf-8").splitlines()
        self._numbers = {piece: number for number, piece in enumerate(lines)}
        self.continues = np.array([piece.startswith("##") for piece in lines], dtype=np.bool_)
        """Whether each piece of the vocabulary continues the word of the piece before it."""
        self.padding = self._numbers["[PAD]"]
        self.unknown = self._numbers["[UNK]"]
        self.first = self._numbers["[CLS]"]
        self.separator = self._numbers["[SEP]"]
        self.colon = self._numbers[":"]
        self._split = lru_cache(maxsize=_CACHED_WORDS)(self._split_word)

    def pieces(self, text: str, span: Span) -> list[Piece]:
        """Return the word pieces of a span of the text, in order."""
        found: list[Piece] = []
        for token in _TOKEN.finditer(text, span.start, span.end):
            words = token.group()
            if words[0] == "&" and len(words) > 1:
                character = html.unescape(words)
                found += (
                    Piece(number, token.start(), token.end(), _shape(character))
                    for number, _, _ in self._split(character)
                )
                continue
            for start, word in _words(token):
                shape = _shape(word)
                found += (
                    Piece(number, start + low, start + high, shape)
                    for number, low, high in self._split(word)
                )
        return found

    def _split_word(self, word: str) -> tuple[tuple[int, int, int], ...]:
        """Return the pieces of a word: (number, start, end) within the word."""
        letters, places = _folded(word)
        if not letters:
            return ()
        if len(letters) > LONGEST_WORD:
            return ((self.unknown, 0, len(word)),)
        pieces = []
        start = 0
        while start < len(letters):
            end = len(letters)
            while end > start:
                key = letters[start:end] if start == 0 else "##" + letters[start:end]
                number = self._numbers.get(key)
                if number is not None:
                    break
                end -= 1
            else:
                return ((self.unknown, 0, len(word)),)
            stop = places[end] if end < len(letters) else len(word)
            # A Hangul syllable is several letters: all its pieces have its span.
            pieces.append((number, places[start], max(stop, places[start] + 1)))
            start = end
        return tuple(pieces)


def _words(token: re.Match[str]) -> Iterator[tuple[int, str]]:
    """Yield (start, word) of a token. Each ideograph is a word of its own."""
    word, start = token.group(), token.start()
    last = 0
    for ideograph in _IDEOGRAPH.finditer(word):
        if ideograph.start() > last:
            yield start + last, word[last : ideograph.start()]
        yield start + ideograph.start(), ideograph.group()
        last = ideograph.end()
    if last < len(word):
        yield start + last, word[last:]


def _folded(word: str) -> tuple[str, list[int]]:
    """Return the letters of a word in lower case without accents, and the index of each."""
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(word):
        if character in _DOUBLE_MARKS:
            folded = '"'
        elif character in _SINGLE_MARKS:
            folded = "'"
        else:
            folded = unicodedata.normalize("NFD", character.lower())
        for letter in folded:
            if unicodedata.category(letter) not in ("Mn", "Cc", "Cf", "Zs"):
                letters.append(letter)
                places.append(place)
    return "".join(letters), places


@lru_cache(maxsize=_CACHED_WORDS)
def _shape(word: str) -> Shape:
    """Return the shape of a word."""
    if word in _DOUBLE_MARKS:
        return Shape.DOUBLE_MARK
    if word.isdigit():
        return Shape.DIGITS
    if not any(character.isalnum() for character in word):
        return Shape.PUNCTUATION
    if word.islower():
        return Shape.LOWER
    if word[0].isupper():
        if len(word) > 1 and word.isupper():
            return Shape.CAPITALS
        return Shape.CAPITALISED if word[1:].islower() or len(word) == 1 else Shape.MIXED
    return Shape.MIXED if any(character.isupper() for character in word) else Shape.OTHER
