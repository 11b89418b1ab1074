"""One printed word -> the words it stands for, alike in every outlet's house style."""

from __future__ import annotations

import re
from functools import lru_cache

from service.text.fold import Drop, fold
from service.text.lexicon import read_table

_ENDINGS = (
    ("n't", "not"),
    ("'ll", "will"),
    ("'re", "are"),
    ("'ve", "have"),
    ("'m", "am"),
    ("'d", "would"),
)
# After these "'s" is a verb; after any other word it is a possessive, and part of the word.
_BEFORE_IS = frozenset(
    {"he", "here", "how", "it", "she", "that", "there", "this"}
    | {"what", "when", "where", "who", "why", "everybody", "everyone", "nobody"}
)
_OUR = re.compile(
    r"(arm|behavi|cand|clam|col|enam|endeav|fav|ferv|flav|glam|harb|hon|hum|lab|neighb|od|parl|ranc|"
    r"rig|rum|sav|savi|splend|succ|tum|val|vap|vig)our"
)
_ISE = re.compile(r"(?<=\w{3})is(e|ed|es|ing|ation|ations|er|ers)$")
_YSE = re.compile(r"(?<=anal|aral)ys(e|ed|es|ing)$")
_DOUBLED = re.compile(
    r"^(cancel|channel|counsel|dial|fuel|jewel|label|level|marvel|model|quarrel|rival|signal|travel|"
    r"tunnel)l(?=ed$|ing$|ers?$)"
)
_NOT_OF_A_WORD = re.compile(r"[^\w']|[_ʼ]")


def _table(name: str) -> dict[str, tuple[str, ...]]:
    rows = read_table("service.dedup", name)
    return {printed: tuple(words.split()) for printed, words in rows}


_CONTRACTIONS = _table("contractions.tsv")
_SPELLINGS = _table("spelling.tsv")


@lru_cache(maxsize=1 << 16)
def plain_words(printed: str) -> tuple[str, ...]:
    """A printed word, apostrophes level -> its normal words, none for a word of signs only.

    The normal words of a normal word are itself.
    """
    plain = _plain(printed).strip("'")
    if plain in _CONTRACTIONS:
        return _CONTRACTIONS[plain]
    for ending, word in _ENDINGS:
        stem = plain.removesuffix(ending)
        if stem and stem != plain:
            return (*_respell(stem.replace("'", "")), word)
    stem = plain.removesuffix("'s")
    if stem != plain and stem in _BEFORE_IS:
        return (stem, "is")
    return _respell(plain.replace("'", ""))


def _plain(printed: str) -> str:
    # Folding may compose and decomposing may fold, so both run until nothing moves.
    for _ in range(4):
        folded = _NOT_OF_A_WORD.sub("", fold(printed, drop=Drop.ACCENTS))
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
    word = _OUR.sub(r"\1or", word)
    word = _YSE.sub(r"yz\1", _ISE.sub(r"iz\1", word))
    return (_DOUBLED.sub(r"\1", word),)
