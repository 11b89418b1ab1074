"""Find the gender of people by their given names, where the text does not show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from service.speakers.mentions.mention import EntityType, Mention
from service.speakers.names.lexicon import usual_gender


def with_usual_genders(mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions, with the gender that the given names of people usually show.

    Titles, and what people say of themselves, are stronger: call this after them. Of several given
    names the first one that shows a gender counts: "Nurul Izzah".
    """
    return [_with_gender(mention) for mention in mentions]


def _with_gender(mention: Mention) -> Mention:
    name = mention.name
    if mention.entity_type is not EntityType.PERSON or name.gender or not name.given:
        return mention
    known = (usual_gender(word) for word in name.given if len(word) > 1)
    gender = next((each for each in known if each), None)
    return replace(mention, name=replace(name, gender=gender)) if gender else mention
