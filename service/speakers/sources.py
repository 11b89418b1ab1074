"""Sources as written to their parts: a pronoun, a name, a role, a group or an unnamed person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from service.speakers.lexicon import gendered, plain, words
from service.speakers.mentions import Mention, Role, Sort, role_of
from service.speakers.names import WORD
from service.text.spans import Span


class Form(StrEnum):
    """How a source names its speaker."""

    PRONOUN = "pronoun"
    RELATIVE = "relative"
    NAME = "name"
    ROLE = "role"
    """A definite person: "the spokesman"."""
    UNNAMED = "unnamed"
    """An indefinite person: "one official"."""
    BODY = "body"
    """A definite body without a name of its own: "the company", "the Clinton campaign"."""
    GROUP = "group"
    DOCUMENT = "document"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Part:
    """One speaker of a source, as written."""

    span: Span
    form: Form
    head: str
    """The head noun or the pronoun, plain."""
    mention: Mention | None
    """The name it holds: its own (NAME), or the one that its noun belongs to (the others)."""
    role: Role | None = None


PERSONAL = frozenset(
    [
        "he",
        "she",
        "they",
        "it",
        "him",
        "her",
        "them",
        "his",
        "hers",
        "its",
        "their",
        "theirs",
        "himself",
        "herself",
    ]
)
_FIRST = frozenset(["i", "we", "me", "us", "my", "our", "you", "your"])
_RELATIVE = frozenset(["who", "which", "that", "whom", "whose"])
_INDEFINITE = frozenset(
    [
        "a",
        "an",
        "one",
        "another",
        "some",
        "any",
        "several",
        "many",
        "few",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "no",
        "most",
        "more",
        "other",
        "others",
        "at",
        "least",
    ]
)
_DEFINITE = frozenset(
    ["the", "this", "that", "these", "those", "his", "her", "its", "their", "my", "our"]
)
_CUT = re.compile(
    r"[ \u00a0](?:of|for|at|in|on|who|from|with|to|that|which|whose|close|familiar|speaking|as|"
    r"including|during|by|about|near|inside|within|under|across|among)\b|[,(—:;]|\s[–-]\s"
)
_JOINT = re.compile(r"\s+(?:and|&amp;|&|as well as)\s+|,\s+and\s+")


def read_source(text: str, spans: Sequence[Span], mentions: Sequence[Mention]) -> tuple[Part, ...]:
    """A text, where a source stands and the mentions in it -> the source's parts."""
    if not spans:
        return ()
    span = max(spans, key=len)
    inside = [m for m in mentions if span.overlaps(m.span)]
    head = _head(text, span, inside)
    parts = [_part(text, piece, inside, span) for piece in _pieces(text, head, inside)]
    if len(parts) > 1:
        named = [part for part in parts if part.form is Form.NAME]
        return tuple(named) or (_part(text, head, inside, span),)
    return tuple(parts)


def _head(text: str, span: Span, inside: Sequence[Mention]) -> Span:
    for cut in _CUT.finditer(text, span.start, span.end):
        if any(m.span.start <= cut.start() < m.span.end for m in inside):
            continue
        if cut.start() > span.start and text[span.start : cut.start()].strip():
            return Span(span.start, cut.start())
    return span


def _pieces(text: str, head: Span, inside: Sequence[Mention]) -> list[Span]:
    pieces, start = [], head.start
    for joint in _JOINT.finditer(text, head.start, head.end):
        if any(m.span.start < joint.end() and joint.start() < m.span.end for m in inside):
            continue
        pieces.append(Span(start, joint.start()))
        start = joint.end()
    pieces.append(Span(start, head.end))
    return [piece for piece in pieces if text[piece.start : piece.end].strip()] or [head]


def _part(text: str, piece: Span, inside: Sequence[Mention], whole: Span) -> Part:
    tokens = list(WORD.finditer(text, piece.start, piece.end))
    low = [plain(token.group()) for token in tokens]
    own = [m for m in inside if piece.overlaps(m.span)]
    if not tokens:
        return Part(piece, Form.OTHER, "", None)
    if len(low) == 1 and not own:
        lone = _lone(piece, low[0])
        if lone:
            return lone
    if low[0] in _RELATIVE and not own:
        return Part(piece, Form.RELATIVE, low[0], None)
    last = own[-1] if own else None
    if last and last.span.end >= tokens[-1].end() - 2 and last.sort is not Sort.PEOPLE:
        return Part(piece, Form.NAME, low[-1], last)
    if last and last.span.end >= tokens[-1].end() - 2:
        return Part(piece, Form.GROUP, low[-1], last)
    return _noun(text, piece, low, own, inside, whole)


def _lone(piece: Span, word: str) -> Part | None:
    if word in PERSONAL:
        return Part(piece, Form.PRONOUN, word, None)
    if word in _RELATIVE:
        return Part(piece, Form.RELATIVE, word, None)
    if word in _FIRST:
        return Part(piece, Form.OTHER, word, None)
    return None


def _noun(
    text: str,
    piece: Span,
    low: list[str],
    own: Sequence[Mention],
    inside: Sequence[Mention],
    whole: Span,
) -> Part:
    head = re.sub(r"['’]s?$", "", low[-1])
    owner = own[-1] if own else None
    role = role_of(piece.of(text))
    if head.endswith("-year-old"):
        role = Role(head=head, modifiers=frozenset(), gender=None)
    if role and role.head == head and (low[0] not in _INDEFINITE or low[0] in ("a", "an")):
        after = [m for m in inside if m.sort is Sort.PERSON and m.span.start >= piece.end]
        if after and re.fullmatch(
            r".*,\s*(?:[\w.]+\s)?", text[piece.end : after[0].span.start], re.S
        ):
            return Part(piece, Form.NAME, head, after[0], role)
    if low[0] in _INDEFINITE and (
        head in gendered("roles") or low[0] in ("one", "another", "a", "an")
    ):
        if head in words("documents"):
            return Part(piece, Form.DOCUMENT, head, owner)
        if head in words("organization_nouns"):
            return Part(piece, Form.BODY, head, owner)
        return Part(piece, Form.UNNAMED, head, owner, role)
    if head in gendered("roles") or head.endswith("-year-old"):
        definite = low[0] in _DEFINITE or bool(owner and owner.possessive)
        return Part(piece, Form.ROLE if definite else Form.UNNAMED, head, owner, role)
    if head in words("organization_nouns"):
        return Part(piece, Form.BODY, head, owner)
    if head in words("documents"):
        return Part(piece, Form.DOCUMENT, head, owner)
    if head in words("group_nouns") or head.endswith("s") or low[0] in _INDEFINITE:
        return Part(piece, Form.GROUP, head, owner)
    return Part(piece, Form.OTHER, head, owner, role)
