"""Cuts: the words of a source that a draft leaves out, and what it loses with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from service.dedup.words.house_style import is_number
from service.dedup.words.normalise import Token
from service.dedup.words.patterns import NEGATIONS
from service.proofs.patterns import CONDITIONS, LEADING_WORDS
from service.proofs.source_words import SourceWords
from service.text.spans import Span

# In text without stops, as captions have it, a longer "sentence" says nothing about its limits.
_LONGEST_SENTENCE = 70
_NEAR_CONDITION = 3
_NEAR_NEGATION = 5
_CLAUSE_APART = ";:—–"
_CLAUSE_END = ".,;:!?—–\n"


class Lost(StrEnum):
    """What a cut drops, so that the words left may say something else."""

    NEGATION = "negation"
    CONDITION = "condition"
    NUMBER = "number"


class CutPlace(StrEnum):
    """Where words were cut."""

    START = "start"
    INSIDE = "inside"
    END = "end"


@dataclass(frozen=True, slots=True)
class SourceCut:
    """Words of the source that the draft leaves out."""

    span: Span
    """Their place in the source."""
    place: CutPlace
    lost: tuple[Lost, ...]
    words: int
    """How many words."""


def cut_between(source: SourceWords, first: int, end: int) -> SourceCut | None:
    """Return the cut of the words from `first` up to `end`, between words that are kept.

    Words of another voice between two quotations ("she said") are no cut. Nothing is lost with a
    whole sentence.
    """
    owners = {source.owners[first - 1], source.owners[end]}
    left_out = [n for n in range(first, end) if source.owners[n] in owners]
    if not left_out:
        return None
    kept = {source.sentence_of[first - 1], source.sentence_of[end]}
    partial = [source.tokens[n] for n in left_out if source.sentence_of[n] in kept]
    span = source.hull(left_out[0], left_out[-1])
    return SourceCut(span, CutPlace.INSIDE, _lost(partial), len(left_out))


def cut_before(
    source: SourceWords, first: int, *, is_piece: bool, is_denied: bool
) -> SourceCut | None:
    """Return the cut of the sentence's words before the first word that is kept.

    Args:
        source: The source.
        first: The first word that is kept.
        is_piece: Whether the draft shows that it begins within a sentence. Then only words that
            deny what is kept are a cut.
        is_denied: Whether the draft denies the piece itself, outside of the marks.
    """
    least = max(0, first - _LONGEST_SENTENCE - 1)
    start = first
    while start > least and _belong_together(source, start - 1, first):
        start -= 1
    left_out = list(range(start, first))
    if not left_out or len(left_out) > _LONGEST_SENTENCE:
        return None
    if is_piece:
        return None if is_denied else _denial_before(source, left_out)
    tokens = [source.tokens[n] for n in left_out]
    if all(token.form in LEADING_WORDS for token in tokens):
        return None
    if _is_answer(source, left_out):
        return None
    near = _clause(source, left_out, beside=first, step=-1)
    return SourceCut(source.hull(start, first - 1), CutPlace.START, _lost(near), len(left_out))


def cut_after(source: SourceWords, last: int, *, is_piece: bool) -> SourceCut | None:
    """Return the cut of the sentence's words after the last word that is kept.

    Args:
        source: The source.
        last: The last word that is kept.
        is_piece: Whether the draft shows that it is a part of a sentence. Then only a condition
            right behind what is kept is a cut.
    """
    most = min(len(source.tokens), last + _LONGEST_SENTENCE + 2)
    end = last + 1
    while end < most and _belong_together(source, end, last):
        end += 1
    left_out = list(range(last + 1, end))
    if not left_out or len(left_out) > _LONGEST_SENTENCE:
        return None
    tokens = [source.tokens[n] for n in left_out]
    if is_piece and not any(t.form in CONDITIONS for t in tokens[:_NEAR_CONDITION]):
        return None
    near = _clause(source, left_out, beside=last, step=1)
    return SourceCut(source.hull(last + 1, end - 1), CutPlace.END, _lost(near), len(left_out))


def _belong_together(source: SourceWords, one: int, other: int) -> bool:
    same_voice = source.owners[one] == source.owners[other]
    return same_voice and source.sentence_of[one] == source.sentence_of[other]


def _clause(source: SourceWords, left_out: Sequence[int], *, beside: int, step: int) -> list[Token]:
    """Return the words that were cut up to a colon or the like: what follows is another clause.

    Args:
        source: The source.
        left_out: The words that were cut.
        beside: The word that is kept beside them.
        step: 1 for words after that word, -1 for words before it.
    """
    near: list[Token] = []
    for number in left_out[::step]:
        one, other = sorted((number, beside))
        between = source.source.text[source.tokens[one].end : source.tokens[other].start]
        if any(character in _CLAUSE_APART for character in between):
            break
        near.append(source.tokens[number])
        beside = number
    return near


def _denial_before(source: SourceWords, left_out: Sequence[int]) -> SourceCut | None:
    """Return the cut of a negation in the clause that the piece belongs to, or None."""
    text = source.source.text
    near: list[int] = []
    following = left_out[-1] + 1
    for number in reversed(left_out[-_NEAR_NEGATION:]):
        gap = text[source.tokens[number].end : source.tokens[following].start]
        if any(character in _CLAUSE_END for character in gap):
            break
        near.insert(0, number)
        following = number
    tokens = [source.tokens[n] for n in near]
    if not any(token.form in NEGATIONS for token in tokens):
        return None
    return SourceCut(source.hull(near[0], near[-1]), CutPlace.START, _lost(tokens), len(near))


def _is_answer(source: SourceWords, left_out: Sequence[int]) -> bool:
    """Return whether the words are "No," or "Yes, sir," before the statement itself."""
    end = source.tokens[left_out[-1]].end
    comma = source.source.text[end : end + 1]
    return len(left_out) == 1 and comma in (",", ".")


def _lost(tokens: Sequence[Token]) -> tuple[Lost, ...]:
    found = []
    if any(token.form in NEGATIONS for token in tokens):
        found.append(Lost.NEGATION)
    if any(token.form in CONDITIONS for token in tokens):
        found.append(Lost.CONDITION)
    if any(is_number(token.form) for token in tokens):
        found.append(Lost.NUMBER)
    return tuple(found)
