"""House style: the words that a printed word stands for, the same in the style of every outlet."""

from __future__ import annotations

import re
from functools import lru_cache

from service.dedup.words.patterns import (
    BEFORE_IS,
    CONTRACTED_ENDINGS,
    DOUBLED_L,
    IS,
    ISE_SPELLING,
    OUR_SPELLING,
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
    if stem != plain and stem in BEFORE_IS:
        return (stem, IS)
    return _respell(plain.replace("'", ""))


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
