"""Join names of bodies that an engine cut at "and" or a comma: "Devon and Cornwall Police"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from service.speakers.mentions.mention import EntityType, Mention
from service.speakers.mentions.patterns import (
    ADJECTIVE_ENDS,
    BODY_JOINT,
    LOCAL_BODIES,
    NOUN_AFTER_BODY,
    OWNED_BY_MANY,
)
from service.speakers.names.lexicon import fold_word, usual_gender, word_set
from service.speakers.names.organizations import names_itself, organization_noun
from service.speakers.names.person_names import WORD
from service.speakers.names.roles import is_plural_role, is_profession
from service.text.spans import Span

_MOST_PARTS = 5
_LONGEST_REST = 30
_MANY_IN_BODY = 2
_OWNED_AND = re.compile(r"['’][ \u00a0](?:and|&)[ \u00a0]")
"""The possessive of a plural before another: "Nurses[' and ]Midwives' Guild"."""
_BODIES = (EntityType.ORGANIZATION, EntityType.PLACE)


@dataclass(frozen=True, slots=True)
class JoinedBody:
    """The name of one body, and the mentions that an engine made of it."""

    parts: tuple[Span, ...]
    span: Span
    name: str
    """The name as printed, without an acronym in brackets."""


def joined_bodies(text: str, found: Mapping[Span, Mention]) -> Iterator[JoinedBody]:
    """Yield the bodies whose name an engine cut in parts.

    "[Devon] and [Cornwall Police]", "the [Rail], [Maritime and Transport] (RMT) union", "[Greater]
    [Leeds City Council]", "[Medical Students]' [Forum]". The last part, or the word after it, is a
    noun for a body. The parts before it have none.

    Args:
        text: The whole text.
        found: The mentions of the text.
    """
    spans = sorted(found)
    counts = Counter(span.of(text) for span in spans)
    people = (m for m in found.values() if m.entity_type is EntityType.PERSON)
    surnames = {fold_word(m.name.words[-1]) for m in people if len(m.name.words) > 1}
    used = -1
    for last in range(len(spans)):
        if last <= used or not _may_be_part(text, found[spans[last]], surnames):
            continue
        near = spans[max(0, last - _MOST_PARTS) : last + 1]
        parts = _parts_until(text, found, near, surnames)
        body = _whole(text, found, parts, counts)
        if body and body.parts[0].start > used:
            used = body.span.end
            yield body


def _parts_until(
    text: str, found: Mapping[Span, Mention], spans: Sequence[Span], surnames: Set[str]
) -> list[Span]:
    """Return the last mentions of a list that only "and", commas or spaces separate."""
    parts = [spans[-1]]
    for span in reversed(spans[:-1]):
        between = text[span.end : parts[0].start]
        if not _may_be_part(text, found[span], surnames) or not _joins(found, span, between):
            break
        parts.insert(0, span)
    return parts


def _may_be_part(text: str, mention: Mention, surnames: Set[str]) -> bool:
    """Return whether a mention may be a part of a body's name: no person's, "Dale Fire"."""
    if mention.entity_type in _BODIES:
        return True
    if mention.entity_type is not EntityType.PERSON:
        return False
    printed = mention.span.of(text)
    word = fold_word(printed.split()[-1])
    # "Severn and Teme Water": a lone word that is no given name, and no surname of the text.
    place = " " not in printed and usual_gender(word) is None and word not in surnames
    return place or word in word_set("policy_domains") or body_noun(printed) is not None


def _joins(found: Mapping[Span, Mention], first: Span, between: str) -> bool:
    if OWNED_BY_MANY.fullmatch(between) or _OWNED_AND.fullmatch(between):
        return are_people(found[first].name.words[-1])
    return BODY_JOINT.fullmatch(between) is not None and not found[first].possessive


def _whole(
    text: str, found: Mapping[Span, Mention], parts: list[Span], counts: Mapping[str, int]
) -> JoinedBody | None:
    """Return the body that the last of some parts are, None where they are no one body.

    Args:
        text: The whole text.
        found: The mentions of the text.
        parts: The parts of the list.
        counts: How often the text prints each name.
    """
    end = parts[-1].end
    rest = NOUN_AFTER_BODY.match(text, end, end + _LONGEST_REST)
    acronym = rest["acronym"] if rest else None
    suffix = ""
    if body_noun(parts[-1].of(text)) is None and not _is_owned(text, found, parts):
        if rest is None or acronym is None or rest["noun"] not in word_set("organization_nouns"):
            return None
        suffix = f" {rest['noun']}"
    while len(parts) >= _MANY_IN_BODY and not all(
        _goes_on(text, found[part], after, parts[-1], counts, abbreviated=acronym is not None)
        for part, after in pairwise(parts)
    ):
        parts = parts[1:]
    if len(parts) < _MANY_IN_BODY and not suffix:
        return None
    span = Span(parts[0].start, end)
    return JoinedBody(tuple(parts), span, f"{span.of(text)}{suffix}")


def _is_owned(text: str, found: Mapping[Span, Mention], parts: Sequence[Span]) -> bool:
    """Return whether many people own the last part: "Garment Workers' [Solidarity Front]"."""
    if len(parts) < _MANY_IN_BODY or found[parts[-1]].entity_type is not EntityType.ORGANIZATION:
        return False
    between = text[parts[-2].end : parts[-1].start]
    return OWNED_BY_MANY.fullmatch(between) is not None and " " in parts[-1].of(text)


def are_people(word: str) -> bool:
    """Return whether a word is the plural of a role or a profession: "Teachers", "Hawkers"."""
    return is_plural_role(word) or is_profession(fold_word(word).removesuffix("s"))


def _goes_on(
    text: str,
    mention: Mention,
    after: Span,
    last: Span,
    counts: Mapping[str, int],
    *,
    abbreviated: bool,
) -> bool:
    """Return whether a part is no name by itself and belongs to the next one.

    Args:
        text: The whole text.
        mention: The mention that is the part.
        after: The part after it.
        last: The last part, which has the noun.
        counts: How often the text prints each name.
        abbreviated: Whether an acronym in brackets stands behind the last part.
    """
    part = mention.span
    printed, between = part.of(text), text[part.end : after.start]
    words = WORD.findall(printed)
    if not words or names_itself(printed):
        return False
    alone = counts[printed] > 1 or counts[after.of(text)] > 1
    if body_noun(printed) is not None:
        # "The Lund Hospital and Health Service": two bodies have an article each.
        article = text[max(0, part.start - 4) : part.start].casefold() == "the "
        return article and between.strip() == "and" and not alone
    if between.strip() in ("", "of") or OWNED_BY_MANY.fullmatch(between):
        return True
    if _OWNED_AND.fullmatch(between) or is_plural_role(words[-1]):
        # "The Farmers and Growers Union": people that have no article are no body.
        return not alone
    if counts[printed] > 1:
        return False
    local = body_noun(last.of(text)) in LOCAL_BODIES
    if mention.entity_type is EntityType.PLACE:
        return local and WORD.findall(after.of(text))[0].istitle()
    if mention.entity_type is EntityType.PERSON and len(words) == 1:
        return local and not alone
    word = fold_word(words[-1])
    fields = word_set("policy_fields") | word_set("policy_domains")
    return word in fields or word.endswith(ADJECTIVE_ENDS) or abbreviated


def body_noun(printed: str) -> str | None:
    """Return the noun, folded, that ends the name of a body; None where there is none."""
    noun = organization_noun(printed)
    if noun in word_set("organization_nouns") or noun in LOCAL_BODIES:
        return noun if WORD.findall(printed)[-1][0].isupper() else None
    return None
