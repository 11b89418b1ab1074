"""Give relatives their surname: "Gary and Denise Roe", "Gary Roe and his wife Denise"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from service.speakers.mentions.mention import EntityType, Mention
from service.speakers.mentions.patterns import NAME_AND, PAIR_NOUN
from service.speakers.names.lexicon import (
    Gender,
    fold_word,
    given_name_gender,
    word_set,
)
from service.speakers.names.person_names import parse_name
from service.text.spans import Span

_LEAD = 24
"""How many code points before a name the other name of the pair is looked for."""
_AND = re.compile(r"[ \u00a0](?:and|&)[ \u00a0]")
_KIN_BEFORE = re.compile(
    r"(?:\b(?P<owner>[Hh]is|[Hh]er)|['’]s?)[ \u00a0](?:[a-z-]+[ \u00a0]){0,2}"
    r"(?:(?P<man>husband|father|son|brother|widower)"
    r"|(?P<woman>wife|mother|daughter|sister|widow)),?[ \u00a0]$"
)
"""What makes somebody a relative before the name: "his late [wife], "."""
_KIN_LEAD = 48
_OWNERS = {"his": Gender.MALE, "her": Gender.FEMALE}


@dataclass(slots=True)
class _Family:
    """The people of one surname, and the relatives whose given names alone are printed."""

    surname: str
    genders: set[Gender | None] = field(default_factory=set)
    """The genders of those whose full names are printed, where known."""
    relatives: dict[Gender, list[Mention]] = field(default_factory=lambda: defaultdict(list))


def missed_given_names(text: str, found: Mapping[Span, Mention]) -> Iterator[Span]:
    """Yield the given names before "and" and a full name where the engine saw no name.

    Args:
        text: The whole text.
        found: The mentions of the text.
    """
    for span, mention in found.items():
        if not _is_full(mention):
            continue
        before = NAME_AND.search(text, max(0, span.start - _LEAD), span.start)
        if (
            before
            and given_name_gender(before["name"])
            and given_name_gender(mention.name.words[0])
        ):
            yield Span(*before.span("name"))


def with_shared_surnames(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions; a given name before "and" and a full name has the surname of that name.

    The given name is a known one, or the text speaks of a couple, of brothers or of twins. A word
    that is the surname of somebody in the text is no given name: "Trump and Ada Roe".

    Args:
        text: The whole text.
        mentions: The mentions of the text, in its order.
    """
    surnames = {word for mention in mentions if _is_full(mention) for word in mention.name.surname}
    alone = _follow_titles(mentions)
    related = PAIR_NOUN.search(text) is not None
    whole: dict[Span, Mention] = {}
    for first, second in pairwise(mentions):
        lone = first.entity_type is EntityType.PERSON and len(first.name.words) == 1
        if not (
            lone and _is_full(second) and _AND.fullmatch(text, first.span.end, second.span.start)
        ):
            continue
        word = fold_word(first.name.words[0])
        if word in surnames or word in alone or first.name.titles or second.name.titles:
            continue
        doubtful = word in word_set("given_names_also_surnames")
        known = given_name_gender(word) and not (
            doubtful and given_name_gender(second.name.words[0]) is None
        )
        if known or related:
            surname = second.name.words[-len(second.name.surname) :]
            printed = " ".join([first.span.of(text), *surname])
            whole[first.span] = replace(first, name=parse_name(printed), whole=printed)
    return [whole.get(mention.span, mention) for mention in mentions]


def with_surnames_of_kin(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions; a relative's given name has the surname that a title shows.

    "Dan Webb came. His mother Ann wept. Mrs Webb said": she is Ann Webb. The title must rule out
    everybody whose full name has the surname, and fit one relative of them alone.

    Args:
        text: The whole text.
        mentions: The mentions of the text, in its order.
    """
    families = _families(text, mentions)
    honorifics = word_set("honorifics")
    titled = {
        (fold_word(each.name.words[0]), each.name.gender)
        for each in mentions
        if len(each.name.words) == 1 and not honorifics.isdisjoint(each.name.titles)
    }
    given = {fold_word(each.name.words[0]) for each in mentions if _is_full(each)}
    whole: dict[Span, Mention] = {}
    for family in families.values():
        for gender, relatives in family.relatives.items():
            names = {fold_word(each.name.words[0]) for each in relatives}
            shown = (fold_word(family.surname), gender) in titled
            other = family.genders and gender not in family.genders
            if not (shown and other) or len(names) > 1 or names & given:
                continue
            for each in relatives:
                printed = f"{each.span.of(text)} {family.surname}"
                whole[each.span] = replace(each, name=parse_name(printed), whole=printed)
    return [whole.get(mention.span, mention) for mention in mentions]


def _families(text: str, mentions: Sequence[Mention]) -> dict[str, _Family]:
    """Return the families of the text by their surnames, folded.

    The relative is one of the person who was named last before: "Peter Webb and his wife Anna".

    Args:
        text: The whole text.
        mentions: The mentions of the text, in its order.
    """
    families: dict[str, _Family] = {}
    owner: Mention | None = None
    for mention in mentions:
        if mention.entity_type is not EntityType.PERSON:
            continue
        if _is_full(mention):
            surname = mention.name.surname[-1]
            family = families.setdefault(surname, _Family(mention.name.words[-1]))
            family.genders |= {mention.name.gender} - {None}
        genders = _genders_of_kin(text, mention)
        if genders is None:
            owner = mention
        elif owner and (known := families.get(owner.name.surname[-1])):
            known.genders |= {genders[0]} - {None}
            known.relatives[genders[1]].append(mention)
    return families


def _genders_of_kin(text: str, mention: Mention) -> tuple[Gender | None, Gender] | None:
    """Return the gender that a lone name's owner has, and its own: "[her] [son] Lee"."""
    if len(mention.name.words) != 1 or not word_set("honorifics").isdisjoint(mention.name.titles):
        return None
    found = _KIN_BEFORE.search(text, max(0, mention.span.start - _KIN_LEAD), mention.span.start)
    if found is None:
        return None
    owner = _OWNERS.get(fold_word(found["owner"])) if found["owner"] else None
    return owner, Gender.MALE if found["man"] else Gender.FEMALE


def _is_full(mention: Mention) -> bool:
    return mention.entity_type is EntityType.PERSON and len(mention.name.words) > 1


def _follow_titles(mentions: Iterable[Mention]) -> set[str]:
    """Return the lone names, folded, that the text prints after a title: they are surnames."""
    lone = (each.name for each in mentions if len(each.name.words) == 1 and each.name.titles)
    return {fold_word(name.words[0]) for name in lone}
