"""Entities to mentions: the names of people and bodies, with what is said beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from service.extraction.quotation import Entity, EntityLabel
from service.speakers.layout import Layout
from service.speakers.lexicon import Gender, gendered, lines, plain, words
from service.speakers.names import WORD, Name, parse_name, trim_name
from service.text.spans import Span


class Sort(StrEnum):
    """What a name names, as far as the resolver cares."""

    PERSON = "person"
    BODY = "body"
    PLACE = "place"
    PEOPLE = "people"
    """A nation, a party's members: "the Chinese", "Republicans"."""


@dataclass(frozen=True, slots=True)
class Role:
    """What a person is called beside the name: "Chinese Embassy spokesman", "22"."""

    head: str
    modifiers: frozenset[str]
    gender: Gender | None


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text."""

    span: Span
    """The name alone, without titles and possessive."""
    sort: Sort
    name: Name
    possessive: bool
    quoted: bool
    roles: tuple[Role, ...]


_SORTS = {
    EntityLabel.PERSON: Sort.PERSON,
    EntityLabel.ORGANIZATION: Sort.BODY,
    EntityLabel.LOCATION: Sort.PLACE,
    EntityLabel.MISC: Sort.PEOPLE,
}
_BEFORE = re.compile(r"(?:[\w.'’&\-]+[ \u00a0]){1,8}$")
_AFTER = re.compile(
    r"(?:['’]s)?(?:[ \u00a0]\([^()]{1,40}\))?"
    r"(?:,[ \u00a0](?P<age>\d{1,3})(?=,)|,[ \u00a0]|"
    r"[ \u00a0](?:is|was|became|remains)[ \u00a0](?=an?\b|the\b))"
    r"(?P<words>[^,.;:“”\"()]{2,90})?"
)
_STOPS = frozenset(
    [
        "said",
        "says",
        "told",
        "tells",
        "and",
        "but",
        "or",
        "that",
        "when",
        "while",
        "as",
        "by",
        "to",
        "from",
        "after",
        "before",
        "if",
        "because",
        "with",
        "is",
        "was",
        "were",
        "are",
        "has",
        "had",
        "have",
        "since",
        "against",
        "about",
        "into",
        "than",
        "who",
        "whom",
        "whose",
        "which",
        "where",
        "for",
        "in",
        "on",
        "at",
    ]
)
_CUT = re.compile(r"[ \u00a0](?:of|for|at|in|on|who|from|with|to|and|that|whose|said|says)\b")


def read_mentions(
    layout: Layout, entities: Iterable[Entity], guesses: Iterable[Span] = ()
) -> list[Mention]:
    """A layout, entities and spans that look like names -> mentions in the order of the text."""
    found: list[Mention] = []
    taken: list[Span] = []
    for entity in sorted(entities, key=lambda e: (e.span.start, -e.span.end)):
        for span in _parts(layout.text, entity.span):
            mention = _mention(layout, span, _SORTS[entity.label])
            if mention and not (taken and taken[-1].overlaps(mention.span)):
                found.append(mention)
                taken.append(mention.span)
    for span in sorted(set(guesses)):
        if not any(span.overlaps(other) for other in taken):
            mention = _mention(layout, span, Sort.PERSON)
            if mention:
                found.append(mention)
                taken.append(mention.span)
    return sorted(found, key=lambda mention: mention.span)


def role_of(phrase: str) -> Role | None:
    """The words of a noun phrase -> the role they name, if their last word is one."""
    tokens = [plain(_bare(token.group())) for token in WORD.finditer(phrase)]
    for at in range(len(tokens) - 1, -1, -1):
        if tokens[at] in gendered("roles"):
            rest = frozenset(tokens[:at]) - {"the", "a", "an", "his", "her", "its", "their"}
            return Role(head=tokens[at], modifiers=rest, gender=gendered("roles")[tokens[at]])
    return None


def _bare(word: str) -> str:
    return re.sub(r"['’]s$", "", word)


def _parts(text: str, span: Span) -> list[Span]:
    printed = span.of(text)
    joined = re.search(r"\s+(?:and|&)\s+", printed)
    if joined and len(printed) > 12 and re.search(r"[a-z]\s+[A-Z]", printed[joined.end() :]):
        return [
            Span(span.start, span.start + joined.start()),
            Span(span.start + joined.end(), span.end),
        ]
    return [span]


def _mention(layout: Layout, span: Span, sort: Sort) -> Mention | None:
    text = layout.text
    printed = span.of(text)
    sort = _sort(text, span, printed, sort)
    core = trim_name(text, span) if sort is Sort.PERSON else _trim_body(text, span)
    if not len(core) or not any(c.isalpha() for c in core.of(text)):
        return None
    before = text[max(0, span.start - 80) : core.start]
    name = parse_name(_titles_before(before) + core.of(text))
    roles = _roles(layout, core, before) if sort is Sort.PERSON else ()
    return Mention(
        span=core,
        sort=sort,
        name=name,
        possessive=text[core.end : core.end + 2] in ("'s", "’s", "' ", "’ "),
        quoted=layout.is_quoted(core.start),
        roles=roles,
    )


def _titles_before(before: str) -> str:
    found = re.search(r"(?:\b[\w.]+[ \u00a0]){1,2}$", before)
    if not found:
        return ""
    titles = [word for word in found.group().split() if plain(word) in gendered("titles")]
    return " ".join(titles) + " " if titles else ""


def _sort(text: str, span: Span, printed: str, sort: Sort) -> Sort:
    tokens = [plain(_bare(token.group())) for token in WORD.finditer(printed)]
    if not tokens:
        return sort
    before = WORD.findall(text[max(0, span.start - 12) : span.start])
    titled = bool(before) and plain(before[-1]) in ("mr", "mrs", "ms", "dr", "sen", "rep", "gov")
    if titled or tokens[0] in ("mr", "mrs", "ms", "dr", "sen", "rep", "gov"):
        return Sort.PERSON
    if is_outlet(printed) or is_metonym(printed):
        return Sort.BODY
    if tokens[-1] in words("organization_nouns") and (len(tokens) > 1 or sort is not Sort.PERSON):
        return Sort.BODY
    if sort is Sort.PERSON and tokens[-1] in ("republicans", "democrats", "americans"):
        return Sort.PEOPLE
    return sort


def is_outlet(printed: str) -> bool:
    """A printed name -> whether it is a news organisation's."""
    return normal_body(printed) in outlets()


@cache
def outlets() -> dict[str, int]:
    """Nothing -> for each printed form of a news organisation, plain, the number of its line."""
    forms: dict[str, int] = {}
    for number, line in enumerate(lines("outlets")):
        for form in line.split("|"):
            forms.setdefault(normal_body(form), number)
    return forms


def is_metonym(printed: str) -> bool:
    """A printed name -> whether it is a place or building that speaks for a body."""
    return normal_body(printed) in _metonyms()


@cache
def _metonyms() -> frozenset[str]:
    return frozenset(normal_body(line) for line in lines("metonyms"))


@lru_cache(maxsize=8192)
def normal_body(printed: str) -> str:
    """The name of a body -> its form for comparison."""
    tokens = [plain(_bare(token.group())) for token in WORD.finditer(printed)]
    return " ".join(tokens[1:] if tokens[:1] == ["the"] and len(tokens) > 1 else tokens)


def _trim_body(text: str, span: Span) -> Span:
    printed = span.of(text)
    start, end = len(printed) - len(printed.lstrip(" \t\"“‘'(")), len(printed)
    if printed[start : start + 4] == "the ":
        start += 4
    elif start == 0 and text[max(0, span.start - 4) : span.start] == "The " and is_outlet(printed):
        start -= 4
    bare = re.sub(r"(?:['’]s|(?<=s)['’])?[\s,;:\"”’')]*$", "", printed[:end])
    return Span(span.start + start, span.start + max(len(bare), start))


def _roles(layout: Layout, core: Span, before: str) -> tuple[Role, ...]:
    found = []
    led = _BEFORE.search(before)
    if led:
        lead = led.group().split()
        for at in range(len(lead) - 1, -1, -1):
            if plain(lead[at]) in _STOPS:
                lead = lead[at + 1 :]
                break
        role = role_of(" ".join(lead))
        if role:
            found.append(role)
    after = _AFTER.match(layout.text, core.end, min(core.end + 160, len(layout.text)))
    if after:
        if after["age"]:
            found.append(Role(head=f"{after['age']}-year-old", modifiers=frozenset(), gender=None))
        phrase = after["words"] or ""
        head = role_of(_CUT.split(phrase, maxsplit=1)[0]) if phrase else None
        if head:
            rest = frozenset(plain(_bare(w)) for w in WORD.findall(phrase)) - {head.head}
            found.append(Role(head=head.head, modifiers=rest, gender=head.gender))
    return tuple(found)
