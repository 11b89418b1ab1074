"""Sources as written to their parts: a pronoun, a name, a role, a group or an unnamed person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from service.speakers.mentions.behind import is_followed_by_name, maker_in_modifier
from service.speakers.mentions.mention import EntityType, Mention
from service.speakers.mentions.missed_names import is_plural_role
from service.speakers.names.lexicon import fold_word, word_genders, word_set
from service.speakers.names.person_names import WORD
from service.speakers.names.roles import Role, role_of
from service.speakers.sources.noun_phrases import head_phrase, split_conjuncts
from service.text.spans import Span


class SourceForm(StrEnum):
    """How a source names its speaker."""

    PRONOUN = "pronoun"
    RELATIVE = "relative"
    NAME = "name"
    ROLE = "role"
    """A definite person: "the spokesman"."""
    UNNAMED = "unnamed"
    """An indefinite person: "one official"."""
    ORGANIZATION = "body"
    """A body without a name of its own: "the company", "her campaign"."""
    GROUP = "group"
    DOCUMENT = "document"
    """Something written or shown: "the lawsuit", "a Times article"."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class SourcePart:
    """One speaker of a source, as written."""

    span: Span
    form: SourceForm
    head: str
    """The head noun or the pronoun, plain."""
    mention: Mention | None = None
    """The name it is (NAME), or the one that it belongs to (all others)."""
    role: Role | None = None
    first_word: str = ""
    """Its first word, plain: "the", "a", "his"."""


_LIMIT = 400
_APPOSED = (SourceForm.ROLE, SourceForm.UNNAMED)
_APPOSED_TO_BODIES = (*_APPOSED, SourceForm.ORGANIZATION, SourceForm.GROUP, SourceForm.OTHER)
"""What a source may be where the name that it is apposed to stands right before it."""


def parse_source(
    text: str, spans: Sequence[Span], mentions: Sequence[Mention], *, beside: Mention | None = None
) -> tuple[SourcePart, ...]:
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
    head = head_phrase(text, whole, mentions)
    pieces = split_conjuncts(text, head, mentions)
    if len(pieces) > 1:
        named = [part for piece in pieces if (part := _own_name(text, piece, mentions))]
        if named:
            return tuple(named)
    part = _part(text, head, mentions, whole)
    if beside and part.form in (
        _APPOSED if beside.entity_type is EntityType.PERSON else _APPOSED_TO_BODIES
    ):
        return (replace(part, form=SourceForm.NAME, mention=beside),)
    if part.form is SourceForm.OTHER and part.head not in word_set("other_pronouns"):
        return (_first_person(text, mentions, whole) or part,)
    return (part,)


def _first_person(text: str, inside: Sequence[Mention], whole: Span) -> SourcePart | None:
    """The first person in a source cut badly: "said Ada Rehn", "the vote, Ada Rehn, a baker"."""
    for mention in inside:
        before = text[whole.start : mention.span.start].rstrip()
        free = not before or before.endswith(",") or before.split()[-1] in word_set("role_stops")
        if mention.entity_type is EntityType.PERSON and free and not mention.possessive:
            return SourcePart(mention.span, SourceForm.NAME, "", mention)
    return None


def _own_name(text: str, piece: Span, inside: Sequence[Mention]) -> SourcePart | None:
    part = _part(text, piece, [m for m in inside if piece.overlaps(m.span)], piece)
    return part if part.form is SourceForm.NAME else None


def _part(text: str, piece: Span, inside: Sequence[Mention], whole: Span) -> SourcePart:
    tokens = list(WORD.finditer(text, piece.start, piece.end))
    low = [fold_word(token.group()) for token in tokens]
    while len(low) > 1 and _is_adverb(low):
        tokens, low = tokens[:-1], low[:-1]
    if not tokens:
        return SourcePart(piece, SourceForm.OTHER, "")
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
    stress = word_set("stress")
    pronoun = low[0] in word_set("personal_pronouns") and len(low) == 2
    return low[-1] in stress or (pronoun and low[-1].endswith("ly"))


def _lone(text: str, piece: Span, word: str) -> SourcePart:
    head = re.sub(r"['’]s?$", "", word)
    if word in word_set("personal_pronouns"):
        return SourcePart(piece, SourceForm.PRONOUN, word)
    if word in word_set("relative_pronouns"):
        return SourcePart(piece, SourceForm.RELATIVE, word)
    if word in word_set("other_pronouns"):
        return SourcePart(piece, SourceForm.OTHER, word)
    if word in word_set("someone"):
        return SourcePart(piece, SourceForm.UNNAMED, word)
    return _by_head(text, piece, head, None, role_of(word), "")


def _named(
    text: str, piece: Span, low: list[str], own: Sequence[Mention], last: Mention, count: int
) -> SourcePart:
    head = re.sub(r"['’]s?$", "", low[-1])
    indefinite = low[0] in word_set("indefinites")
    if last.entity_type is EntityType.GROUP:
        if indefinite and not head.endswith("s") and len(low) > 1:
            return SourcePart(
                piece, SourceForm.UNNAMED, head, last, role_of(piece.of(text)), low[0]
            )
        if low[0] == "the" and "only" not in low and head in word_genders("roles"):
            return SourcePart(piece, SourceForm.ROLE, head, None, role_of(piece.of(text)), low[0])
        return SourcePart(piece, SourceForm.GROUP, head, last, None, low[0])
    if indefinite and head in word_genders("roles") and count > 1:
        return SourcePart(piece, SourceForm.UNNAMED, head, last, role_of(piece.of(text)), low[0])
    return SourcePart(piece, SourceForm.NAME, head, last)


def _noun(
    text: str,
    piece: Span,
    low: list[str],
    own: Sequence[Mention],
    inside: Sequence[Mention],
    whole: Span,
) -> SourcePart:
    head = re.sub(r"['’]s?$", "", low[-1])
    owner = own[-1] if own else None
    role = role_of(piece.of(text))
    beyond = [m for m in inside if m.span.start >= piece.end]
    if (
        head in word_genders("roles")
        or head in word_set("relational_roles")
        or head.endswith("member")
    ):
        for person in beyond:
            if person.entity_type is EntityType.PERSON and is_followed_by_name(
                text, piece.end, person.span.start
            ):
                return SourcePart(piece, SourceForm.NAME, head, person, role)
    if head.endswith("-year-old") and low[0] not in word_set("indefinites"):
        return SourcePart(
            piece, SourceForm.ROLE, head, owner, Role(head, frozenset(), None), low[0]
        )
    if head in word_set("documents") and beyond and not (owner and owner.possessive):
        owner = maker_in_modifier(text, piece.end, beyond) or owner
    return _by_head(text, piece, head, owner, role, low[0])


def _by_head(
    text: str, piece: Span, head: str, owner: Mention | None, role: Role | None, first_word: str
) -> SourcePart:
    form = _form(text, piece, head, owner, first_word)
    return SourcePart(piece, form, head, owner, role, first_word)


def _form(text: str, piece: Span, head: str, owner: Mention | None, first_word: str) -> SourceForm:
    owned = owner is not None and owner.possessive and first_word not in word_set("indefinites")
    known = first_word in word_set("definites") or owned
    if head in word_set("documents") or (
        head in ("board", "page") and "editorial" in piece.of(text)
    ):
        return SourceForm.DOCUMENT
    if head in word_genders("roles"):
        return SourceForm.ROLE if known else SourceForm.UNNAMED
    if head in word_set("organization_nouns") or (known and head in word_set("epithets")):
        return SourceForm.ORGANIZATION
    if (
        head in word_set("group_nouns")
        or head in word_set("peoples")
        or head.endswith("s")
        or is_plural_role(head)
    ):
        return SourceForm.GROUP
    if first_word in word_set("indefinites"):
        return SourceForm.UNNAMED
    return SourceForm.OTHER
