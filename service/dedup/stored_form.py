"""Tokens -> one line of text to keep, and back: what a comparison needs, without the printed words.

A token is its form and, behind it, what comparisons ask of it: `^` for a name, `~` for a word in
quotation marks of its own, `|` where more than a space parts it from the word before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import sha256

from service.dedup.normalise import Token, tokens_of
from service.dedup.utterance import Words
from service.text.fold import Drop, fold

VERSION = 3
"""Of the normal form, the keys and the rules of what is one quote. Whatever changes any of them for
any text gets a new one: `onrecord recluster` then files anew what was filed under another."""

_NAME, _QUOTED, _APART = _FLAGS = "^~|"


@lru_cache(maxsize=256)
def read(text: str) -> tuple[Token, ...]:
    """An utterance as printed -> its tokens. They are asked for more than once as it is stored."""
    return tokens_of(text)


def form_of(tokens: Sequence[Token]) -> str:
    """Tokens -> their line; empty for none."""
    ends = [token.end for token in tokens[:1]] + [token.end for token in tokens]
    return " ".join(
        token.form
        + _NAME * token.name
        + _QUOTED * token.quoted
        + _APART * (token.start - ends[position] > 1)
        for position, token in enumerate(tokens)
    )


def tokens_in(form: str) -> tuple[Token, ...]:
    """A line -> its tokens. Their places are made up, but near and apart as they were."""
    tokens, end = [], 0
    for piece in form.split():
        word = piece.rstrip(_FLAGS)
        flags = piece[len(word) :]
        start = end + 1 + (_APART in flags)
        end = start + len(word)
        tokens.append(Token(word, start, end, name=_NAME in flags, quoted=_QUOTED in flags))
    return tuple(tokens)


def words_in_form(form: str) -> Words:
    """A line -> its words alone, which costs a fifth of reading its tokens."""
    for flag in _FLAGS:
        form = form.replace(flag, "")
    return Words(tuple(form.split()))


def words_hash(words: Iterable[str]) -> str:
    """Normal words -> a fingerprint of them, 128 bits in hex, the same on every machine."""
    return digest_of(" ".join(words))


def letters_hash(text: str) -> str:
    """An utterance as printed -> a fingerprint of its letters and digits alone.

    It has no version: judgements name words by it, and outlive every change of the normal form.
    """
    plain = fold(text, drop=Drop.NOTHING)
    return digest_of("".join(character for character in plain if character.isalnum()))


def place_of(outlet_key: str, article_key: str, text: str, *, nth: int | None = None) -> str:
    """An outlet, an article and an utterance as it prints it -> the fingerprint of that place.

    `nth` tells the same words apart where an article has them again; without it all are one place.
    It outlives rows, and every change of the normal form: judgements name occurrences by it.
    """
    return digest_of(outlet_key, article_key, letters_hash(text), *([str(nth)] if nth else []))


def digest_of(*parts: str) -> str:
    """Strings -> 128 bits in hex that no other strings give."""
    joined = "\x1e".join(parts)  # stands in no word and no name
    return sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:32]
