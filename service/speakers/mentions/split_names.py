"""Join names that an engine cut in two, and part those that it joined."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.speakers.mentions.mention import EntityType
from service.speakers.mentions.name_boundaries import WITHIN_SENTENCE
from service.speakers.mentions.patterns import NAME_JOINT
from service.speakers.names.lexicon import fold_word, given_name_gender, word_genders, word_set
from service.speakers.names.organizations import names_itself
from service.text.spans import Span

_AMPERSANDS = ("&", "&amp;")
_AND_END = re.compile(r"[ \u00a0](?:and|&)$")
"""The end of half a name: "[Lorn and] [Isles Council]"."""
_BREAK = re.compile(r"[\n\r–—-]")
_LONGEST_LINK = 12
"""How many code points particles between two parts of a name have at most."""


def single_names(text: str, span: Span, entity_type: EntityType) -> list[tuple[Span, EntityType]]:
    """Return the names that "and", a dash or a line break joins in one span of the engine.

    Args:
        text: The whole text.
        span: The span.
        entity_type: What the engine takes it for. "Fenn & Marlow" is a body all the same.
    """
    parts, start = [], span.start
    for joint in NAME_JOINT.finditer(text, span.start, span.end):
        left, right = text[start : joint.start()], text[joint.end() : span.end]
        if _is_one_body(joint.group().strip(), left, right):
            entity_type = EntityType.ORGANIZATION
        elif _BREAK.search(joint.group()) or (" " in right.strip() and " " in left.strip()):
            parts.append(Span(start, joint.start()))
            start = joint.end()
    return [(part, entity_type) for part in (*parts, Span(start, span.end))]


def _is_one_body(joint: str, left: str, right: str) -> bool:
    """Return whether two parts are one body's name: "Fenn & Marlow", "Fire and Rescue Service"."""
    if joint != "and":
        return joint in _AMPERSANDS and bool(left.strip() and right.strip())
    nouns = word_set("organization_nouns")
    if names_itself(left):
        return False
    ends = [fold_word(part.split()[-1]) if part.split() else "" for part in (left, right)]
    return ends[1] in nouns and ends[0] not in nouns


def join_split_names(
    text: str, candidates: Sequence[tuple[Span, EntityType]]
) -> list[tuple[Span, EntityType]]:
    """Return the candidates with names in one piece that an engine cut in two.

    "[Madam] [Ada Roe]", "spokesman [Gremil] [Alexis Roe]": only a space is between the two. "[Fenn]
    & [Marlow]" is a body.
    """
    whole: list[tuple[Span, EntityType]] = []
    for span, entity_type in candidates:
        last, last_type = whole[-1] if whole else (span, None)
        both_people = last_type is entity_type is EntityType.PERSON
        if both_people and (
            _is_first_word(text, last, span)
            or _is_linked(text, last, span)
            or _is_hyphenated(text, last, span)
        ):
            whole[-1] = Span(last.start, span.end), entity_type
        elif whole and (_is_cut_at_and(text, last, span) or _ampersand_between(text, last, span)):
            whole[-1] = Span(last.start, span.end), EntityType.ORGANIZATION
        else:
            whole.append((span, entity_type))
    return whole


def _is_cut_at_and(text: str, first: Span, rest: Span) -> bool:
    """Return whether "and" ends half a name: "[Lorn and] [Isles Council]", not "[FBI and]"."""
    if text[first.end : rest.start] not in (" ", "\u00a0"):
        return False
    joint = _AND_END.search(first.of(text))
    return joint is not None and not names_itself(first.of(text)[: joint.start()])


def _ampersand_between(text: str, first: Span, rest: Span) -> bool:
    return text[first.end : rest.start].strip() in _AMPERSANDS


def _is_first_word(text: str, word: Span, rest: Span) -> bool:
    """Return whether a lone word is a title or begins the name of two words right behind it.

    A name that ends on a hyphen always goes on: "[Karl Berg-] [Lund]".
    """
    printed = word.of(text)
    if word.end == rest.start and printed.endswith(("-", "‑")):
        return True
    if text[word.end : rest.start] not in (" ", "\u00a0") or " " in printed:
        return False
    if " " not in rest.of(text):
        return False
    before = text[max(0, word.start - 3) : word.start]
    return fold_word(printed) in word_genders("titles") or bool(WITHIN_SENTENCE.search(before))


def _is_linked(text: str, first: Span, rest: Span) -> bool:
    """Return whether particles join two parts of one name: "[Siân ap] [Rhys-Roe]"."""
    between = text[first.end : rest.start]
    if len(between) > _LONGEST_LINK:
        return False
    links = between.replace("-", " ").split() or first.of(text).split()[1:][-1:]
    if bool(links) and all(link in word_set("particles") for link in links):
        return True
    # "[Khalfan] [Al Muhairbi]": a particle follows a given name.
    opening = fold_word(rest.of(text).split()[0]) if rest.of(text).split() else ""
    single = " " not in first.of(text) and between in (" ", "\u00a0")
    return single and " " in rest.of(text) and opening in word_set("particles")


def _is_hyphenated(text: str, first: Span, rest: Span) -> bool:
    """Return whether a hyphen joins two parts of one name: "[Lily]-[Mae Roe]".

    Two full names are two people: "the [Ada Roe]-[Bo Lund] ticket". So are two surnames.
    """
    if text[first.end : rest.start] not in ("-", "‑"):
        return False
    whole = len(first.of(text).split()) > 1
    return (whole and " " not in rest.of(text)) or given_name_gender(first.of(text)) is not None
