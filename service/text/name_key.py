"""Names as keys: what makes two spellings the same name."""

from __future__ import annotations

import re

from service.text.fold import Drop, decompose, fold

_APOSTROPHES = str.maketrans(dict.fromkeys("‘’ʼ`´′", "'"))
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_EDGES = " .,;:!?'\"-"


def name_key(name: str) -> str:
    """A name as written -> its key: no case, no accents, plain apostrophes and hyphens.

    A name without a letter or digit gives an empty key, and is no name.
    """
    # Removing case may compose letters, so they are taken apart a second time.
    bare = decompose(fold(name, drop=Drop.UNSEEN), drop=Drop.UNSEEN)
    bare = _DASHES.sub("-", bare.translate(_APOSTROPHES))
    key = " ".join(bare.split()).strip(_EDGES)
    return key if any(character.isalnum() for character in key) else ""


def longer_name(one: str, other: str) -> str:
    """Two spellings of a name -> the longer one, of equally long ones the first by code points."""
    return min(one, other, key=lambda name: (-len(name), name))
