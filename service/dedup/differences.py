"""An outlet's wording and the quote's fullest -> what the outlet left out, added and changed.

Words in brackets are an editor's, so they are never aligned; they are shown as added, or, where
words are missing beside them, as what those were changed to. House style is no difference.

A word as printed may be several normal words ("can't"), and normal words may stand in another order
than printed ("$2.5bn"). A difference therefore begins and ends only where both sides can be cut,
and then takes in what else is printed there.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from operator import itemgetter
from typing import Literal

from service.dedup.align import align
from service.dedup.link_rules import Relation, relation_between
from service.dedup.overlap import overlap_of
from service.dedup.utterance import utterance_of
from service.dedup.words.normalise import Token, tokens_of
from service.text.spans import Span

_BRACKET = re.compile(r"\[[^\[\]]*\]")


@dataclass(frozen=True, slots=True)
class Difference:
    """Words of one wording that the other has not, or has others for."""

    kind: Literal["left_out", "added", "changed"]
    printed: Span | None
    """Where they stand in what the outlet printed; None where it left them out."""
    full: Span | None
    """Where they stand in the fullest wording; None where the outlet added them."""


@dataclass(frozen=True, slots=True)
class _Wording:
    pieces: tuple[Token, ...]
    """The words, and each bracket of an editor's as one piece, in the order of the words."""
    places: tuple[int, ...]
    """Which of the pieces are words."""


def differences(printed: str, full: str) -> tuple[Difference, ...]:
    """An outlet's wording and the fullest one -> how the first differs, in order.

    Spans are code points into the two texts as given, and do not overlap.
    """
    a, b = _read(printed), _read(full)
    cuts = {(0, 0), (len(a.pieces), len(b.pieces))}
    for run in align(_words(a), _words(b)):
        for offset in range(run.length):
            i, j = a.places[run.a + offset], b.places[run.b + offset]
            cuts |= {(i, j), (i + 1, j + 1)}
    clean_a, clean_b = _clean_cuts(a.pieces), _clean_cuts(b.pieces)
    clean = sorted((i, j) for i, j in cuts if i in clean_a and j in clean_b)
    found = []
    for (start_a, start_b), (end_a, end_b) in pairwise(clean):
        ours, theirs = a.pieces[start_a:end_a], b.pieces[start_b:end_b]
        if _normal(ours) != _normal(theirs):
            found.append(_difference(_hull(ours), _hull(theirs)))
    return tuple(found)


def relation_of(printed: str, full: str) -> Relation:
    """An outlet's wording and the fullest one -> what the first is of the second.

    A fragment is a piece of what says more; whatever else has other words is a variant.
    """
    a, b = utterance_of("", printed), utterance_of("", full)
    overlap = overlap_of(a.word_sequence, b.word_sequence)
    relation = relation_between(a, b, overlap)
    if relation == "fragment" and not (overlap.runs and a.bits < b.bits):
        return "variant"
    return relation


def similarity(printed: str, full: str) -> float:
    """Two wordings -> how much of what the shorter says the longer says too, 0 to 1."""
    a, b = utterance_of("", printed), utterance_of("", full)
    return (
        1.0
        if a.words == b.words
        else round(overlap_of(a.word_sequence, b.word_sequence).contained, 4)
    )


def _read(text: str) -> _Wording:
    words = tokens_of(text)
    ordered = [(number, True, word) for number, word in enumerate(words)]
    starts = sorted(word.start for word in words)
    taken = {position for word in words for position in range(word.start, word.end)}
    for match in _BRACKET.finditer(text):
        # "[T]he" is a word, and in a text of nothing but brackets their words are its words.
        if not taken.isdisjoint(range(*match.span())):
            continue
        form = " ".join(word.form for word in tokens_of(match[0]))
        if form:
            before = bisect_left(starts, match.start())
            ordered.append((before, False, Token(form, *match.span())))
    ordered.sort(key=itemgetter(0, 1))
    places = tuple(place for place, (_, spoken, _) in enumerate(ordered) if spoken)
    return _Wording(tuple(piece for *_, piece in ordered), places)


def _words(wording: _Wording) -> list[str]:
    return [wording.pieces[place].form for place in wording.places]


def _normal(pieces: Sequence[Token]) -> str:
    return " ".join(piece.form for piece in pieces)


def _clean_cuts(pieces: Sequence[Token]) -> set[int]:
    """Pieces -> before which of them the text can be cut: all that came end before all to come."""
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
