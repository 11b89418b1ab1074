"""A name and several who may bear it -> the one that is meant, where the text tells."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.speakers.coreference.entity import Entity
from service.speakers.mentions.mention import Mention
from service.speakers.names.layout import TextLayout
from service.speakers.names.lexicon import Gender, list_lines
from service.text.spans import Span

_CLOSE = 0.6
"""Two bearers are rivals where the text is as much about one as this share of the other."""
_GENDERS = {"he": Gender.MALE, "his": Gender.MALE, "him": Gender.MALE, "himself": Gender.MALE,
            "she": Gender.FEMALE, "her": Gender.FEMALE, "herself": Gender.FEMALE}  # fmt: skip
_PRONOUN = re.compile(r"\b(?:he|his|him|himself|she|her|herself)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[^,;:.?!()“”\"\n]*")
_LATEST = 12
_RECENT = 100
"""How many of somebody's last mentions are looked at, so that the cost stays linear."""
_HABIT = 0.3
_HABITUAL = 5
"""What each use of the surname alone counts for, and how many count."""


def choose_rival(mention: Mention, rivals: Sequence[Entity], layout: TextLayout) -> Entity | None:
    """A mention, all whose name fits it equally well -> whom it means, None if none stands out.

    Evidence in this order: "Jr." names nobody who goes without it; a title belongs to whom it was
    given before; "Falk and her staff" is a woman; then whom the text has been about by that name;
    then "his" or "her" elsewhere in the sentence.
    """
    left = _without_juniors(mention, rivals)
    left = _entitled(mention, left) or left
    if len(left) == 1:
        return left[0]
    bound = _agreeing(left, _gender_beside(mention, layout, _CLAUSE))
    if bound and _is_shared(mention, left):
        return bound
    offset = mention.span.start
    points = {entity.number: _points(mention, entity, layout, offset) for entity in left}
    left = sorted(left, key=lambda entity: points[entity.number], reverse=True)
    first, second = (points[entity.number] for entity in left[:2])
    if second <= _CLOSE * first or not _is_shared(mention, left[:2]):
        return left[0]
    return _agreeing(left, _gender_beside(mention, layout, None))


def prominence_of(mentions: Sequence[Mention], layout: TextLayout, offset: int) -> float:
    """Mentions of somebody, a layout, an offset -> how much they make the text about them there."""
    here = layout.paragraph_at(offset)
    total = 0.05 * len(mentions)
    for mention in mentions[-_LATEST:]:
        away = max(0, here - layout.paragraph_at(mention.span.start))
        total += (0.4 if mention.quoted else 1.0) / (1 + away)
    return total


def _without_juniors(mention: Mention, rivals: Sequence[Entity]) -> Sequence[Entity]:
    if mention.name.suffix:
        return rivals
    plain_ones = [
        entity for entity in rivals if not (entity.longest_name and entity.longest_name.suffix)
    ]
    return plain_ones or rivals


def _entitled(mention: Mention, rivals: Sequence[Entity]) -> list[Entity]:
    """Those of the bearers who were given the mention's title before: "Judge Webb"."""
    roles = dict(line.split() for line in list_lines("title_roles"))
    held = {roles[title] for title in mention.name.titles if title in roles}
    return [m for m in rivals if held & {role.head for role in m.roles}] if held else []


def _points(mention: Mention, entity: Entity, layout: TextLayout, offset: int) -> float:
    """How much the text has been about a member under this name up to there.

    Who is "Freddy" throughout is not meant by the surname, and a surname that has stood for
    somebody goes on doing so.
    """
    word = mention.name.words[-1:]
    recent = entity.mentions[-_RECENT:]
    so_named = [one for one in recent if one.name.words[-1:] == word]
    alone = sum(1 for one in so_named if len(one.name.words) == 1)
    otherwise = len(recent) - len(so_named)
    points = prominence_of(so_named, layout, offset) + _HABIT * min(alone, _HABITUAL)
    return points * (0.5 if otherwise > max(1, alone) else 1.0)


def _is_shared(mention: Mention, rivals: Sequence[Entity]) -> bool:
    """Whether a lone word is all that is printed, and each rival is known by more."""
    return len(mention.name.words) == 1 and all(
        rival.longest_name is not None and len(rival.longest_name.words) > 1 for rival in rivals
    )


def _agreeing(rivals: Sequence[Entity], told: Gender | None) -> Entity | None:
    """The one bearer that may be of a gender, where all the others are not."""
    agreeing_candidates = [entity for entity in rivals if entity.gender in (told, None)]
    return agreeing_candidates[0] if told and len(agreeing_candidates) == 1 else None


def _gender_beside(
    mention: Mention, layout: TextLayout, clause: re.Pattern[str] | None
) -> Gender | None:
    """What the pronouns behind a mention in its clause, or all of its sentence's, tell as one."""
    text, within = layout.text, layout.sentences[layout.sentence_at(mention.span.start)]
    if clause:
        rest = clause.match(text, mention.span.end)
        within = Span(mention.span.end, rest.end() if rest else mention.span.end)
    told = {
        _GENDERS[word.group().lower()]
        for word in _PRONOUN.finditer(text, within.start, within.end)
        if not layout.is_quoted(word.start())
    }
    return told.pop() if len(told) == 1 else None
