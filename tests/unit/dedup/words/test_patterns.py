"""The word tables hold normal words, so that normal words can be looked up in them."""

from service.dedup.words.normalise import normal_text, tokens_of
from service.dedup.words.patterns import (
    BEFORE_IS,
    CONTRACTED_ENDINGS,
    CURRENCIES,
    NEGATIONS,
    SCALES,
    SHORT_SCALES,
    SIGNS,
)


def test_every_word_in_a_table_is_its_own_normal_form() -> None:
    words = {
        *BEFORE_IS,
        *(word for _, word in CONTRACTED_ENDINGS),
        *CURRENCIES.values(),
        *NEGATIONS,
        *SCALES,
        *SHORT_SCALES.values(),
        *SIGNS.values(),
    }
    assert {word for word in words if normal_text(tokens_of(word)) != word} == set()


def test_every_short_scale_stands_for_a_scale() -> None:
    assert set(SHORT_SCALES.values()) <= SCALES
