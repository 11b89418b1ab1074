"""Normalisation: the normal words of an utterance, each with its place in the text as printed.

Normal words are the same in every house style: case, accents, marks, dashes, hyphens, contractions,
British spelling and numbers are levelled. An editor's words in brackets, ellipses and leftover HTML
give no words. What the speaker may have changed stays: the words themselves.

A normal word has a weight, its self-information in bits. It weighs much where two speakers are
unlikely both to choose it.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from math import log2

from service.dedup.words.house_style import NumeralPiece, is_number, level_numerals, plain_words
from service.dedup.words.patterns import (
    HYPHENED_PREFIXES,
    ORDINAL_ENDINGS,
    PRONOUN_WITH_CAPITAL,
    SIGNS,
)
from service.text.lexicon import read_lines, read_table


@dataclass(frozen=True, slots=True)
class Token:
    """A normal word and its place, in code points, half open.

    Two tokens may have one place: "can't" is "can" and "not".
    """

    form: str
    start: int
    end: int
    name: bool = False
    """Whether it is printed with a capital that no beginning of a sentence explains."""
    quoted: bool = False
    """Whether it is inside quotation marks within the utterance."""


_APOSTROPHES = str.maketrans(dict.fromkeys("‘’‚‛′`´ʼ＇", "'"))
_LEFTOVER = re.compile(
    r"(?P<tag></?[a-zA-Z][^<>]{0,200}>)"
    r"|(?P<entity>&(?:amp;)?(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});)"
    r"|(?P<hidden>[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff])"
    r"|(?P<small>[\u00b2-\u00b3\u00b9\u00bc-\u00be\u2070\u2074-\u2079\u2080-\u2089\u2150-\u215f\u2189\u2460-\u249b\u24ea\u3251-\u325f\u32b1-\u32bf\U0001f100-\U0001f10a])"
    r"|\[(?P<letter>[a-zA-Z])\](?=[a-z])"
)
_PIECE = re.compile(
    r"(?P<bracket>\[[^\[\]]*\])"
    r"|(?P<acronym>\b(?:[^\W\d_]\.){2,})"
    rf"|(?P<number>\d+(?:,\d{{3}})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?)(?P<ordinal>{ORDINAL_ENDINGS})?"
    r"|(?P<sign>[$£€%&])"
    rf"|(?P<prefix>{HYPHENED_PREFIXES})?(?P<word>[^\W\d_](?:[\w\u0300-\u036f]|'(?=\w))*)"
    r"|(?P<other>[^\W_])",
)
# An apostrophe inside a word closes no quotation.
_INNER_QUOTATION = re.compile(
    r"“[^“”]*”|‘(?:[^‘’]|’(?=\w))*’(?!\w)|(?<!\w)\"[^\"]*\"|(?<!\w)'(?:[^']|'(?=\w))*'(?!\w)"
)
_SENTENCE_END = re.compile(r"[.!?:\"“”][^\w]*$")
_MARKS_AROUND_WORDS = "'\"“”.,;:?!()"


def tokens_of(text: str) -> tuple[Token, ...]:
    """An utterance as printed -> its tokens, in order.

    Words in brackets count only where there are no other words.
    """
    plain, places = _without_leftovers(text.translate(_APOSTROPHES))
    quotations = [match.span() for match in _INNER_QUOTATION.finditer(text)]
    pieces = list(_pieces(plain, brackets=False)) or list(_pieces(plain, brackets=True))
    tokens = []
    for form, first, last, name in level_numerals(pieces):
        start, end = (first, last) if places is None else (places[first][0], places[last - 1][1])
        quoted = bool(quotations) and any(
            opens <= start and end <= closes for opens, closes in quotations
        )
        tokens.append(Token(form, start, end, name=name, quoted=quoted))
    return tuple(tokens)


# As many as a batch of a hundred articles has. A thousand take some three megabytes.
@lru_cache(maxsize=2_048)
def cached_tokens_of(text: str) -> tuple[Token, ...]:
    """An utterance as printed -> its tokens. Storing or showing one needs them more than once."""
    return tokens_of(text)


def normal_words(text: str) -> list[str]:
    """A whole text as printed -> its normal words, in order, those in brackets as well."""
    plain, _ = _without_leftovers(text.translate(_APOSTROPHES))
    # White space ends every piece. So an article costs a look-up for each printed word.
    pieces: list[NumeralPiece] = []
    before = 0
    for printed in plain.split():
        for form, start, end in _pieces_between_spaces(printed):
            pieces.append((form, before + start, before + end, False))
        before += len(printed) + 1
    return [piece[0] for piece in level_numerals(pieces)]


def normal_text(tokens: tuple[Token, ...]) -> str:
    """Tokens -> the normal form of the utterance. The normal form of a normal form is itself."""
    return " ".join(token.form for token in tokens)


def _without_leftovers(text: str) -> tuple[str, list[tuple[int, int]] | None]:
    """Return the text without leftover HTML, and the place of each character in the input.

    Places are None where the text is clean, as most texts are: then a place is its offset.
    """
    if not _LEFTOVER.search(text):
        return text, None
    characters: list[str] = []
    places: list[tuple[int, int]] = []
    end = 0
    for match in _LEFTOVER.finditer(text):
        for position in range(end, match.start()):
            characters.append(text[position])
            places.append((position, position + 1))
        for character in _replacement(match):
            characters.append(character)
            places.append(match.span())
        end = match.end()
    for position in range(end, len(text)):
        characters.append(text[position])
        places.append((position, position + 1))
    return "".join(characters), places


def _replacement(match: re.Match[str]) -> str:
    if match["tag"]:
        return " "
    if match["entity"]:
        # Feeds escape text that is escaped already.
        return html.unescape(html.unescape(match[0])).translate(_APOSTROPHES)
    if match["small"]:
        # "2½" and "10²" are not "212" and "102".
        return f" {unicodedata.normalize('NFKD', match[0])} "
    return match["letter"] or ""


def _pieces(text: str, *, brackets: bool) -> list[NumeralPiece]:
    pieces: list[NumeralPiece] = []
    for match in _PIECE.finditer(text):
        kind = match.lastgroup
        start, end = match.span()
        if kind == "bracket":
            if brackets:
                inner = _pieces(text[start + 1 : end - 1], brackets=True)
                pieces += [(form, s + start + 1, e + start + 1, n) for form, s, e, n in inner]
        elif kind in ("number", "ordinal"):
            number = match["number"].replace(",", "") + (match["ordinal"] or "")
            pieces.append((number, start, end, False))
        elif kind == "sign":
            pieces.append((SIGNS.get(match[0], match[0]), start, end, False))
        elif kind == "acronym":
            pieces += [(form, start, end, True) for form in plain_words(match[0].replace(".", ""))]
        else:
            printed = match[0].replace("-", "")
            capital = printed[0].isupper()
            for form in plain_words(printed):
                pieces.append((form, start, end, capital and _is_name(form, text, start)))
    return pieces


# News prints most words often. Sixteen thousand take some three megabytes.
@lru_cache(maxsize=1 << 14)
def _pieces_between_spaces(printed: str) -> tuple[tuple[str, int, int], ...]:
    word = printed.lstrip(_MARKS_AROUND_WORDS)
    start = len(printed) - len(word)
    word = word.rstrip(_MARKS_AROUND_WORDS)
    # A letter with a full stop may be an acronym.
    if len(word) > 1 and word.isalpha():
        return tuple((form, start, start + len(word)) for form in plain_words(word))
    return tuple(piece[:3] for piece in _pieces(printed, brackets=True))


def _is_name(form: str, text: str, start: int) -> bool:
    """Return whether a word with a capital is a name."""
    if form == PRONOUN_WITH_CAPITAL:
        return False
    return not is_english_word(form) or not _begins_sentence(text, start)


def _begins_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 8) : start]
    return not before.strip(" \"'“”") or bool(_SENTENCE_END.search(before))


MOST_BITS = 13.0
"""The weight of any rarer word. How rare it is exactly depends on the counted articles."""
# A number is chosen from few: years, shares, counts.
_NUMBER_BITS = 8.0


def _read_bits() -> dict[str, float]:
    counts = {word: int(n) for word, n in read_table("service.dedup", "word_counts.tsv")}
    total = sum(counts.values())
    return {word: min(MOST_BITS, log2(total / count)) for word, count in counts.items()}


_BITS = _read_bits()


@lru_cache(maxsize=1 << 16)
def bits(word: str) -> float:
    """A normal word -> its self-information in bits (Shannon 1948), at most `MOST_BITS`."""
    if is_number(word):
        return _NUMBER_BITS
    return _BITS.get(word, MOST_BITS)


def is_english_word(word: str) -> bool:
    """Return whether the table of counts has a normal word. It has no names."""
    return word in _BITS


def total_bits(words: Iterable[str]) -> float:
    """Normal words -> the sum of their weights."""
    return sum(map(bits, words))


def is_everyday_word(word: str, *, among: int | None = None) -> bool:
    """Return whether a normal word is among the most common ones of English.

    Args:
        word: The word.
        among: How many count as common; by default all of some twenty thousand.
    """
    rank = _everyday_words().get(word)
    return rank is not None and (among is None or rank < among)


@cache
def _everyday_words() -> dict[str, int]:
    lines = read_lines("service.dedup", "everyday_words.txt")
    return {word: rank for rank, word in enumerate(lines)}
