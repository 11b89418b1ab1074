"""Choose between entities that share a name: same-name rivals."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.speakers.coreference.entity import Entity
from service.speakers.coreference.patterns import GENDERED_PRONOUN, PRONOUN_GENDERS
from service.speakers.mentions.mention import Mention
from service.speakers.names.layout import TextLayout
from service.speakers.names.lexicon import Gender, word_pairs
from service.text.spans import Span

_CLOSE = 0.6
"""Two rivals are too close where the weaker one has more than this share of the points."""
_CLAUSE = re.compile(r"[^,;:.?!()“”\"\n]{0,300}")
_NEAR = 300
"""How many code points before and after a mention a pronoun of its sentence is looked for."""
_LATEST = 12
"""How many of an entity's last mentions count for its prominence."""
_RECENT = 100
"""How many of an entity's last mentions are looked at, so that the cost stays linear."""
_SURNAME_POINTS = 0.3
"""What each mention by the surname alone counts for."""
_SURNAME_MOST = 5
"""How many mentions by the surname alone count."""


def choose_rival(mention: Mention, rivals: Sequence[Entity], layout: TextLayout) -> Entity | None:
    """Return the entity that a mention names, None where no rival stands out.

    The evidence in its order: "Jr." names no entity without that suffix. A title names the entity
    that had it before. "Falk and her staff" names a woman. The surname names the entity that the
    text has been about under that name. Last come "his" and "her" elsewhere in the sentence.

    Args:
        mention: The mention.
        rivals: All entities whose name fits it equally well.
        layout: The text.
    """
    left = _without_juniors(mention, rivals)
    left = _with_title(mention, left) or left
    if len(left) == 1:
        return left[0]
    agreeing = _only_agreeing(left, _pronoun_gender(mention, layout, in_clause=True))
    if agreeing and _is_ambiguous(mention, left):
        return agreeing
    points = {entity.number: _points(mention, entity, layout) for entity in left}
    left = sorted(left, key=lambda entity: points[entity.number], reverse=True)
    first, second = (points[entity.number] for entity in left[:2])
    if second <= _CLOSE * first or not _is_ambiguous(mention, left[:2]):
        return left[0]
    return _only_agreeing(left, _pronoun_gender(mention, layout, in_clause=False))


def prominence_of(mentions: Sequence[Mention], layout: TextLayout, offset: int) -> float:
    """Return how much mentions make the text up to an offset be about their entity."""
    here = layout.paragraph_at(offset)
    total = 0.05 * len(mentions)
    for mention in mentions[-_LATEST:]:
        away = max(0, here - layout.paragraph_at(mention.span.start))
        total += (0.4 if mention.quoted else 1.0) / (1 + away)
    return total


def _without_juniors(mention: Mention, rivals: Sequence[Entity]) -> Sequence[Entity]:
    if mention.name.suffix:
        return rivals
    seniors = [rival for rival in rivals if not (rival.longest_name and rival.longest_name.suffix)]
    return seniors or rivals


def _with_title(mention: Mention, rivals: Sequence[Entity]) -> list[Entity]:
    """Return the rivals that had the mention's title before: "Judge Webb"."""
    roles = word_pairs("title_roles")
    held = {roles[title] for title in mention.name.titles if title in roles}
    return [r for r in rivals if held & {role.head for role in r.roles}] if held else []


def _points(mention: Mention, entity: Entity, layout: TextLayout) -> float:
    """Return how much the text has been about an entity under the name of a mention.

    An entity that the text calls "Freddy" is not meant by its surname. A surname that named an
    entity before is likely to name it again.
    """
    word = mention.name.words[-1:]
    recent = entity.mentions[-_RECENT:]
    same_name = [known for known in recent if known.name.words[-1:] == word]
    alone = sum(1 for known in same_name if len(known.name.words) == 1)
    other_names = len(recent) - len(same_name)
    points = prominence_of(same_name, layout, mention.span.start)
    points += _SURNAME_POINTS * min(alone, _SURNAME_MOST)
    return points * (0.5 if other_names > max(1, alone) else 1.0)


def _is_ambiguous(mention: Mention, rivals: Sequence[Entity]) -> bool:
    """Return whether a mention is one word, and each rival is known by more words."""
    return len(mention.name.words) == 1 and all(
        rival.longest_name is not None and len(rival.longest_name.words) > 1 for rival in rivals
    )


def _only_agreeing(rivals: Sequence[Entity], gender: Gender | None) -> Entity | None:
    """Return the one rival that may have a gender, None where there is not exactly one."""
    agreeing = [rival for rival in rivals if rival.gender in (gender, None)]
    return agreeing[0] if gender and len(agreeing) == 1 else None


def _pronoun_gender(mention: Mention, layout: TextLayout, *, in_clause: bool) -> Gender | None:
    """Return the gender that all pronouns near a mention share, None where they differ.

    Args:
        mention: The mention.
        layout: The text.
        in_clause: Whether only pronouns after the mention in its clause count, or all of its
            sentence.
    """
    text, within = layout.text, layout.sentences[layout.sentence_at(mention.span.start)]
    if in_clause:
        rest = _CLAUSE.match(text, mention.span.end)
        within = Span(mention.span.end, rest.end() if rest else mention.span.end)
    start = max(within.start, mention.span.start - _NEAR)
    end = min(within.end, mention.span.end + _NEAR)
    genders = {
        PRONOUN_GENDERS[word.group().lower()]
        for word in GENDERED_PRONOUN.finditer(text, start, end)
        if not layout.is_quoted(word.start())
    }
    return genders.pop() if len(genders) == 1 else None
