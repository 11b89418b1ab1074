"""Take a description apart: the title before the name, the role, and the affiliation.

It reads the description alone, so that stored ones need no other columns. What its words do not
give stays empty: "South Korean President" is a title, and names no body.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.speakers.descriptions.patterns import (
    BEFORE_BODY,
    BODY_LINK,
    LEADING,
    OFFICE_CLAUSE,
    PARTY_OF,
    PARTY_SEAT,
    ROLE_LINK,
)
from service.speakers.descriptions.role_nouns import is_plural_title, is_role_noun
from service.speakers.names.lexicon import (
    first_synonyms,
    fold_word,
    word_genders,
    word_pairs,
    word_set,
)
from service.text.spans import Span

_WORD = re.compile(r"[^ \u00a0,]+")
_LINE_BREAK = re.compile(r"\s*[\r\n]\s*")


@dataclass(frozen=True, slots=True)
class DescriptionParts:
    """Parts of a description. None where its words do not give one."""

    title: Span | None = None
    """What is said before the name in an address: "Sen.", "Prime Minister"."""
    role: Span | None = None
    """What the named is or does: "spokeswoman", "professor of law"."""
    affiliation: Span | None = None
    """The body, party or place that the role is for: "China's Foreign Ministry", "D-Ohio"."""


def description_parts(pieces: Sequence[tuple[Span, str]]) -> DescriptionParts:
    """Return the parts of a description. Of two of a kind the first is taken.

    Args:
        pieces: The spans of the description, each with its words.
    """
    found = DescriptionParts()
    for span, words in pieces:
        joined, places = _on_one_line(words, span.start)
        one = _of_piece(joined)
        found = DescriptionParts(
            title=found.title or _within(places, one.title),
            role=found.role or _within(places, one.role),
            affiliation=found.affiliation or _within(places, one.affiliation),
        )
    return found


def _on_one_line(words: str, start: int) -> tuple[str, list[int]]:
    """Return words with a space for each line break, and where each of the characters was.

    A text with wrapped lines breaks a description wherever the line is full.
    """
    places = list(range(start, start + len(words)))
    for found in reversed(list(_LINE_BREAK.finditer(words))):
        words = f"{words[: found.start()]} {words[found.end() :]}"
        del places[found.start() + 1 : found.end()]
    return words, places


def _within(places: Sequence[int], part: Span | None) -> Span | None:
    return Span(places[part.start], places[part.end - 1] + 1) if part else None


def _of_piece(words: str) -> DescriptionParts:
    clause = OFFICE_CLAUSE.search(words)
    words = words[: clause.start()] if clause else words
    whole = Span(0, len(words))
    if PARTY_SEAT.fullmatch(words) or PARTY_OF.match(words) or _is_state(words):
        return DescriptionParts(affiliation=whole)
    body = BODY_LINK.match(words)
    if body:
        return DescriptionParts(affiliation=_bare(words, body.end()))
    title = _title(words)
    if title is not None:
        return replace(_role(words[: title.start].rstrip()), title=title)
    return _role(words)


def _is_state(words: str) -> bool:
    """Return whether words are a state or its short form: "(Vt.)". "Del." is a delegate."""
    name = fold_word(words).replace(" ", "-")
    return name in first_synonyms("us_states") and name not in word_genders("titles")


def _title(words: str) -> Span | None:
    """Return the office with capitals that ends a piece: "Gov.", "Secretary of State"."""
    tokens = list(_WORD.finditer(words))
    folded = [fold_word(token.group()) for token in tokens]
    last = folded.index("of") - 1 if "of" in folded else len(tokens) - 1
    if last < 0:
        return None
    office = tokens[last].group()
    short = office.endswith(".") and folded[last] in word_genders("titles")  # "Del."
    if not (short or folded[last] in word_pairs("title_roles") or is_plural_title(office)):
        return None
    first = last + 1
    while first and tokens[first - 1].group()[0].isupper():
        first -= 1
    return Span(tokens[first].start(), len(words)) if first <= last else None


def _role(words: str) -> DescriptionParts:
    """Return the parts of a noun phrase: "Foreign Ministry aide", "head of the Ems Trust"."""
    links = list(ROLE_LINK.finditer(words))
    for link in links:
        body = _bare(words, link.end())
        if words[body.start : body.start + 1].isupper():
            return replace(_before_head(words[: link.start()]), affiliation=body)
    end = links[0].start() if links else len(words)
    parts = _before_head(words[:end])
    return replace(parts, role=Span(parts.role.start, len(words)) if parts.role else None)


def _before_head(words: str) -> DescriptionParts:
    """Return the role that ends some words, and the body with capitals before it."""
    tokens = list(_WORD.finditer(words))
    if not tokens:
        return DescriptionParts()
    first = len(tokens) - 1
    while first and tokens[first - 1].group()[0].islower():
        first -= 1
    body = [token for token in tokens[:first] if not _is_before_body(token.group())]
    if first == 1 and not is_role_noun(tokens[-1].group()):
        body = []  # "Harbour master": an unlisted role whose capital may be that of its sentence.
    if not any(_is_name(token.group()) for token in body):
        return DescriptionParts(role=Span(0, len(words)))
    # "Former Obama adviser" is no adviser: the role keeps what stands before the body.
    role = 0 if body[0] is not tokens[0] else tokens[first].start()
    return DescriptionParts(
        role=Span(role, len(words)),
        affiliation=Span(body[0].start(), tokens[first - 1].end()),
    )


def _is_before_body(word: str) -> bool:
    return word[0].islower() or fold_word(word) in BEFORE_BODY


def _is_name(word: str) -> bool:
    """Return whether a word is part of a body's name, and not "Former", "Latvian" or "Judge"."""
    folded = fold_word(word)
    known = folded in word_set("role_modifiers") or folded in word_set("peoples")
    return word[0].isupper() and not known and not is_role_noun(word)


def _bare(words: str, start: int) -> Span:
    article = LEADING.match(words, start)
    return Span(article.end() if article else start, len(words))
