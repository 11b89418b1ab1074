"""An utterance -> its normal words, each with its place in the utterance as printed.

What house styles change is levelled: case, accents, marks, dashes, hyphens, contractions, British
spelling, numbers. What an editor adds (`[brackets]`) and what stands for nothing (ellipses, HTML
left over) yields no word. What a speaker may have changed, the words, stays.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass

from service.dedup.words.house_style import plain_words
from service.dedup.words.numerals import level_numerals
from service.dedup.words.word_weights import is_english_word
from service.text.spans import Span


@dataclass(frozen=True, slots=True)
class Token:
    """A normal word and where it was printed. "can't" is two tokens with one place."""

    form: str
    start: int
    end: int
    name: bool = False
    """Whether it is printed with a capital, and not only because a sentence begins."""
    quoted: bool = False
    """Whether the utterance has it in quotation marks of its own."""


_APOSTROPHES = str.maketrans(dict.fromkeys("‘’‚‛′`´ʼ＇", "'"))
_LEFT_OVER = re.compile(
    r"(?P<tag></?[a-zA-Z][^<>]{0,200}>)"
    r"|(?P<entity>&(?:amp;)?(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});)"
    r"|(?P<hidden>[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff])"
    r"|(?P<small>[\u00b2-\u00b3\u00b9\u00bc-\u00be\u2070\u2074-\u2079\u2080-\u2089\u2150-\u215f\u2189\u2460-\u249b\u24ea\u3251-\u325f\u32b1-\u32bf\U0001f100-\U0001f10a])"
    r"|\[(?P<letter>[a-zA-Z])\](?=[a-z])"
)
_PIECE = re.compile(
    r"(?P<bracket>\[[^\[\]]*\])"
    r"|(?P<acronym>\b(?:[^\W\d_]\.){2,})"
    r"|(?P<number>\d+(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?)(?P<ordinal>(?:st|nd|rd|th|s)\b)?"
    r"|(?P<sign>[$£€%&])"
    # House styles differ in "co-operation" and "re-elect"; but "re-sign" is not "resign".
    r"|(?P<prefix>\b(?:(?i:e|anti|co|non|pre|re(?=-e))-)+(?=[^\W\d_]))?(?P<word>[^\W\d_](?:[\w\u0300-\u036f]|'(?=\w))*)"
    r"|(?P<other>[^\W_])",
)
# An apostrophe inside a word closes nothing.
_INNER_MARKS = re.compile(
    r"“[^“”]*”|‘(?:[^‘’]|’(?=\w))*’(?!\w)|(?<!\w)\"[^\"]*\"|(?<!\w)'(?:[^']|'(?=\w))*'(?!\w)"
)
_SENTENCE_END = re.compile(r"[.!?:\"“”][^\w]*$")
_SIGNS = {"%": "percent", "&": "and"}


def tokens_of(text: str) -> tuple[Token, ...]:
    """An utterance as printed -> its tokens, in order.

    Words in brackets count only where there are no others.
    """
    plain, places = _without_left_overs(text.translate(_APOSTROPHES))
    inner = [match.span() for match in _INNER_MARKS.finditer(text)]
    found = list(_read(plain, brackets=False)) or list(_read(plain, brackets=True))
    tokens = []
    for form, first, last, name in level_numerals(found):
        start, end = (
            (first, last) if places is None else (places[first].start, places[last - 1].end)
        )
        quoted = any(opens <= start and end <= closes for opens, closes in inner)
        tokens.append(Token(form, start, end, name=name, quoted=quoted))
    return tuple(tokens)


def normal_text(tokens: tuple[Token, ...]) -> str:
    """Tokens -> the normal form of the utterance. The normal form of a normal form is itself."""
    return " ".join(token.form for token in tokens)


def _without_left_overs(text: str) -> tuple[str, list[Span] | None]:
    # Most text has nothing to clean; then places are offsets, and None says so.
    if not _LEFT_OVER.search(text):
        return text, None
    characters: list[str] = []
    places: list[Span] = []
    end = 0
    for match in _LEFT_OVER.finditer(text):
        for position in range(end, match.start()):
            characters.append(text[position])
            places.append(Span(position, position + 1))
        for character in _stands_for(match):
            characters.append(character)
            places.append(Span(*match.span()))
        end = match.end()
    for position in range(end, len(text)):
        characters.append(text[position])
        places.append(Span(position, position + 1))
    return "".join(characters), places


def _stands_for(match: re.Match[str]) -> str:
    if match["tag"]:
        return " "
    if match["entity"]:
        # Feeds escape what is escaped already.
        return html.unescape(html.unescape(match[0])).translate(_APOSTROPHES)
    if match["small"]:
        # "2½" and "10²" are no "212" and no "102".
        return f" {unicodedata.normalize('NFKD', match[0])} "
    return match["letter"] or ""


def _read(text: str, *, brackets: bool) -> list[tuple[str, int, int, bool]]:
    found = []
    for match in _PIECE.finditer(text):
        kind = match.lastgroup
        start, end = match.span()
        if kind == "bracket":
            if brackets:
                inner = _read(text[start + 1 : end - 1], brackets=True)
                found += [(form, s + start + 1, e + start + 1, n) for form, s, e, n in inner]
        elif kind in ("number", "ordinal"):
            found.append(
                (match["number"].replace(",", "") + (match["ordinal"] or ""), start, end, False)
            )
        elif kind == "sign":
            found.append((_SIGNS.get(match[0], match[0]), start, end, False))
        elif kind == "acronym":
            found += [(form, start, end, True) for form in plain_words(match[0].replace(".", ""))]
        else:
            printed = match[0].replace("-", "")
            for form in plain_words(printed):
                found.append((form, start, end, _is_name(form, printed, text, start)))
    return found


def _is_name(form: str, printed: str, text: str, start: int) -> bool:
    if form == "i" or not printed[0].isupper():
        return False
    return not is_english_word(form) or not _begins_sentence(text, start)


def _begins_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 8) : start]
    return not before.strip(" \"'“”") or bool(_SENTENCE_END.search(before))
