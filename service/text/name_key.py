"""Names as keys: what makes two spellings the same name."""

from __future__ import annotations

import re
import unicodedata

_APOSTROPHES = str.maketrans(dict.fromkeys("‘’ʼ`´′", "'"))
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_EDGES = " .,;:!?'\"-"


def name_key(name: str) -> str:
    """A name as written -> its key: no case, no accents, plain apostrophes and hyphens.

    A name without a letter or digit gives an empty key, and is no name.
    """
    bare = _without_marks(_without_marks(name).casefold())
    bare = _DASHES.sub("-", bare.translate(_APOSTROPHES))
    key = " ".join(bare.split()).strip(_EDGES)
    return key if any(character.isalnum() for character in key) else ""


def _without_marks(name: str) -> str:
    # Accents (Mn) and what does not show at all (Cf: zero-width spaces, soft hyphens).
    return "".join(
        character
        for character in unicodedata.normalize("NFKD", name)
        if unicodedata.category(character) not in ("Mn", "Cf")
    )


def longer_name(one: str, other: str) -> str:
    """Two spellings of a name -> the longer one, of equally long ones the first by code points."""
    return min(one, other, key=lambda name: (-len(name), name))
