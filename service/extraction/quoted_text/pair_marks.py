"""Pair quotation marks: find the quoted spans of a text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from service.extraction.quotation import QuotedSpan
from service.extraction.quoted_text.mark_characters import Facing, Family, Mark, read_marks
from service.extraction.quoted_text.patterns import APOSTROPHE_AFTER, ELISION
from service.text.document import Document
from service.text.spans import Span

_NO_WORDS = re.compile(r"[\s\u00ad\u200b-\u200d\u2060\ufeff]*")


@dataclass(frozen=True, slots=True)
class _Pair:
    """An opening mark with its closing one, or with none."""

    opening: Mark
    closing: Mark | None


@dataclass(slots=True)
class _Open:
    """The opening marks without a closing mark so far, the innermost last, with counts."""

    marks: list[Mark] = field(default_factory=list)
    families: Counter[Family] = field(default_factory=Counter)
    sets: Counter[str] = field(default_factory=Counter)

    def push(self, mark: Mark) -> None:
        self.marks.append(mark)
        self.families[mark.character.family] += 1
        self.sets[mark.character.set] += 1

    def pop(self) -> Mark:
        mark = self.marks.pop()
        self.families[mark.character.family] -= 1
        self.sets[mark.character.set] -= 1
        return mark


def find_quoted_spans(document: Document) -> tuple[QuotedSpan, ...]:
    """Return the quoted spans of a document, an outer one before those inside it.

    A quoted span never leaves its paragraph, so a forgotten closing mark affects no other.
    """
    quoted_spans: list[QuotedSpan] = []
    unclosed: Mark | None = None
    for paragraph in document.paragraphs:
        pairs = _pairs(document.text, paragraph, unclosed)
        first = pairs[0] if pairs else None
        continues = (
            first is not None
            and unclosed is not None
            and first.opening.span.start == paragraph.start
            and first.opening.character.family is unclosed.character.family
        )
        quoted_spans.extend(_nest(document.text, paragraph, pairs, continues=continues))
        left = [pair for pair in pairs if pair.closing is None]
        unclosed = left[0].opening if left else None
    return tuple(quoted_spans)


def group_by_paragraph(
    paragraphs: Sequence[Span], quoted_spans: Sequence[QuotedSpan]
) -> list[tuple[QuotedSpan, ...]]:
    """Return the quoted spans of each paragraph. Both arguments are in the order of the text."""
    groups: list[tuple[QuotedSpan, ...]] = []
    index = 0
    for paragraph in paragraphs:
        inside: list[QuotedSpan] = []
        while index < len(quoted_spans) and quoted_spans[index].outer.start < paragraph.end:
            if paragraph.contains(quoted_spans[index].outer):
                inside.append(quoted_spans[index])
            index += 1
        groups.append(tuple(inside))
    return groups


def _pairs(text: str, paragraph: Span, unclosed: Mark | None) -> list[_Pair]:
    """Return the pairs of marks in a paragraph, in the order of their opening marks.

    Args:
        text: The whole text.
        paragraph: The paragraph.
        unclosed: The opening mark of the paragraph before that nothing closes there.
    """
    marks = [mark for mark in read_marks(text, paragraph) if not _is_apostrophe(text, mark)]
    closes_next = _closes_next(marks)
    waiting = _Open()
    if unclosed and _is_closed_in(marks, unclosed.character.family):
        at_start = Span(paragraph.start, paragraph.start)
        waiting.push(replace(unclosed, span=at_start))
    pairs: list[_Pair] = []
    for index, whole in enumerate(marks):
        halves = None if waiting.families[Family.DOUBLE] else whole.halves
        for mark in halves or (whole,):
            if _closes(mark, waiting, another_follows=closes_next[index]):
                pairs.append(_Pair(_take_partner(mark, waiting), mark))
            elif _opens(text, mark):
                waiting.push(mark)
    pairs.extend(_left_open(text, paragraph, waiting, pairs))
    worded = (pair for pair in pairs if not _is_empty(text, pair))
    return sorted(worded, key=lambda pair: pair.opening.span)


def _is_closed_in(marks: list[Mark], family: Family) -> bool:
    """Return whether a paragraph closes a double mark of the one before, and opens none before."""
    first = next((mark for mark in marks if mark.character.family is family), None)
    if first is None or family is Family.SINGLE or first.before.isdigit():
        return False
    return first.faces_left and not first.faces_right


def _is_apostrophe(text: str, mark: Mark) -> bool:
    """Return whether a mark is within a word ("6'2") or begins a shortened one ("'90s")."""
    if mark.character.family is not Family.SINGLE:
        return False
    if mark.before.isalnum() and mark.after.isalnum():
        return True
    return mark.faces_right and ELISION.match(text, mark.span.end) is not None


def _closes_next(marks: list[Mark]) -> list[bool]:
    """Return for each mark whether the next one of its set has the shape of a closing mark."""
    answers = [False] * len(marks)
    following: dict[str, Mark] = {}
    for index in range(len(marks) - 1, -1, -1):
        mark = marks[index]
        other = following.get(mark.character.set)
        answers[index] = other is not None and other.faces_left and not other.faces_right
        following[mark.character.set] = mark
    return answers


def _closes(mark: Mark, waiting: _Open, *, another_follows: bool) -> bool:
    if not waiting.families[mark.character.family]:
        return False
    if mark.character.facing is Facing.OPENS:
        inverse = waiting.marks[-1].character.facing is Facing.CLOSES
        return mark.faces_left and (inverse or mark.character.family is not Family.ANGLE)
    if mark.character.facing is Facing.EITHER and mark.faces_right and not mark.faces_left:
        return False
    if mark.character.family is Family.SINGLE:
        innermost = waiting.marks[-1].character.family is Family.SINGLE
        ends_word = mark.before.isalnum()
        if mark.before.isspace() or (ends_word and not innermost):
            return False
        # An apostrophe, or 6 feet (6'), if a better closing mark follows.
        return not (another_follows and (mark.before in APOSTROPHE_AFTER or mark.before.isdigit()))
    # Twelve inches (12"), if a better closing mark follows.
    return not (another_follows and mark.before.isdigit())


def _opens(text: str, mark: Mark) -> bool:
    if mark.after == "":
        return False
    facing, family = mark.character.facing, mark.character.family
    if family is Family.DOUBLE and facing is Facing.OPENS:
        return True
    if family is Family.ANGLE and facing is Facing.OPENS:
        return mark.faces_right or mark.before.isspace() or mark.before == ""
    if family is Family.DOUBLE and facing is Facing.EITHER:
        return not (mark.faces_left or mark.before.isdigit())
    if family is Family.SINGLE and facing is Facing.CLOSES:
        return False
    # A closing mark before a word opens: so in »German« and »Swedish» style, or by mistake.
    return mark.faces_right


def _take_partner(mark: Mark, waiting: _Open) -> Mark:
    """Remove and return the opening mark of a closing mark. Marks between the two are dropped."""
    same_set = waiting.sets[mark.character.set] > 0
    while True:
        opening = waiting.pop()
        if opening.character.set == mark.character.set:
            return opening
        if not same_set and opening.character.family is mark.character.family:
            return opening


def _left_open(text: str, paragraph: Span, waiting: _Open, pairs: list[_Pair]) -> list[_Pair]:
    """Return the opening marks that begin a quotation although no mark closes them.

    If the same family opens again later, the closing mark was forgotten and its place is unknown.
    A single mark is an apostrophe unless it begins the paragraph.
    """
    last = {pair.opening.character.family: pair.opening.span.start for pair in pairs}
    for pair in pairs:
        family = pair.opening.character.family
        last[family] = max(last[family], pair.opening.span.start)
    kept: list[_Pair] = []
    for mark in reversed(waiting.marks):
        family = mark.character.family
        if last.get(family, -1) > mark.span.start:
            continue
        last[family] = mark.span.start
        begins = mark.span.start == paragraph.start and text[mark.span.end].isupper()
        if begins or (family is Family.DOUBLE) or (family is Family.ANGLE and mark.faces_right):
            kept.append(_Pair(mark, None))
    return kept


def _is_empty(text: str, pair: _Pair) -> bool:
    if pair.closing is None:
        return False
    return _NO_WORDS.fullmatch(text, pair.opening.span.end, pair.closing.span.start) is not None


def _nest(text: str, paragraph: Span, pairs: list[_Pair], *, continues: bool) -> list[QuotedSpan]:
    """Return the quoted spans of pairs in the order of the text, each with its depth."""
    quoted_spans: list[QuotedSpan] = []
    ends: list[int] = []
    for pair in pairs:
        start = pair.opening.span.start
        while ends and ends[-1] <= start:
            ends.pop()
        inner_end = pair.closing.span.start if pair.closing else paragraph.end
        outer_end = pair.closing.span.end if pair.closing else paragraph.end
        quoted_spans.append(
            QuotedSpan(
                inner=Span(pair.opening.span.end, inner_end),
                outer=Span(start, outer_end),
                depth=len(ends),
                closed=pair.closing is not None,
                continues=continues and not quoted_spans,
            )
        )
        ends.append(outer_end)
    return quoted_spans
