"""Quote summary: the fullest wording, the words to search, and the majority speakers.

A quote has many occurrences. What it shows is computed from all of them, in any order.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from service.dedup.speaker_names import Agreement, agreement
from service.dedup.words.normalise import cached_tokens_of

LONGEST_INDEXED = 64
"""The characters of a longer word that are indexed. PostgreSQL refuses words of thousands."""

MOST_WORDINGS = 100
"""The wordings of one quote that are indexed."""

MOST_CHARACTERS = 250_000
"""The characters of one line. PostgreSQL refuses an index entry of a million bytes."""

# The kind of a quote where articles differ: the most verbatim one.
_KINDS = ("direct", "mixed", "indirect")

_BOUNDARY = "$$"
"""Separates two wordings. It is no normal word, so that no phrase is found across it."""

# An editor's insertion, with another one inside it, or an ellipsis.
_EDITED = re.compile(r"\[(?:[^\[\]]|\[[^\[\]]*\])*\]|…|\.(?:\s?\.){2,}")


def fullest_first(wordings: Iterable[str]) -> list[str]:
    """Wordings of one quote -> the same, the one with most of the speaker's own letters first.

    Of equally full ones the least edited is first, then the longest, then by code points. So the
    result does not depend on the order of the input.
    """
    return sorted(wordings, key=_fullness)


def indexed_words(text: str) -> tuple[str, ...]:
    """A wording as printed -> the normal words to index, in order."""
    return tuple(token.form[:LONGEST_INDEXED] for token in cached_tokens_of(text))


def wording_column(words: Sequence[str]) -> str:
    """Indexed words of one wording -> their part of `quotes.words`, a space around each word."""
    return f" {' '.join(words)} "


def words_column(texts: Sequence[str]) -> str:
    """All wordings of a quote, the fullest first -> its `quotes.words`.

    A wording that an earlier one contains adds nothing. At most `MOST_WORDINGS` are indexed.
    """
    return join_wordings(indexed_words(text) for text in texts)


def join_wordings(wordings: Iterable[Sequence[str]]) -> str:
    """The indexed words of several wordings -> one line, without wordings that others contain."""
    column = ""
    number = 0
    for words in wordings:
        wording = wording_column(words)
        if not words or wording in column:
            continue
        column += f"{_BOUNDARY}{wording}" if column else wording
        number += 1
        if number == MOST_WORDINGS or len(column) > MOST_CHARACTERS:
            break
    if len(column) > MOST_CHARACTERS:
        column = column[: column.rfind(" ", 0, MOST_CHARACTERS) + 1]
    return column


def wordings_in(column: str) -> list[tuple[str, ...]]:
    """Return the indexed words of each wording in `quotes.words`, the fullest first."""
    return [tuple(wording.split()) for wording in column.split(f" {_BOUNDARY} ")]


def words_in(column: str) -> list[str]:
    """Return the indexed words of all wordings in `quotes.words`, one wording after another."""
    words = column.split()
    return [word for word in words if word != _BOUNDARY] if _BOUNDARY in words else words


def relevance(words: int, outlets: int) -> int:
    """The words of the fullest wording, and the number of outlets -> the rank of a quote.

    All results of a search hold all of its words, mostly once. So a short quote is about these
    words more than a long one is. Twice as many outlets add as much as one outlet gives.
    """
    return 10_000 * max(outlets, 0).bit_length() // (10 + words)


def _fullness(wording: str) -> tuple[int, int, int, str]:
    own, edits = _EDITED.subn("", wording)
    letters = sum(map(str.isalnum, own))
    return -letters, edits, -len(wording), wording


SURE = 0.5
"""The least confidence of a sure occurrence."""


@dataclass(frozen=True, slots=True)
class Witness:
    """An occurrence as evidence for who said a quote."""

    speakers: tuple[str, ...]
    """The keys of the named speakers."""
    confidence: float
    outlet: Hashable
    origin: Hashable
    """The story that the article is of, or the article."""


@dataclass(frozen=True, slots=True)
class Credit:
    """A set of speakers, and the occurrences that name exactly these."""

    speakers: tuple[str, ...]
    """Their keys, in order."""
    sure: int
    """The number of independent sure occurrences: of outlets or of origins, whichever is less."""
    confidence: float
    """The sum of the confidences of all origins, each with its surest occurrence."""


@dataclass(frozen=True, slots=True)
class Credited:
    """The speakers of a quote, and the other speakers that articles name."""

    speakers: tuple[str, ...] = ()
    disputed: tuple[str, ...] = ()


def count_credits(witnesses: Iterable[Witness]) -> list[Credit]:
    """Return one credit for each set of speakers. Echoes of one origin count once."""
    found: dict[tuple[str, ...], list[Witness]] = {}
    for witness in witnesses:
        found.setdefault(witness.speakers, []).append(witness)
    return [_credit(speakers, each) for speakers, each in found.items()]


def _credit(speakers: tuple[str, ...], witnesses: Iterable[Witness]) -> Credit:
    outlets: set[Hashable] = set()
    origins: set[Hashable] = set()
    surest: dict[Hashable, float] = {}
    for witness in witnesses:
        surest[witness.origin] = max(witness.confidence, surest.get(witness.origin, 0.0))
        if witness.confidence >= SURE:
            outlets.add(witness.outlet)
            origins.add(witness.origin)
    return Credit(speakers, min(len(outlets), len(origins)), sum(sorted(surest.values())))


def majority_speakers(all_credits: Iterable[Credit]) -> Credited:
    """All credits of a quote -> the speakers that most origins name, and the others as disputed.

    Sure credits go before others, and confidences break ties. Two names that may be one person's
    count together. A speaker that an article names together with one of the majority (two signers)
    is not disputed. Where several outlets agree and one resolution was unsure, its speaker is
    disputed: the occurrence keeps the name and its confidence.
    """
    named = [credit for credit in all_credits if credit.speakers]
    if not named:
        return Credited()
    majority = max(named, key=lambda credit: _rank(credit, named)).speakers
    allies = {
        speaker
        for credit in named
        if any(_may_be_one(speaker, other) for speaker in credit.speakers for other in majority)
        for speaker in credit.speakers
    }
    others = {speaker for credit in named for speaker in credit.speakers} - allies
    return Credited(speakers=majority, disputed=tuple(sorted(others)))


def derived_columns(occurrences: Sequence[Any]) -> dict[str, Any]:
    """Return text, kind, counts and dates of a quote.

    Args:
        occurrences: All of them, as rows of a query or as records: with `text`, `kind`, `judged`,
            `speakers`, `dated_at`, `outlet_id`, `origin` (the story of the article, or the article)
            and `resolution_confidence`.
    """
    texts = fullest_first({row.text for row in occurrences})
    outlets = len({row.outlet_id for row in occurrences})
    return {
        "judged": any(row.judged for row in occurrences),
        "occurrence_count": len(occurrences),
        "outlet_count": outlets,
        "origin_count": len({row.origin for row in occurrences}),
        "relevance": relevance(len(indexed_words(texts[0])), outlets),
        "first_seen": min(row.dated_at for row in occurrences),
        "text": texts[0],
        "words": words_column(texts),
        "kind": min((row.kind for row in occurrences), key=_KINDS.index),
    }


def credited_speakers(occurrences: Sequence[Any]) -> dict[str, bool]:
    """Return the keys of all credited speakers, each with whether it is disputed: see above."""
    witnesses = (
        Witness(tuple(row.speakers), row.resolution_confidence, row.outlet_id, row.origin)
        for row in occurrences
    )
    credited = majority_speakers(count_credits(witnesses))
    return dict.fromkeys(credited.disputed, True) | dict.fromkeys(credited.speakers, False)


def _rank(
    credit: Credit, named: Sequence[Credit]
) -> tuple[int, float, int, float, tuple[str, ...]]:
    alike = [other for other in named if _are_alike(credit.speakers, other.speakers)]
    together = (
        sum(other.sure for other in alike),
        round(sum(other.confidence for other in alike), 6),
    )
    return *together, credit.sure, round(credit.confidence, 6), credit.speakers


def _are_alike(speakers: Sequence[str], others: Sequence[str]) -> bool:
    return len(speakers) == len(others) and all(
        any(agreement(speaker, other) is Agreement.SAME for other in others) for speaker in speakers
    )


def _may_be_one(speaker: str, other: str) -> bool:
    return agreement(speaker, other) is not Agreement.DIFFERENT
