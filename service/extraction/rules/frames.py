"""A stretch and the words right around it -> whose words it holds, where these say so.

"what Quill described as a “wreck”", "Quill's conclusion that it was a “wreck”", "Quill's “wreck”
remark": whoever else the sentence is about.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from service.extraction.cues import forms_of, load_lines
from service.extraction.quotation import Attribution, EntityLabel, NamedEntity, Stretch
from service.text.spans import Span

FRAMED = 0.8
"""The confidence of what a frame says."""
_FAR = 120
"""How far before a stretch its frame may begin."""
_PRONOUN = re.compile(r"\b(?:he|she|they)$", re.IGNORECASE)
_SPEAKS = (EntityLabel.PERSON, EntityLabel.ORGANIZATION)
_OWNER = re.compile(
    r"(?:\b(?P<pronoun>his|her|their)|['’]s?)(?:\s(?:own|latest|recent|\w+ly|\w+ous))*\s+$",
    re.IGNORECASE,
)
_NOUN_BEHIND = re.compile(r"\s(?P<cue>[A-Za-z]+)\b")


def framed_by(text: str, stretch: Stretch, entities: Sequence[NamedEntity]) -> Attribution | None:
    """A stretch -> to whom the words around it attribute it, or None where they do not say."""
    end = stretch.outer.start
    start = max(0, end - _FAR)
    for match in (_described().search(text, start, end), _concluded().search(text, start, end)):
        source = _source(text, match.start(), entities) if match else None
        if match and source:
            cue = Span(*match.span("cue"))
            return Attribution((stretch.outer,), (cue,), (source,), FRAMED)
    return _owned(text, stretch, entities)


def _owned(text: str, stretch: Stretch, entities: Sequence[NamedEntity]) -> Attribution | None:
    """A stretch between an owner and what it was -> the owner's: "her “sinking ship” remark"."""
    noun = _NOUN_BEHIND.match(text, stretch.outer.end)
    if not noun or noun["cue"].lower().removesuffix("s") not in load_lines("quoted_nouns"):
        return None
    end = stretch.outer.start
    owner = _OWNER.search(text, max(0, end - _FAR), end)
    if not owner:
        return None
    pronoun = Span(*owner.span("pronoun")) if owner["pronoun"] else None
    source = pronoun or _source(text, owner.start(), entities)
    cue = Span(*noun.span("cue"))
    return Attribution((stretch.outer,), (cue,), (source,), FRAMED) if source else None


def _source(text: str, end: int, entities: Sequence[NamedEntity]) -> Span | None:
    """Where a frame begins -> the name or the pronoun right before it."""
    before = bisect_left(entities, end, key=lambda entity: entity.span.end)
    if before < len(entities) and entities[before].span.end == end:
        entity = entities[before]
        return entity.span if entity.label in _SPEAKS else None
    pronoun = _PRONOUN.search(text, max(0, end - 10), end)
    return Span(*pronoun.span()) if pronoun else None


@cache
def _described() -> re.Pattern[str]:
    """What may stand between a name and a stretch: "described the sale as a", "slammed as"."""
    # "The brand pitched as" has a noun: only forms that are a verb's alone.
    verbs = load_lines("describing")
    forms = "|".join(sorted({form for verb in verbs for form in forms_of(verb)} - verbs))
    return re.compile(
        rf"(?:\s(?:has|had|have|once|also|later|\w+ly))*\s(?P<cue>{forms})"
        r"(?:\s(?!as\b)[\w’'-]+){0,5}?\sas(?:\s(?:an?|the|his|her|their|its|being|\w+ly))*\s*$"
    )


@cache
def _concluded() -> re.Pattern[str]:
    """What may stand between a name and a stretch: "'s conclusion that the pier was"."""
    nouns = "|".join(sorted(load_lines("that_nouns")))
    return re.compile(rf"['’]s?\s(?:\w+\s){{0,2}}?(?P<cue>{nouns})\sthat(?:\s[\w’'-]+){{1,8}}?\s*$")
