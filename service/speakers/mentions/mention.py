"""A name in the text, with what is said beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from service.speakers.mentions.missed_names import is_plural_role
from service.speakers.names.layout import TextLayout
from service.speakers.names.lexicon import fold_word, given_name_gender, word_genders, word_set
from service.speakers.names.organizations import (
    is_company,
    is_metonym,
    is_outlet_name,
    trim_organization,
)
from service.speakers.names.person_names import WORD, PersonName, parse_name, trim_name
from service.speakers.names.roles import Role, roles_beside
from service.text.spans import Span

NOUN_AFTER_NAME = re.compile(
    r"(?:['’]s|(?<=s)['’])?[ \u00a0](?:(?:presidential|election|re-election)[ \u00a0])?"
    r"(?P<noun>[A-Za-z]+)\b"
)
"""What follows a name that only tells whose something is: "Roe's aide", "Roe spokesman"."""
HONORIFICS = frozenset(["mr", "mrs", "ms", "miss", "dr", "sen", "rep", "gov", "sir", "mme"])


class EntityType(StrEnum):
    """What a name names, as far as the resolver cares."""

    PERSON = "person"
    ORGANIZATION = "body"
    PLACE = "place"
    GROUP = "people"
    """A nation, a party's members: "the Chinese", "Republicans"."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text."""

    span: Span
    """The name alone, without titles and possessive."""
    entity_type: EntityType
    name: PersonName
    possessive: bool
    """Whether it only tells whose something is: "Trump's lawyer", "the Biden administration"."""
    quoted: bool
    roles: tuple[Role, ...]
    known_from: int
    """From which offset on it is known to be a name: its own, or where its surname stands alone."""


def read_mention(layout: TextLayout, span: Span, entity_type: EntityType) -> Mention | None:
    """A layout and where an engine saw a name, of which sort -> the mention, if it is a name."""
    text = layout.text
    span, entity_type = _sorted(text, span, entity_type)
    core = (
        trim_name(text, span) if entity_type is EntityType.PERSON else trim_organization(text, span)
    )
    printed = core.of(text)
    if not 1 <= len(core) <= 80 or not any(c.isalpha() for c in printed) or is_plural_role(printed):
        return None
    if fold_word(printed) in word_set("function_words"):
        return None
    if entity_type is EntityType.PERSON and _is_title_alone(text, core):
        return None
    before = text[max(0, core.start - 80) : core.start].rpartition("\n")[2]
    nouns = None if entity_type is EntityType.PERSON else word_set("organization_nouns")
    end = layout.paragraphs[layout.paragraph_at(core.start)].end
    roles = roles_beside(text, core, before=before, end=end, nouns=nouns)
    return Mention(
        span=core,
        entity_type=entity_type,
        name=parse_name(_titles_before(before) + core.of(text)),
        possessive=_possessive(text, core),
        quoted=layout.is_quoted(core.start),
        roles=roles,
        known_from=core.start,
    )


def _is_title_alone(text: str, core: Span) -> bool:
    """Whether a title or a particle is all that an engine saw of a name: "Del.", "von"."""
    tokens = [fold_word(token) for token in WORD.findall(core.of(text))]
    if all(token in word_set("particles") for token in tokens):
        return True
    return text[core.end : core.end + 1] == "." and tokens[0] in word_genders("titles")


def _possessive(text: str, core: Span) -> bool:
    """Whether a name only belongs to the noun after it: "Roe's aide", "Roe spokesman Jan Bo",
    "the pro-Roe caucus".
    """
    if re.search(r"\w[-‑]$", text[max(0, core.start - 2) : core.start]):
        return True
    if re.match(r"['’]s?[ \u00a0]\w", text[core.end : core.end + 4]):
        return True
    after = NOUN_AFTER_NAME.match(text, core.end)
    noun = fold_word(after["noun"]) if after and after["noun"].islower() else ""
    kinds = (word_genders("roles"), word_set("bearers"), word_set("group_nouns"))
    return any(noun in kind or noun.removesuffix("s") in kind for kind in kinds) if noun else False


def _titles_before(before: str) -> str:
    found = re.search(r"(?:\b[\w.]+[ \u00a0]){1,2}$", before)
    titles = (
        [w for w in found.group().split() if fold_word(w) in word_genders("titles")]
        if found
        else []
    )
    return " ".join(titles) + " " if titles else ""


def _sorted(text: str, span: Span, entity_type: EntityType) -> tuple[Span, EntityType]:
    tokens = list(WORD.finditer(text, span.start, span.end))
    low = [fold_word(re.sub(r"['’]s?$", "", token.group())) for token in tokens]
    if not low:
        return span, entity_type
    before = WORD.findall(text[max(0, span.start - 12) : span.start])
    if low[0] in HONORIFICS or (before and fold_word(before[-1]) in HONORIFICS):
        return span, EntityType.PERSON
    printed = span.of(text)
    if is_outlet_name(printed) or is_metonym(printed) or is_company(printed):
        return span, EntityType.ORGANIZATION
    person = _person_within(tokens, low)
    if entity_type is not EntityType.PERSON and person is not None:
        return Span(tokens[person].start(), span.end), EntityType.PERSON
    if low[-1] in word_set("organization_nouns") and (
        len(low) > 1 or entity_type is not EntityType.PERSON
    ):
        return span, EntityType.ORGANIZATION
    if low[-1] in word_set("peoples") and (len(low) == 1 or entity_type is not EntityType.PERSON):
        return span, EntityType.GROUP
    if entity_type is EntityType.GROUP and len(low) == 1:
        return span, EntityType.ORGANIZATION
    return span, entity_type


def _person_within(tokens: Sequence[re.Match[str]], low: Sequence[str]) -> int | None:
    """Where a person's name begins in "Atlantic City Mayor Don Guardian", taken for a body."""
    if low[-1] in word_set("organization_nouns"):
        return None
    for at in range(len(low) - 2, 0, -1):
        title = low[at - 1] in word_genders("titles") or low[at - 1] in word_genders("roles")
        likely = given_name_gender(low[at]) or low[at] in word_set("east_asian_surnames")
        if title and len(low) - at <= 3 and likely:
            return at if all(t.group()[0].isupper() for t in tokens[at:]) else None
    return None
