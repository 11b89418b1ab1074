"""Noun phrases before a verb, found without parts of speech: by the words that begin a clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from service.extraction.cues import load_lines
from service.extraction.rules.patterns import CONJUNCTIONS, RELATIVE
from service.text.spans import Span

_TOKEN = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*|[^\w\s]")
_LONGEST = 8
"""The largest number of words of a noun phrase that names a speaker."""
_POSSESSIVE = ("’s", "'s")


@dataclass(frozen=True, slots=True)
class ClauseToken:
    """A word or a mark of punctuation."""

    word: str
    """In lower case."""
    span: Span

    @property
    def is_word(self) -> bool:
        """Whether it is a word and no punctuation."""
        return self.word[0].isalnum()


def read_tokens(text: str, region: Span) -> list[ClauseToken]:
    """Return the tokens of a region, in the order of the text."""
    return [
        ClauseToken(found.group().lower(), Span(*found.span()))
        for found in _TOKEN.finditer(text, region.start, region.end)
    ]


def hull_of(tokens: Sequence[ClauseToken]) -> Span:
    """Return the span from the first of some tokens to the last."""
    return Span(tokens[0].span.start, tokens[-1].span.end)


def noun_phrase_before(text: str, tokens: Sequence[ClauseToken]) -> Span | None:
    """Return the noun phrase at the end of tokens, with an apposition that commas close.

    The tokens begin where the clause may begin. "Who" alone is one, if it has an antecedent.
    """
    words = list(tokens)
    if words and words[-1].word == ",":
        words.pop()
        comma = next((i for i in range(len(words) - 1, -1, -1) if not words[i].is_word), 0)
        name = _clause_end(words[:comma]) if comma and words[comma].word == "," else []
        return hull_of([*name, words[-1]]) if is_noun_phrase(text, name) else None
    phrase = _clause_end(words)
    if not phrase and words and words[-1].word == RELATIVE:
        anyone = len(words) > 1 and words[-2].word in load_lines("anyone")
        return None if anyone else words[-1].span
    if not is_noun_phrase(text, phrase):
        return None
    joined = len(words) > len(phrase) and words[-len(phrase) - 1].word in CONJUNCTIONS
    if (
        joined
        and phrase[0].word not in load_lines("determiners")
        and text[phrase[0].span.start].islower()
    ):
        return None  # the last member of a list: "protests and strikes"
    return hull_of(phrase)


def is_noun_phrase(text: str, phrase: Sequence[ClauseToken]) -> bool:
    """Return whether tokens are one noun phrase that may name a speaker."""
    words = [token for token in phrase if token.is_word]
    if not 1 <= len(words) <= _LONGEST:
        return False
    first, last = words[0], words[-1]
    if last.word in load_lines("determiners") | load_lines("noun_links") or last.word.endswith(
        _POSSESSIVE
    ):
        return False
    if first.word in load_lines("anyone") or (
        first.word in load_lines("pronouns") and len(words) > 1
    ):
        return False
    if any(token.word in load_lines("be_forms") | load_lines("auxiliaries") for token in words):
        return False
    named = text[first.span.start].isupper() or text[last.span.start].isupper()
    named = named or first.word in load_lines("determiners") | load_lines("pronouns")
    return named or last.word.endswith("s")


def _clause_end(tokens: Sequence[ClauseToken]) -> list[ClauseToken]:
    """Return the last tokens back to where their clause begins."""
    phrase: list[ClauseToken] = []
    for token in reversed(tokens):
        abbreviated = token.word == "." and bool(phrase)
        if token.word in _clause_starts() or not (token.is_word or abbreviated):
            break
        phrase.insert(0, token)
    return phrase


@cache
def _clause_starts() -> frozenset[str]:
    return load_lines("clause_breaks") | load_lines("subject_starts")
