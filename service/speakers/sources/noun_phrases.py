"""Noun phrases to their heads and to the pieces that "and" joins in them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.speakers.mentions.mention import EntityType, Mention
from service.speakers.names.lexicon import fold_word, word_set
from service.text.spans import Span

_CUT = re.compile(
    r"[ \u00a0](?:of|for|at|in|on|who|from|with|to|that|which|whose|close|familiar|speaking|as|"
    r"including|during|by|about|near|inside|within|under|across|among|titled|released|named|"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today|last)\b"
    r"|[,(—:]|(?<!&amp);|\s[–-]\s"
)
_ARTICLES = ("the", "a", "an")
_JOINT = re.compile(r",?\s+(?:and|&amp;|&|as well as|or|nor)\s+|,\s+(?=[A-Z])")


def head_phrase(text: str, span: Span, inside: Sequence[Mention]) -> Span:
    """A noun phrase and the mentions in it -> the phrase up to what only qualifies it."""
    for cut in _CUT.finditer(text, span.start, span.end):
        if any(m.span.start <= cut.start() < m.span.end for m in inside):
            continue
        before = text[span.start : cut.start()].strip(" \u00a0\"“”'‘’")
        if not before or fold_word(before) in _ARTICLES:
            continue
        if _joins_on(text, cut, span, inside):
            continue
        return Span(span.start, cut.start())
    return span


def _joins_on(text: str, cut: re.Match[str], span: Span, inside: Sequence[Mention]) -> bool:
    """Whether a name still heads the phrase: "former secretary of state Jane Roe", "A, B and C"."""
    if cut.group().strip() == "of":
        after = next(
            (m for m in inside if m.entity_type is EntityType.PERSON and m.span.start >= cut.end()),
            None,
        )
        between = text[cut.end() : after.span.start].split() if after else []
        return (
            after is not None
            and 1 <= len(between) <= 4
            and not any(fold_word(word) in word_set("prepositions") for word in between)
            and not re.search(r"[,;:]", text[cut.end() : after.span.start])
        )
    if cut.group() == ",":
        rest = re.match(
            r"\s+(?:[A-Z][\w.'’-]*\s?){1,4}(?:,\s+(?:[A-Z][\w.'’-]*\s?){1,4})*,?\s+and\s+[A-Z]",
            text[cut.end() : span.end],
        )
        return rest is not None
    return False


def split_conjuncts(text: str, head: Span, inside: Sequence[Mention]) -> list[Span]:
    """The head of a phrase -> what "and", commas and the like join in it."""
    pieces, start = [], head.start
    for joint in _JOINT.finditer(text, head.start, head.end):
        if any(m.span.start < joint.end() and joint.start() < m.span.end for m in inside):
            continue
        pieces.append(Span(start, joint.start()))
        start = joint.end()
    pieces.append(Span(start, head.end))
    return [piece for piece in pieces if piece.of(text).strip()] or [head]
