"""Tokens -> tokens whose numbers are written one way: "five per cent", "5%" and "5 percent"."""

from __future__ import annotations

from collections.abc import Sequence

from service.text.lexicon import read_table

NumeralPiece = tuple[str, int, int, bool]
"""A form, where it starts and ends, and whether it is printed as a name."""

_FORMS = {row[0]: row[1] for row in read_table("service.dedup", "numerals.tsv")}
_UNITS = frozenset(word for word, form in _FORMS.items() if form.isdigit() and 0 < int(form) < 10)
_TENS = frozenset(word for word, form in _FORMS.items() if form.isdigit() and int(form) >= 20)
_SCALES = frozenset({"hundred", "thousand", "million", "billion", "trillion"})
_SHORT_SCALES = {
    "k": "thousand",
    "m": "million",
    "mn": "million",
    "bn": "billion",
    "b": "billion",
    "tn": "trillion",
}
# "one" is mostly a pronoun; before these it counts.
_PERCENT = frozenset({"percent", "per"})
_CURRENCIES = {"$": "dollars", "£": "pounds", "€": "euros"}


def is_number(form: str) -> bool:
    """A normal word -> whether it is a number."""
    return form[:1].isdigit() or form in _SCALES


def level_numerals(pieces: Sequence[NumeralPiece]) -> list[NumeralPiece]:
    """Pieces in order -> the same with numbers levelled. A currency sign follows its number."""
    pieces = _without_lone_signs(pieces)
    out: list[NumeralPiece] = []
    currency: NumeralPiece | None = None
    position = 0
    while position < len(pieces):
        piece = pieces[position]
        form, start, end, name = piece
        following = pieces[position + 1] if position + 1 < len(pieces) else None
        after = following[0] if following else ""
        position += 1
        if form in _CURRENCIES:
            currency = (_CURRENCIES[form], start, end, False)
            continue
        if form in _TENS and following and after in _UNITS:
            form, end = str(int(_FORMS[form]) + int(_FORMS[after])), following[2]
            position += 1
        elif form in _FORMS and (form != "one" or after in _SCALES or after in _PERCENT):
            form = _FORMS[form]
        elif form == "per" and following and after == "cent":
            form, end = "percent", following[2]
            position += 1
        elif form in _SHORT_SCALES and out and out[-1][0][:1].isdigit() and out[-1][2] == start:
            form = _SHORT_SCALES[form]
        out.append((form, start, end, name))
        if currency and not _goes_on(form, pieces, position):
            out.append(currency)
            currency = None
    return out


def _without_lone_signs(pieces: Sequence[NumeralPiece]) -> list[NumeralPiece]:
    # A sign without a number, as in "the $ sign", is no word.
    following = [*(form for form, *_ in pieces), ""][1:]
    return [
        piece
        for piece, after in zip(pieces, following, strict=True)
        if piece[0] not in _CURRENCIES or after[:1].isdigit()
    ]


def _goes_on(form: str, pieces: Sequence[NumeralPiece], position: int) -> bool:
    # "$2.6 million" and "$5bn" are numbers of two words; the currency follows the second.
    if not form[:1].isdigit() or position >= len(pieces):
        return False
    following = pieces[position][0]
    return following in _SCALES or (
        following in _SHORT_SCALES and pieces[position][1] == pieces[position - 1][2]
    )
