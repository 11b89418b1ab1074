"""House style: contractions, spellings and numbers that outlets print differently, levelled.

"Can't" and "cannot" are the same words, and so are "five per cent", "5%" and "5 percent".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from service.dedup.words.patterns import (
    BEFORE_IS,
    BRITISH_ENDINGS,
    CENT,
    CONTRACTED_ENDINGS,
    CURRENCIES,
    DOUBLED_L,
    IS,
    ISE_SPELLING,
    NO,
    NOBODY,
    ONE,
    OUR_SPELLING,
    PER,
    PERCENT,
    SCALES,
    SHORT_SCALES,
    YSE_SPELLING,
)
from service.text.fold import Drop, fold
from service.text.lexicon import read_table

_NO_PART_OF_WORD = re.compile(r"[^\w']|[_ʼ]")


def _read_table(name: str) -> dict[str, tuple[str, ...]]:
    rows = read_table("service.dedup", name)
    return {printed: tuple(words.split()) for printed, words in rows}


_CONTRACTIONS = _read_table("contractions.tsv")
_SPELLINGS = _read_table("spelling.tsv")

NumeralPiece = tuple[str, int, int, bool]
"""A word form, its start and end in code points, and whether it is printed as a name."""

_NUMERALS = {row[0]: row[1] for row in read_table("service.dedup", "numerals.tsv")}
_UNITS = frozenset(
    word for word, form in _NUMERALS.items() if form.isdigit() and 0 < int(form) < 10
)
_TENS = frozenset(word for word, form in _NUMERALS.items() if form.isdigit() and int(form) >= 20)
# "One" is mostly a pronoun. Before these words it is a number.
_AFTER_NUMBER_ONE = SCALES | {PERCENT, PER}
_MAY_CHANGE = frozenset({*CURRENCIES, *_NUMERALS, PER, *SHORT_SCALES})
"""The forms of pieces that numbers written another way may have."""


@lru_cache(maxsize=1 << 16)
def plain_words(printed: str) -> tuple[str, ...]:
    """A printed word with straight apostrophes -> its normal words.

    Return none for a word of signs only. The normal words of a normal word are itself.
    """
    plain = _plain(printed).strip("'")
    if plain in _CONTRACTIONS:
        return _CONTRACTIONS[plain]
    for ending, word in CONTRACTED_ENDINGS:
        stem = plain.removesuffix(ending)
        if stem and stem != plain:
            return (*_respell(stem.replace("'", "")), word)
    stem = plain.removesuffix("'s")
    if stem != plain and (words := _respell(stem)) and words[-1] in BEFORE_IS:
        return (*words, IS)
    if stem != plain and stem.endswith("s"):
        # One style prints "James's", another "James'".
        return _respell(stem.replace("'", ""))
    return _respell(plain.replace("'", ""))


def spelled_beginnings(beginning: str) -> tuple[str, ...]:
    """The beginning of a normal word -> itself, and normal words that print so in other spellings.

    "harbou" begins "harbour", whose normal word is "harbor". "organis" begins "organised".
    """
    words = [plain_words(beginning + ending) for ending in BRITISH_ENDINGS]
    words += [normal for printed, normal in _SPELLINGS.items() if printed.startswith(beginning)]
    others = {normal[0] for normal in words if len(normal) == 1}
    return (beginning, *sorted(word for word in others if not word.startswith(beginning)))


def _plain(printed: str) -> str:
    # Folding may compose characters and decomposing may fold them: repeat until nothing changes.
    for _ in range(4):
        folded = _NO_PART_OF_WORD.sub("", fold(printed, drop=Drop.ACCENTS))
        if folded == printed:
            break
        printed = folded
    return printed


def _respell(word: str) -> tuple[str, ...]:
    if not word:
        return ()
    if word in _CONTRACTIONS:
        return _CONTRACTIONS[word]
    if word in _SPELLINGS:
        return _SPELLINGS[word]
    word = OUR_SPELLING.sub(r"\1or", word)
    word = YSE_SPELLING.sub(r"yz\1", ISE_SPELLING.sub(r"iz\1", word))
    return (DOUBLED_L.sub(r"\1", word),)


def is_number(form: str) -> bool:
    """Return whether a normal word is a number."""
    return form[:1].isdigit() or form in SCALES


def level_numerals(pieces: Sequence[NumeralPiece]) -> list[NumeralPiece]:
    """Pieces in the order of the text -> the same with numbers written one way.

    The word for a currency sign follows its number.
    """
    if _MAY_CHANGE.isdisjoint([piece[0] for piece in pieces]):
        return list(pieces)
    pieces = _without_lone_signs(pieces)
    out: list[NumeralPiece] = []
    currency: NumeralPiece | None = None
    position = 0
    while position < len(pieces):
        form, start, end, name = piece = pieces[position]
        if currency is None and form not in _MAY_CHANGE:
            out.append(piece)
            position += 1
            continue
        following = pieces[position + 1] if position + 1 < len(pieces) else None
        after = following[0] if following else ""
        position += 1
        if form in CURRENCIES:
            currency = (CURRENCIES[form], start, end, False)
            continue
        if form == ONE and after not in _AFTER_NUMBER_ONE and _is_no_right_before(out, start):
            form, start = NOBODY, out.pop()[1]
        elif form in _TENS and following and after in _UNITS:
            form, end = str(int(_NUMERALS[form]) + int(_NUMERALS[after])), following[2]
            position += 1
        elif form in _NUMERALS and (form != ONE or after in _AFTER_NUMBER_ONE):
            form = _NUMERALS[form]
        elif form == PER and following and after == CENT:
            form, end = PERCENT, following[2]
            position += 1
        elif form in SHORT_SCALES and out and out[-1][0][:1].isdigit() and out[-1][2] == start:
            form = SHORT_SCALES[form]
        out.append((form, start, end, name))
        if currency and not _has_scale_after(form, pieces, position):
            out.append(currency)
            currency = None
    return out


def _is_no_right_before(pieces: Sequence[NumeralPiece], start: int) -> bool:
    return bool(pieces) and pieces[-1][0] == NO and start - pieces[-1][2] <= 1


def _without_lone_signs(pieces: Sequence[NumeralPiece]) -> list[NumeralPiece]:
    # A sign without a number, as in "the $ sign", is no word.
    following = [*(form for form, *_ in pieces), ""][1:]
    return [
        piece
        for piece, after in zip(pieces, following, strict=True)
        if piece[0] not in CURRENCIES or after[:1].isdigit()
    ]


def _has_scale_after(form: str, pieces: Sequence[NumeralPiece], position: int) -> bool:
    # "$2.6 million" and "$5bn" are numbers of two words. The currency follows the second.
    if not form[:1].isdigit() or position >= len(pieces):
        return False
    following = pieces[position][0]
    return following in SCALES or (
        following in SHORT_SCALES and pieces[position][1] == pieces[position - 1][2]
    )
