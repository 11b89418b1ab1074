"""Numerals: write numbers one way. "Five per cent", "5%" and "5 percent" are the same words."""

from __future__ import annotations

from collections.abc import Sequence

from service.dedup.words.patterns import (
    CENT,
    CURRENCIES,
    ONE,
    PER,
    PERCENT,
    SCALES,
    SHORT_SCALES,
)
from service.text.lexicon import read_table

NumeralPiece = tuple[str, int, int, bool]
"""A word form, its start and end in code points, and whether it is printed as a name."""

_FORMS = {row[0]: row[1] for row in read_table("service.dedup", "numerals.tsv")}
_UNITS = frozenset(word for word, form in _FORMS.items() if form.isdigit() and 0 < int(form) < 10)
_TENS = frozenset(word for word, form in _FORMS.items() if form.isdigit() and int(form) >= 20)
# "One" is mostly a pronoun. Before these words it is a number.
_AFTER_NUMBER_ONE = SCALES | {PERCENT, PER}


def is_number(form: str) -> bool:
    """Return whether a normal word is a number."""
    return form[:1].isdigit() or form in SCALES


def level_numerals(pieces: Sequence[NumeralPiece]) -> list[NumeralPiece]:
    """Pieces in the order of the text -> the same with numbers written one way.

    The word for a currency sign follows its number.
    """
    pieces = _without_lone_signs(pieces)
    out: list[NumeralPiece] = []
    currency: NumeralPiece | None = None
    position = 0
    while position < len(pieces):
        form, start, end, name = pieces[position]
        following = pieces[position + 1] if position + 1 < len(pieces) else None
        after = following[0] if following else ""
        position += 1
        if form in CURRENCIES:
            currency = (CURRENCIES[form], start, end, False)
            continue
        if form in _TENS and following and after in _UNITS:
            form, end = str(int(_FORMS[form]) + int(_FORMS[after])), following[2]
            position += 1
        elif form in _FORMS and (form != ONE or after in _AFTER_NUMBER_ONE):
            form = _FORMS[form]
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
