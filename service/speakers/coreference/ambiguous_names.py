"""Choose between entities that share a name: same-name rivals."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.speakers.coreference.entity import Entity
from service.speakers.coreference.patterns import GENDERED_PRONOUN, PRONOUN_GENDERS
from service.speakers.mentions.mention import Mention
from service.speakers.names.layout import TextLayout
from service.speakers.names.lexicon import Gender, fold_word, word_pairs
from service.text.spans import Span

_CLOSE = 0.6
"""Two rivals are too close where the weaker one has more than this share of the points."""
_CLAUSE = re.compile(r"[^,;:.?!()“”\"\n]{0,300}")
_KIN_OF_AFTER = re.compile(
    r"(?:,[ \u00a0])?(?:who[ \u00a0](?:is|was)[ \u00a0])?(?P<name>[A-Z][\w-]+)['’]s?[ \u00a0][a-z]"
)
"""Whose relative somebody is, after the name: "Roe, who is [Jan]'s sister"."""
_KIN_OF_BEFORE = re.compile(
    r"(?P<name>[A-Z][\w-]+)['’]s?[ \u00a0](?:[a-z-]+[ \u00a0]){0,2}[a-z-]+,?[ \u00a0]"
    r"(?:M(?:rs?|s|iss)\.?[ \u00a0])?$"
)
"""The same before the name: "[Jan]'s elder sister, Roe"."""
_KIN_LEAD = 60
_NEAR = 300
"""How many code points before and after a mention a pronoun of its sentence is looked for."""
_LATEST = 12
"""How many of an entity's last mentions count for its prominence."""
_PARAGRAPHS_BACK = 3
"""How many paragraphs before a surname the last one to be named in full may stand."""
_RECENT = 100
"""How many of an entity's last mentions are looked at, so that the cost stays linear."""
_SURNAME_POINTS = 0.3
"""What each mention by the surname alone counts for."""
_SURNAME_MOST = 5
"""How many mentions by the surname alone count."""


def choose_rival(mention: Mention, rivals: Sequence[Entity], layout: TextLayout) -> Entity | None:
    """Return the entity that a mention names, None where no rival stands out.

    The evidence in its order: "Jr." names no entity without that suffix. "Jan's sister, Roe" is not
    Jan Roe. A title names the entity that had it before. "Falk and her staff" names a woman. The
    surname names the entity that the text has been about under that name. Then come "his" and "her"
    elsewhere in the sentence. Last comes whom the text named last, in full.

    Args:
        mention: The mention.
        rivals: All entities whose name fits it equally well.
        layout: The text.
    """
    left = _without_juniors(mention, rivals)
    left = _without_owners(mention, left, layout)
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
    agreeing = _only_agreeing(left, _pronoun_gender(mention, layout, in_clause=False))
    return agreeing or _introduced_last(mention, left, layout)


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


def _without_owners(
    mention: Mention, rivals: Sequence[Entity], layout: TextLayout
) -> Sequence[Entity]:
    """Return the rivals without the one whose relative the text calls a mention beside it."""
    start, end = mention.span.start, mention.span.end
    before = _KIN_OF_BEFORE.search(layout.text, max(0, start - _KIN_LEAD), start)
    owner = _KIN_OF_AFTER.match(layout.text, end) or before
    if owner is None:
        return rivals
    given = fold_word(owner["name"])
    others = [r for r in rivals if not (r.longest_name and given in r.longest_name.given)]
    return others or rivals


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


def _introduced_last(
    mention: Mention, rivals: Sequence[Entity], layout: TextLayout
) -> Entity | None:
    """Return the rival whom the text named last, where it named this one in full and alone.

    "His mother, Ann Webb, said no. ⏎ Webb, who sells fish, was at home." "Lee's sister" is not
    Lee, and who is named in the words of others was not introduced.
    """
    here, begin = layout.paragraph_at(mention.span.start), mention.span.start
    last, in_full = here - _PARAGRAPHS_BACK, False
    found: list[Entity] = []
    for rival in rivals:
        for name in rival.mentions[-_LATEST:]:
            paragraph = layout.paragraph_at(name.span.start)
            if name.span.start >= begin or paragraph < last:
                continue
            if paragraph > last:
                last, in_full, found = paragraph, False, []
            if not name.possessive:
                full = len(name.name.words) > 1 and not (name.quoted or name.whole)
                in_full = in_full or full
                found.append(rival)
    return found[0] if in_full and len(set(found)) == 1 else None


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
