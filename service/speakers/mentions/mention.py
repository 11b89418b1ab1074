"""A mention: the span of a name in the text, its entity type and the roles beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from service.speakers.mentions.patterns import (
    AGENT_BEFORE,
    COUPLE_TITLES,
    INNER_CAPITAL,
    LINK_IN_NAME,
    LOWER_WORD_BEFORE,
    NAME_AFTER,
    NAME_AFTER_OFFICE,
    NOUN_AFTER_NAME,
    OPENS_SENTENCE,
    ORGANIZATION_BEFORE,
    POSSESSIVE_AFTER,
    SEAT_BEFORE,
    STYLE_OWNER,
    THING_EVIDENCE,
    TITLE_AFTER,
    TITLES_BEFORE,
)
from service.speakers.names.layout import TextLayout
from service.speakers.names.lexicon import (
    fold_word,
    given_name_gender,
    word_genders,
    word_pairs,
    word_set,
)
from service.speakers.names.organizations import (
    is_company,
    is_metonym,
    is_outlet_name,
    trim_organization,
)
from service.speakers.names.patterns import DEFINITE_ARTICLE, PORTFOLIO_ROLES, TRAILING_APOSTROPHE
from service.speakers.names.person_names import WORD, PersonName, is_seat, parse_name, trim_name
from service.speakers.names.roles import Role, is_plural_role, roles_beside
from service.text.spans import Span

LONGEST = 80
"""A longer span is no name, in code points."""
_NOUN_AND_NAME = _NOUN_AND_TITLE = 2
_NEAR = 40
"""How many code points before a name a noun and a title take at most."""
_BEFORE = 80
"""How many code points before a name are searched for titles and roles."""
_ALSO_SURNAMES = frozenset(["sa", "se", "nv", "ag", "co", "bank"])
"""Company words that may be surnames."""
_HYPHEN_BEFORE = re.compile(r"\w[-‑]$")


class EntityType(StrEnum):
    """What a mention names."""

    PERSON = "person"
    ORGANIZATION = "organization"
    PLACE = "place"
    GROUP = "group"
    """A nation, or the members of a party or faith: "the Chinese", "Republicans"."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text."""

    span: Span
    """The name alone, without titles and possessive."""
    entity_type: EntityType
    name: PersonName
    possessive: bool
    """Whether the name only owns the noun after it: "Trump's lawyer"."""
    quoted: bool
    roles: tuple[Role, ...]
    known_from: int
    """The offset from which the text shows that this is a name: its own start, or the start of
    its surname alone."""
    whole: str = ""
    """The name where its span has other words: "Gary" of "Gary and Denise Roe"; else empty."""


def read_mention(layout: TextLayout, span: Span, entity_type: EntityType) -> Mention | None:
    """Return the mention at a span, None where the span holds no name.

    Args:
        layout: The text.
        span: The span in which the engine or a rule saw a name.
        entity_type: The type that the engine or the rule gave it; words of the name may change it.
    """
    text = layout.text
    span, entity_type = _corrected_type(text, span, entity_type)
    is_person = entity_type is EntityType.PERSON
    core = trim_name(text, span) if is_person else trim_organization(text, span)
    printed = core.of(text)
    if not 1 <= len(core) <= LONGEST or not any(c.isalpha() for c in printed):
        return None
    acronym = entity_type is EntityType.ORGANIZATION and len(printed) > 1 and printed.isupper()
    if not acronym and fold_word(printed) in word_set("function_words"):
        return None
    if is_plural_role(printed):
        return None
    if STYLE_OWNER.search(text, max(0, core.start - 4), core.start) and _is_style(printed):
        return None
    if is_person and (_is_title_alone(text, core) or _is_office_alone(text, core)):
        return None
    if _is_definite_office(text, core):
        return None
    before = text[max(0, core.start - _BEFORE) : core.start].rpartition("\n")[2]
    nouns = None if is_person else word_set("organization_nouns")
    end = layout.paragraphs[layout.paragraph_at(core.start)].end
    return Mention(
        span=core,
        entity_type=entity_type,
        name=parse_name(_titles_before(before) + printed),
        possessive=_is_possessive(text, core),
        quoted=layout.is_quoted(core.start),
        roles=roles_beside(text, core, before=before, end=end, nouns=nouns),
        known_from=core.start,
    )


def _is_title_alone(text: str, core: Span) -> bool:
    """Return whether a span holds only a title or a particle of a name: "Del.", "von"."""
    tokens = [fold_word(token) for token in WORD.findall(core.of(text))]
    if all(token in word_set("particles") for token in tokens):
        return True
    if core.of(text).endswith(".") and all(token in word_genders("titles") for token in tokens):
        return True
    if text[core.end : core.end + 1] == "." and tokens[0] in word_genders("titles"):
        return True
    if len(tokens) > 1 or tokens[0] not in word_genders("titles"):
        return False
    # In "Chief Mrs Jane Roe" the first title begins no name.
    surname = tokens[0] in word_set("roles_also_surnames") or tokens[0] in word_genders("roles")
    return bool((TITLE_AFTER if surname else NAME_AFTER).match(text, core.end))


def _is_style(printed: str) -> bool:
    return fold_word(printed) in word_set("styles")


def _is_office_alone(text: str, core: Span) -> bool:
    """Return whether a span holds an office that a name follows: "Executive Officer, Jane Roe"."""
    tokens = [fold_word(token) for token in WORD.findall(core.of(text))]
    if tokens[-1] not in word_genders("roles") or tokens[-1] in word_set("roles_also_surnames"):
        return False
    return not given_name_gender(tokens[0]) and bool(NAME_AFTER_OFFICE.match(text, core.end))


def _is_definite_office(text: str, core: Span) -> bool:
    """Return whether a span holds an office with its article: "the [Chief Justice]"."""
    tokens = [fold_word(token) for token in WORD.findall(core.of(text))]
    titles = word_genders("titles")
    before = [fold_word(word) for word in text[max(0, core.start - _NEAR) : core.start].split()]
    while before and before[-1] in titles:
        before.pop()
    if before[-1:] != [DEFINITE_ARTICLE]:
        return False
    return tokens[-1] in word_pairs("title_roles") and all(token in titles for token in tokens)


def _is_possessive(text: str, core: Span) -> bool:
    """Return whether a name only owns the noun after it.

    "Roe's aide", "Roe spokesman Jan Bo", "the pro-Roe caucus".
    """
    if _HYPHEN_BEFORE.search(text[max(0, core.start - 2) : core.start]):
        return True
    if POSSESSIVE_AFTER.match(text[core.end : core.end + 4]):
        return True
    after = NOUN_AFTER_NAME.match(text, core.end)
    noun = fold_word(after["noun"]) if after and after["noun"].islower() else ""
    lists = (word_genders("roles"), word_set("owned_organizations"), word_set("group_nouns"))
    return any(noun in known or noun.removesuffix("s") in known for known in lists if noun)


def _titles_before(before: str) -> str:
    if COUPLE_TITLES.search(before):
        return ""
    found = TITLES_BEFORE.search(before, max(0, len(before) - _NEAR))
    words = found.group().split() if found else []
    titles = [word for word in words if fold_word(word) in word_genders("titles")]
    return " ".join(titles) + " " if titles else ""


def _corrected_type(text: str, span: Span, entity_type: EntityType) -> tuple[Span, EntityType]:
    """Return the span and the type of a name, corrected by the words in and before it."""
    tokens = list(WORD.finditer(text, span.start, span.end))
    folded = [fold_word(TRAILING_APOSTROPHE.sub("", token.group())) for token in tokens]
    if not folded:
        return span, entity_type
    before = WORD.findall(text[max(0, span.start - 12) : span.start])
    named = _named_organization(text, span, tokens[0].group())
    if named and not _is_agent_named(text, named, entity_type):
        return named, EntityType.ORGANIZATION
    honorifics = word_set("honorifics")
    if folded[0] in honorifics or (before and fold_word(before[-1]) in honorifics):
        return _until_link(text, span), EntityType.PERSON
    is_person = entity_type is EntityType.PERSON
    body = len(tokens) == _NOUN_AND_NAME and folded[0] in word_set("organization_nouns")
    if is_person and body and OPENS_SENTENCE.search(text, max(0, span.start - 2), span.start):
        return Span(tokens[1].start(), span.end), EntityType.ORGANIZATION
    if is_seat(tokens[-1].group()) and len(tokens) > 1 and not is_person:
        return Span(span.start, tokens[-2].end()), EntityType.PLACE
    printed = span.of(text)
    if is_person and len(tokens) == 1 and INNER_CAPITAL.fullmatch(printed):
        return span, EntityType.ORGANIZATION
    if is_outlet_name(printed) or is_metonym(printed) or is_company(printed) or " & " in printed:
        return span, EntityType.ORGANIZATION
    if not is_person and _follows_role(text[max(0, span.start - 24) : span.start], folded):
        return span, EntityType.PERSON
    if is_person and not given_name_gender(folded[0]):
        if SEAT_BEFORE.search(text, max(0, span.start - _BEFORE), span.start):
            return span, EntityType.PLACE
        if THING_EVIDENCE.match(text, span.end):
            return span, EntityType.ORGANIZATION
    first = _first_word_of_person(tokens, folded)
    if not is_person and first is not None:
        return Span(tokens[first].start(), span.end), EntityType.PERSON
    noun = folded[-1] in word_set("organization_nouns")
    if (noun or folded[-1] == "police") and (len(folded) > 1 or (noun and not is_person)):
        return span, EntityType.ORGANIZATION
    company = folded[-1] in word_set("company_words") and folded[-1] not in _ALSO_SURNAMES
    if is_person and company and len(folded) > 1 and not given_name_gender(folded[0]):
        return span, EntityType.ORGANIZATION
    if folded[-1] in word_set("peoples") and (len(folded) == 1 or not is_person):
        return span, EntityType.GROUP
    if entity_type is EntityType.GROUP and len(folded) == 1:
        return span, EntityType.ORGANIZATION
    return span, entity_type


def _follows_role(before: str, folded: Sequence[str]) -> bool:
    """Return whether the role of a person in lower case stands before a name: "fellow Jane Roe"."""
    found = LOWER_WORD_BEFORE.search(before)
    noun = found["word"] if found else ""
    if noun not in word_genders("roles") or len(folded) not in (2, 3):
        return False
    lists = [word_set(name) for name in ("side_roles", "organization_nouns", "capital_cities")]
    return not any(word in known for known in lists for word in (noun, folded[-1]))


def _named_organization(text: str, span: Span, first: str) -> Span | None:
    """Return the name of an organisation that a noun in lower case before it shows.

    "Mining company [Northvein]", "the dance band [Captain Flint]"; not "the team Roe leads", and
    not "party chairman Jane Roe". Only a band may have a title in its name.

    Args:
        text: The whole text.
        span: The name.
        first: The first word of the name.
    """
    near = text[max(0, span.start - _NEAR) : span.start].split()[-_NOUN_AND_TITLE:]
    if not any(
        word in word_set("organization_nouns") or word in word_set("band_nouns") for word in near
    ):
        return None
    noun = ORGANIZATION_BEFORE.search(text, max(0, span.start - _BEFORE), span.start)
    if noun is None or given_name_gender(first):
        return None
    folded = fold_word(first)
    titled = noun["title"] or folded in word_genders("titles") or folded in word_genders("roles")
    nouns = word_set("band_nouns")
    if not titled:
        nouns = nouns | word_set("organization_nouns")
    return Span(noun.end("noun") + 1, span.end) if noun["noun"] in nouns else None


def _until_link(text: str, span: Span) -> Span:
    """Return the name of a person without the body after it: "Ada Roe [of City University]"."""
    link = LINK_IN_NAME.search(text, span.start, span.end)
    return Span(span.start, link.start()) if link else span


def _is_agent_named(text: str, name: Span, entity_type: EntityType) -> bool:
    """Return whether a noun before a name may be a person's as well: "shop operator Jane Roe"."""
    person = entity_type is EntityType.PERSON and len(WORD.findall(name.of(text))) > 1
    return person and bool(AGENT_BEFORE.search(text, max(0, name.start - 24), name.start))


def _first_word_of_person(tokens: Sequence[re.Match[str]], folded: Sequence[str]) -> int | None:
    """Return where a person's name begins in "Atlantic City Mayor Don Guardian"."""
    if folded[-1] in word_set("organization_nouns"):
        return None
    for index in range(len(folded) - 2, 0, -1):
        before, word = folded[index - 1], folded[index]
        title = before in word_genders("titles") or before in word_genders("roles")
        likely = given_name_gender(word) or word in word_set("east_asian_surnames")
        # "Energy and Mines Minister Roe Bo": a field before such a title leaves no other reading.
        likely = likely or (before in PORTFOLIO_ROLES and index > 1 and len(folded) - index == 2)
        if title and len(folded) - index <= 3 and likely:
            return index if all(t.group()[0].isupper() for t in tokens[index:]) else None
    return None
