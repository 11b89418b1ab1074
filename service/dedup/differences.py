"""Differences: what an outlet left out, added and changed, against the fullest wording.

House style makes no difference. Words in brackets are an editor's, so they are never aligned: they
are shown as added, or as a change where words beside them are missing.

A printed word may be several normal words ("can't"), and normal words may be in another order than
the printed ones ("$2.5bn"). So a difference begins and ends only where both texts can be cut, and
includes all text between.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from operator import itemgetter
from typing import Literal

from service.dedup.align import align
from service.dedup.link_rules import Relation, relation_between
from service.dedup.overlap import overlap_of
from service.dedup.utterance import utterance_of
from service.dedup.words.normalise import Token, cached_tokens_of, tokens_of
from service.text.spans import Span

_BRACKET = re.compile(r"\[[^\[\]]*\]")


@dataclass(frozen=True, slots=True)
class Difference:
    """Words that only one of two wordings has, or words that the other wording replaces."""

    kind: Literal["left_out", "added", "changed"]
    printed: Span | None
    """Their place in the outlet's wording; None where it left them out."""
    full: Span | None
    """Their place in the fullest wording; None where the outlet added them."""


@dataclass(frozen=True, slots=True)
class AlignedPart:
    """A stretch of two wordings that is alike in both, or that only one of them has."""

    kind: Literal["same", "left_out", "added", "changed"]
    printed: str
    """What the outlet prints, with the marks and spaces after it; empty where it left this out."""
    full: str
    """What the fullest wording has; empty where the outlet added this."""


@dataclass(frozen=True, slots=True)
class _Wording:
    pieces: tuple[Token, ...]
    """The words, and each bracketed insertion as one piece, in the order of the words."""
    word_positions: tuple[int, ...]
    """The positions of the pieces that are words."""


def differences(printed: str, full: str) -> tuple[Difference, ...]:
    """An outlet's wording and the fullest one -> their differences, in order.

    Spans are code points into the two texts as given, and do not overlap.
    """
    a, b = _read(printed), _read(full)
    differing = []
    for (start_a, start_b), (end_a, end_b) in pairwise(_shared_cuts(a, b)):
        ours, theirs = a.pieces[start_a:end_a], b.pieces[start_b:end_b]
        if _normal(ours) != _normal(theirs):
            differing.append(_difference(_hull(ours), _hull(theirs)))
    return tuple(differing)


def side_by_side(printed: str, full: str) -> tuple[AlignedPart, ...]:
    """An outlet's wording and the fullest one -> both whole, cut into parts that are alike or not.

    The `printed` of all parts joined is the outlet's wording, and the `full` of all parts joined
    is the fullest. So a page can show either wording, with what differs marked.
    """
    a, b = _read(printed), _read(full)
    if not (a.pieces and b.pieces):  # Without a word on one side there is nothing to align.
        return (AlignedPart("changed" if a.pieces or b.pieces else "same", printed, full),)
    in_a, in_b = _cut_offsets(a, len(printed)), _cut_offsets(b, len(full))
    parts: list[AlignedPart] = []
    for (start_a, start_b), (end_a, end_b) in pairwise(_shared_cuts(a, b)):
        ours, theirs = a.pieces[start_a:end_a], b.pieces[start_b:end_b]
        is_same = _normal(ours) == _normal(theirs)
        kind = "same" if is_same else _difference(_hull(ours), _hull(theirs)).kind
        part = AlignedPart(
            kind, printed[in_a[start_a] : in_a[end_a]], full[in_b[start_b] : in_b[end_b]]
        )
        if parts and part.kind == parts[-1].kind == "same":
            before = parts.pop()
            part = AlignedPart("same", before.printed + part.printed, before.full + part.full)
        parts.append(part)
    return tuple(parts)


def relation_of(printed: str, full: str) -> Relation:
    """An outlet's wording and the fullest one -> the relation of the first to the second.

    A fragment is a piece of a wording that says more. Any other wording is a variant.
    """
    a, b = utterance_of("", printed), utterance_of("", full)
    overlap = overlap_of(a.word_sequence, b.word_sequence)
    relation = relation_between(a, b, overlap)
    if relation == "fragment" and not (overlap.runs and a.bits < b.bits):
        return "variant"
    return relation


def similarity(printed: str, full: str) -> float:
    """Two wordings -> the share of the shorter that is also in the longer, by weight, 0 to 1."""
    a, b = utterance_of("", printed), utterance_of("", full)
    return (
        1.0
        if a.words == b.words
        else round(overlap_of(a.word_sequence, b.word_sequence).contained, 4)
    )


# An article is compared with several quotes, and a quote with several articles.
@lru_cache(maxsize=512)
def _read(text: str) -> _Wording:
    words = cached_tokens_of(text)
    # The position among the words, whether it is a word, and the piece.
    ordered = [(position, True, word) for position, word in enumerate(words)]
    starts = sorted(word.start for word in words)
    taken = {offset for word in words for offset in range(word.start, word.end)}
    for match in _BRACKET.finditer(text):
        # "[T]he" is a word. In a text of brackets alone, the words in them are the words.
        if not taken.isdisjoint(range(*match.span())):
            continue
        form = " ".join(word.form for word in tokens_of(match[0]))
        if form:
            before = bisect_left(starts, match.start())
            ordered.append((before, False, Token(form, *match.span())))
    ordered.sort(key=itemgetter(0, 1))
    word_positions = tuple(i for i, (_, is_word, _) in enumerate(ordered) if is_word)
    return _Wording(tuple(piece for *_, piece in ordered), word_positions)


def _words(wording: _Wording) -> list[str]:
    return [wording.pieces[position].form for position in wording.word_positions]


def _normal(pieces: Sequence[Token]) -> str:
    return " ".join(piece.form for piece in pieces)


def _shared_cuts(a: _Wording, b: _Wording) -> list[tuple[int, int]]:
    """Return the places, in order, at which both wordings are cut: before and after shared words.

    A place is a position among the pieces of each wording.
    """
    cuts = {(0, 0), (len(a.pieces), len(b.pieces))}
    for run in align(_words(a), _words(b)):
        for offset in range(run.length):
            i, j = a.word_positions[run.a + offset], b.word_positions[run.b + offset]
            cuts |= {(i, j), (i + 1, j + 1)}
    clean_a, clean_b = _clean_cuts(a.pieces), _clean_cuts(b.pieces)
    return sorted((i, j) for i, j in cuts if i in clean_a and j in clean_b)


def _cut_offsets(wording: _Wording, end: int) -> list[int]:
    """Return the offset in the text of each cut before a piece, and of the cut after the last."""
    starts = [*accumulate((piece.start for piece in reversed(wording.pieces)), min)][::-1]
    return [0, *starts[1:], end]


def _clean_cuts(pieces: Sequence[Token]) -> set[int]:
    """Pieces -> the positions before which the text can be cut.

    All pieces before a cut end before all pieces after it begin.
    """
    ends = [0, *accumulate((piece.end for piece in pieces), max)]
    starts = [*accumulate((piece.start for piece in reversed(pieces)), min)][::-1]
    return {i for i, start in enumerate(starts) if ends[i] <= start} | {0, len(pieces)}


def _hull(pieces: Sequence[Token]) -> Span | None:
    if not pieces:
        return None
    return Span(min(piece.start for piece in pieces), max(piece.end for piece in pieces))


def _difference(printed: Span | None, full: Span | None) -> Difference:
    if printed is None:
        return Difference("left_out", None, full)
    return Difference("changed" if full else "added", printed, full)
