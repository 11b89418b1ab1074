"""Sources as written to their parts: a pronoun, a name, a role, a group or an unnamed person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from service.speakers.mentions.behind import is_named_after, maker_after
from service.speakers.mentions.mention import Mention, Sort
from service.speakers.mentions.missed_names import is_common
from service.speakers.names.lexicon import gendered, plain, words
from service.speakers.names.person_names import WORD
from service.speakers.names.roles import Role, role_of
from service.speakers.sources.noun_phrases import head_of, pieces_of
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
    """A body without a name of its own: "the company", "her campaign"."""
    GROUP = "group"
    DOCUMENT = "document"
    """Something written or shown: "the lawsuit", "a Times article"."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Part:
    """One speaker of a source, as written."""

    span: Span
    form: Form
    head: str
    """The head noun or the pronoun, plain."""
    mention: Mention | None = None
    """The name it is (NAME), or the one that it belongs to (all others)."""
    role: Role | None = None
    opening: str = ""
    """Its first word, plain: "the", "a", "his"."""


_LIMIT = 400
_APPOSED = (Form.ROLE, Form.UNNAMED)
_APPOSED_TO_BODIES = (*_APPOSED, Form.BODY, Form.GROUP, Form.OTHER)
"""What a source may be where the name that it is apposed to stands right before it."""


def read_source(
    text: str, spans: Sequence[Span], mentions: Sequence[Mention], *, beside: Mention | None = None
) -> tuple[Part, ...]:
    """A text, where a source stands and the mentions in it -> the source's parts.

    Args:
        text: the whole text.
        spans: where the source stands; the longest of several stretches is read.
        mentions: the mentions that overlap the source, in the order of the text.
        beside: whoever is named right beside it, who bears the role that it gives.
    """
    if not spans:
        return ()
    longest = max(spans, key=len)
    whole = Span(longest.start, min(longest.end, longest.start + _LIMIT))
    head = head_of(text, whole, mentions)
    pieces = pieces_of(text, head, mentions)
    if len(pieces) > 1:
        named = [part for piece in pieces if (part := _own_name(text, piece, mentions))]
        if named:
            return tuple(named)
    part = _part(text, head, mentions, whole)
    if beside and part.form in (_APPOSED if beside.sort is Sort.PERSON else _APPOSED_TO_BODIES):
        return (replace(part, form=Form.NAME, mention=beside),)
    if part.form is Form.OTHER and part.head not in words("other_pronouns"):
        return (_first_person(text, mentions, whole) or part,)
    return (part,)


def _first_person(text: str, inside: Sequence[Mention], whole: Span) -> Part | None:
    """The first person in a source cut badly: "said Ada Rehn", "the vote, Ada Rehn, a baker"."""
    for mention in inside:
        before = text[whole.start : mention.span.start].rstrip()
        free = not before or before.endswith(",") or before.split()[-1] in words("role_stops")
        if mention.sort is Sort.PERSON and free and not mention.possessive:
            return Part(mention.span, Form.NAME, "", mention)
    return None


def _own_name(text: str, piece: Span, inside: Sequence[Mention]) -> Part | None:
    part = _part(text, piece, [m for m in inside if piece.overlaps(m.span)], piece)
    return part if part.form is Form.NAME else None


def _part(text: str, piece: Span, inside: Sequence[Mention], whole: Span) -> Part:
    tokens = list(WORD.finditer(text, piece.start, piece.end))
    low = [plain(token.group()) for token in tokens]
    while len(low) > 1 and _is_adverb(low):
        tokens, low = tokens[:-1], low[:-1]
    if not tokens:
        return Part(piece, Form.OTHER, "")
    piece = Span(piece.start, tokens[-1].end())
    own = [m for m in inside if piece.overlaps(m.span)]
    if len(low) == 1 and not own:
        return _lone(text, piece, low[0])
    last = own[-1] if own else None
    if last and last.span.end >= tokens[-1].end() - 2:
        return _named(text, piece, low, own, last, len(tokens))
    return _noun(text, piece, low, own, inside, whole)


def _is_adverb(low: Sequence[str]) -> bool:
    """Whether a phrase ends on a word that only stresses it: "he himself", "she later"."""
    stress = words("stress")
    pronoun = low[0] in words("personal_pronouns") and len(low) == 2
    return low[-1] in stress or (pronoun and low[-1].endswith("ly"))


def _lone(text: str, piece: Span, word: str) -> Part:
    head = re.sub(r"['’]s?$", "", word)
    if word in words("personal_pronouns"):
        return Part(piece, Form.PRONOUN, word)
    if word in words("relative_pronouns"):
        return Part(piece, Form.RELATIVE, word)
    if word in words("other_pronouns"):
        return Part(piece, Form.OTHER, word)
    if word in words("someone"):
        return Part(piece, Form.UNNAMED, word)
    return _by_head(text, piece, head, None, role_of(word), "")


def _named(
    text: str, piece: Span, low: list[str], own: Sequence[Mention], last: Mention, count: int
) -> Part:
    head = re.sub(r"['’]s?$", "", low[-1])
    indefinite = low[0] in words("indefinites")
    if last.sort is Sort.PEOPLE:
        if indefinite and not head.endswith("s") and len(low) > 1:
            return Part(piece, Form.UNNAMED, head, last, role_of(piece.of(text)), low[0])
        if low[0] == "the" and "only" not in low and head in gendered("roles"):
            return Part(piece, Form.ROLE, head, None, role_of(piece.of(text)), low[0])
        return Part(piece, Form.GROUP, head, last, None, low[0])
    if indefinite and head in gendered("roles") and count > 1:
        return Part(piece, Form.UNNAMED, head, last, role_of(piece.of(text)), low[0])
    return Part(piece, Form.NAME, head, last)


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
    beyond = [m for m in inside if m.span.start >= piece.end]
    if head in gendered("roles") or head in words("relational_roles") or head.endswith("member"):
        for person in beyond:
            if person.sort is Sort.PERSON and is_named_after(text, piece.end, person.span.start):
                return Part(piece, Form.NAME, head, person, role)
    if head.endswith("-year-old") and low[0] not in words("indefinites"):
        return Part(piece, Form.ROLE, head, owner, Role(head, frozenset(), None), low[0])
    if head in words("documents") and beyond and not (owner and owner.possessive):
        owner = maker_after(text, piece.end, beyond) or owner
    return _by_head(text, piece, head, owner, role, low[0])


def _by_head(
    text: str, piece: Span, head: str, owner: Mention | None, role: Role | None, opening: str
) -> Part:
    form = _form(text, piece, head, owner, opening)
    return Part(piece, form, head, owner, role, opening)


def _form(text: str, piece: Span, head: str, owner: Mention | None, opening: str) -> Form:
    owned = owner is not None and owner.possessive and opening not in words("indefinites")
    known = opening in words("definites") or owned
    if head in words("documents") or (head in ("board", "page") and "editorial" in piece.of(text)):
        return Form.DOCUMENT
    if head in gendered("roles"):
        return Form.ROLE if known else Form.UNNAMED
    if head in words("organization_nouns") or (known and head in words("epithets")):
        return Form.BODY
    if (
        head in words("group_nouns")
        or head in words("peoples")
        or head.endswith("s")
        or is_common(head)
    ):
        return Form.GROUP
    if opening in words("indefinites"):
        return Form.UNNAMED
    return Form.OTHER
