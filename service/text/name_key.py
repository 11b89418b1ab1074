"""Keys of names: two spellings with one key are the same name."""

from __future__ import annotations

import re

from service.text.fold import Drop, decompose, fold

_APOSTROPHES = str.maketrans(dict.fromkeys("‘’ʼ`´′", "'"))
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_EDGES = " .,;:!?'\"-"


def name_key(name: str) -> str:
    """Return the key of a name: no case, no accents, plain apostrophes and hyphens.

    The key of a name without a letter or digit is empty: it is no name.
    """
    # Removing case may compose letters, so they are taken apart a second time.
    bare = decompose(fold(name, drop=Drop.UNSEEN), drop=Drop.UNSEEN)
    bare = _DASHES.sub("-", bare.translate(_APOSTROPHES))
    key = " ".join(bare.split()).strip(_EDGES)
    return key if any(character.isalnum() for character in key) else ""


def longer_name(one: str, other: str) -> str:
    """Return the longer spelling of a name; of equally long ones the first by code points."""
    return min(one, other, key=lambda name: (-len(name), name))


def domain_key(domain: str) -> str:
    """Return a domain in lower case, without `www.` and the root's dot."""
    return domain.strip().lower().removeprefix("www.").strip(".")


def outlet_key(domain: str | None, name: str | None) -> str:
    """Return an outlet's natural key: its domain, or its name where it has no domain."""
    return f"name:{name_key(name or '')}" if domain is None else domain_key(domain)
