"""The stored form of an utterance: one line of text for its tokens, its digest, its fingerprints.

A token in that line is its normal word, followed by flags that comparisons need. `^` marks a name,
and `~` a word in inner quotation marks. `|` says that more than a space is before the word.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from service.dedup.link_rules import is_mergeable
from service.dedup.utterance import Utterance, WordSequence, other_names_in
from service.dedup.words.normalise import Token, cached_tokens_of
from service.text.fold import Drop, fold

VERSION = 5
"""The version of the normal form, the keys and the link rules.

Any change of these for any text needs a new version. `onrecord recluster` then assigns the
utterances that have an older one again.
"""

_NAME, _QUOTED, _APART = _FLAGS = "^~|"


@dataclass(frozen=True, slots=True)
class NewUtterance:
    """An utterance to be stored: all data that its digest is made of."""

    form: str
    """Its tokens in one line, which comparisons read; empty where no utterance can match it."""
    words_hash: str
    speakers: tuple[str, ...]
    """The keys of all named speakers, in order."""
    source: str
    """The other names in the source, in plain words."""
    day: int | None
    """The day of publication, counted from 1 January of the year 1."""
    place: str | None = None
    """The key of the only occurrence that may have it, or None where many may."""
    judged: bool = False
    """Whether an editor's judgement names that occurrence."""
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        parts = [
            str(VERSION),
            self.form or self.words_hash,
            self.source,
            str(self.day),
            self.place or "",
            str(self.judged),
        ]
        object.__setattr__(self, "digest", digest_of(*parts, *self.speakers))


def new_utterance(
    text: str,
    *,
    speakers: Iterable[str],
    source: str,
    day: int | None,
    verbatim: bool,
    place: str,
    judged: str | None,
) -> NewUtterance:
    """Return the utterance to store for an occurrence.

    Args:
        text: The words as printed.
        speakers: The keys of all named speakers.
        source: The source of the quotation, as printed.
        day: The day of publication, counted from 1 January of the year 1.
        verbatim: False for a paraphrase.
        place: A key that no other occurrence has.
        judged: The key by which a judgement names the occurrence, or None.
    """
    tokens = cached_tokens_of(text)
    keys = frozenset(speakers)
    utterance = Utterance("", tokens, keys, source=other_names_in(source, keys))
    # A paraphrase, an utterance without a word and a few words of an unknown speaker match nothing.
    comparable = verbatim and bool(tokens) and is_mergeable(utterance)
    return NewUtterance(
        form=stored_form_of(tokens) if comparable else "",
        words_hash=words_hash(utterance.words),
        speakers=tuple(sorted(keys)),
        source=utterance.source if comparable else "",
        day=day,
        place=judged or (None if comparable else place),
        judged=judged is not None,
    )


def stored_form_of(tokens: Sequence[Token]) -> str:
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
    """A line -> its tokens. Their offsets are invented, but keep the flag `|`."""
    tokens, end = [], 0
    for piece in form.split():
        if piece[-1] not in _FLAGS:
            start = end + 1
            end = start + len(piece)
            tokens.append(Token(piece, start, end))
            continue
        word = piece.rstrip(_FLAGS)
        flags = piece[len(word) :]
        start = end + 1 + (_APART in flags)
        end = start + len(word)
        tokens.append(Token(word, start, end, name=_NAME in flags, quoted=_QUOTED in flags))
    return tuple(tokens)


def words_in_form(form: str) -> WordSequence:
    """A line -> its words without tokens, at a fifth of the cost."""
    for flag in _FLAGS:
        form = form.replace(flag, "")
    return WordSequence(tuple(form.split()))


def words_hash(words: Iterable[str]) -> str:
    """Normal words -> their hash, 128 bits in hex, the same on every machine."""
    return digest_of(" ".join(words))


def letters_hash(text: str) -> str:
    """An utterance as printed -> the hash of its letters and digits alone.

    It has no version. Judgements identify words by it, and must survive changes of the normal form.
    """
    plain = fold(text, drop=Drop.NOTHING)
    return digest_of("".join(character for character in plain if character.isalnum()))


def occurrence_key(outlet_key: str, article_key: str, text: str, *, nth: int | None = None) -> str:
    """Return the key of an occurrence: an utterance in one article of one outlet.

    Judgements identify occurrences by it, so it does not depend on rows or on the normal form.

    Args:
        outlet_key: The key of the outlet.
        article_key: The natural key of the article within the outlet.
        text: The words as printed.
        nth: The number of earlier occurrences of the same words in the article. Without it, all
            occurrences of the same words in an article have one key.
    """
    return digest_of(outlet_key, article_key, letters_hash(text), *([str(nth)] if nth else []))


def digest_of(*parts: str) -> str:
    """Strings -> their hash, 128 bits in hex. Parts are kept apart: "ab", "c" is not "a", "bc"."""
    joined = "\x1e".join(parts)  # no word and no name has this character
    return sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:32]
