"""Words as printed -> the form in which two outlets' printings of them are equal.

The form is versioned, and stored with each quote. Whatever changes the result for any text gets a
new `NORMAL_VERSION`: stored quotes keep the version under which they were compared.

Version 1 levels case, HTML entities, quotation marks and apostrophes, dashes, spaces, characters
that do not show, and final punctuation. It keeps accents, digits, signs and inner punctuation:
"$5", "-5" and "10²" are not "5" or "102".
"""

from __future__ import annotations

import html
import re
import unicodedata
from hashlib import sha256

NORMAL_VERSION = 1

_SINGLE = re.compile("[‘’‚‛‹›′`´ʼ＇]")
_DOUBLE = re.compile("[“”„‟«»″〝〞〟＂\"]|''+")
_DOUBLE_INSIDE = re.compile(rf"(?<=\w)(?:{_DOUBLE.pattern})(?=\w)")
_INSIDE_WORD = re.compile(r"(?<=\w)'(?=\w)")
_HYPHENS = re.compile("[\u2010\u2011\u2012\u2212\ufe63\uff0d]")
_EN_DASH = re.compile(r"(?<=\S)\u2013(?=\S)")
_DASHES = re.compile("--+|[\u2013\u2014\u2015\u2e3a\u2e3b\ufe58]")
_ELLIPSIS = re.compile(r"\.(?:\s?\.)+")
_FINAL = " .,;:!?-"
_WORD = re.compile(r"\w+(?:'\w+)*")

# Each pass settles all but contrived input; the bound keeps even that from looping.
_PASSES = 16


def normal_form(text: str) -> str:
    """Words as printed -> their normal form, which may be empty ("...").

    The normal form of a normal form is itself.
    """
    for _ in range(_PASSES):
        form = _level(text)
        if form == text:
            break
        text = form
    return text


def fingerprint(normal: str) -> str:
    """A normal form -> its SHA-256 in hex, the same on every machine."""
    return sha256(normal.encode("utf-8", "surrogatepass")).hexdigest()


def words_of(normal: str) -> tuple[str, ...]:
    """A normal form -> its words without any punctuation."""
    return tuple(_WORD.findall(normal))


def _level(text: str) -> str:
    # Twice, since feeds escape what is escaped already. "&" itself then becomes a word, so that the
    # result holds no entity that another pass would read.
    text = html.unescape(html.unescape(text)).replace("&", " and ")
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    text = "".join(map(_visible, text))
    text = _DOUBLE.sub("", _DOUBLE_INSIDE.sub(" ", _SINGLE.sub("'", text)))
    text = _without_lone_apostrophes(text)
    text = _DASHES.sub(" - ", _EN_DASH.sub("-", _HYPHENS.sub("-", text)))
    text = _ELLIPSIS.sub("...", text.replace("…", "..."))
    return " ".join(_single_dashes(text.split())).rstrip(_FINAL)


def _single_dashes(tokens: list[str]) -> list[str]:
    pairs = zip(["", *tokens], tokens, strict=False)
    return [word for before, word in pairs if word != "-" or before != "-"]


def _visible(character: str) -> str:
    # Zero-width spaces, joiners, soft hyphens, text direction and variation selectors show nothing.
    if "\ufe00" <= character <= "\ufe0f" or unicodedata.category(character) == "Cf":
        return ""
    return character


def _without_lone_apostrophes(text: str) -> str:
    # Only an apostrophe inside a word belongs to it; all others may be quotation marks.
    kept = {match.start() for match in _INSIDE_WORD.finditer(text)}
    return "".join(
        character for position, character in enumerate(text) if character != "'" or position in kept
    )
