"""Give each person of a list the role before it: "judges Jane Roe and Bo Lund"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from service.speakers.mentions.mention import EntityType, Mention
from service.speakers.names.lexicon import word_genders
from service.speakers.names.roles import Role, singular_role

_PLURAL_BEFORE = re.compile(r"(?P<noun>[^\W\d_]+):?[ \u00a0]$")
_LIST_JOINT = re.compile(r",[ \u00a0]|,?[ \u00a0](?:and|&)[ \u00a0]")
_LONGEST_NOUN = 24


def with_shared_roles(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions; the people of a list have the role whose plural begins the list.

    Args:
        text: The whole text.
        mentions: The mentions of the text, in its order.
    """
    found: list[Mention] = []
    role, end = None, -1
    for mention in mentions:
        if mention.entity_type is not EntityType.PERSON:
            found.append(mention)
            continue
        goes_on = role is not None and _LIST_JOINT.fullmatch(text, end, mention.span.start)
        role = role if goes_on else _role_of_list(text, mention.span.start)
        end = mention.span.end
        found.append(replace(mention, roles=(*mention.roles, role)) if role else mention)
    return found


def _role_of_list(text: str, start: int) -> Role | None:
    noun = _PLURAL_BEFORE.search(text, max(0, start - _LONGEST_NOUN), start)
    head = singular_role(noun["noun"]) if noun else None
    return Role(head, frozenset(), word_genders("roles").get(head)) if head else None
