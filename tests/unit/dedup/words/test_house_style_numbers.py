"""Numbers are written one way, and their places are kept."""

import pytest

from service.dedup.words.house_style import is_number, level_numerals


@pytest.mark.parametrize(
    ("words", "levelled"),
    [
        ("five per cent", "5 percent"),
        ("twenty five boats", "25 boats"),
        ("one million of us", "1 million of us"),
        ("one of us", "one of us"),
        ("$ 5", "5 dollars"),
        ("£ 2.6 million more", "2.6 million pounds more"),
        ("the $ sign", "the sign"),
        ("the 2nd time", "the second time"),
        ("k and 5", "k and 5"),
    ],
)
def test_a_number_has_one_form(words: str, levelled: str) -> None:
    pieces, start = [], 0
    for word in words.split():
        pieces.append((word, start, start + len(word), False))
        start += len(word) + 1
    assert " ".join(form for form, *_ in level_numerals(pieces)) == levelled


def test_two_words_of_one_number_have_one_place() -> None:
    pieces = [("twenty", 0, 6, False), ("five", 7, 11, False)]
    assert level_numerals(pieces) == [("25", 0, 11, False)]


def test_a_short_scale_must_touch_its_number() -> None:
    assert level_numerals([("5", 0, 1, False), ("bn", 1, 3, False)])[1][0] == "billion"
    assert level_numerals([("5", 0, 1, False), ("bn", 2, 4, False)])[1][0] == "bn"


@pytest.mark.parametrize(
    ("word", "number"), [("3", True), ("2.5", True), ("million", True), ("ferry", False)]
)
def test_digits_and_scales_are_numbers(word: str, number: bool) -> None:
    assert is_number(word) == number
