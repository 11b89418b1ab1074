"""Find the gender of people by what they say of themselves, or by their given names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from service.speakers.mentions.mention import EntityType, Mention
from service.speakers.mentions.patterns import SAID_OF_ITSELF
from service.speakers.names.layout import TextLayout
from service.speakers.names.lexicon import Gender, usual_gender


def with_own_pronouns(layout: TextLayout, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions, with the gender of people who speak of themselves as "he" or "she".

    A given name or a title that shows a gender is stronger. A surname of two people, or one whose
    pronouns differ, shows nothing.

    Args:
        layout: The text.
        mentions: The mentions of the text, in its order.
    """
    full = defaultdict[str, set[tuple[str, ...]]](set)
    known = set[str]()
    shown = defaultdict[str, set[Gender]](set)
    people = [m for m in mentions if m.entity_type is EntityType.PERSON and m.name.surname]
    for mention in people:
        if mention.name.gender:
            known.add(mention.name.surname[-1])
        if mention.name.given:
            full[mention.name.surname[-1]].add(mention.name.given)
        own = None if mention.quoted else SAID_OF_ITSELF.match(layout.text, mention.span.end)
        if own:
            shown[mention.name.surname[-1]].add(Gender.FEMALE if own["female"] else Gender.MALE)
    genders = {
        surname: next(iter(found))
        for surname, found in shown.items()
        if len(found) == 1 and len(full[surname]) < 2 and surname not in known
    }
    return [_with_gender(mention, genders) for mention in mentions]


def _with_gender(mention: Mention, genders: dict[str, Gender]) -> Mention:
    name = mention.name
    if mention.entity_type is not EntityType.PERSON or not name.surname:
        return mention
    gender = genders.get(name.surname[-1])
    return replace(mention, name=replace(name, gender=gender)) if gender else mention


def with_usual_genders(mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions, with the gender that the given names of people usually show.

    Titles, and what people say of themselves, are stronger: call this after them. Of several given
    names the first one that shows a gender counts: "Nurul Izzah".
    """
    return [_with_usual_gender(mention) for mention in mentions]


def _with_usual_gender(mention: Mention) -> Mention:
    name = mention.name
    if mention.entity_type is not EntityType.PERSON or name.gender or not name.given:
        return mention
    known = (usual_gender(word) for word in name.given if len(word) > 1)
    gender = next((each for each in known if each), None)
    return replace(mention, name=replace(name, gender=gender)) if gender else mention
