"""Entities to mentions: the names of people and bodies, with what is said beside them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from service.extraction.quotation import Entity, EntityLabel
from service.speakers.cut_names import whole_name
from service.speakers.layout import Layout
from service.speakers.lexicon import gendered, given_name_gender, plain, words
from service.speakers.missed_names import full_forms, is_common, missed_names
from service.speakers.names import WORD, Name, parse_name, trim_name
from service.speakers.organizations import is_metonym, is_outlet, trim_body
from service.speakers.roles import Role, roles_beside
from service.text.spans import Span


class Sort(StrEnum):
    """What a name names, as far as the resolver cares."""

    PERSON = "person"
    BODY = "body"
    PLACE = "place"
    PEOPLE = "people"
    """A nation, a party's members: "the Chinese", "Republicans"."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text."""

    span: Span
    """The name alone, without titles and possessive."""
    sort: Sort
    name: Name
    possessive: bool
    """Whether it only tells whose something is: "Trump's lawyer", "the Biden administration"."""
    quoted: bool
    roles: tuple[Role, ...]
    known_from: int
    """From which offset on it is known to be a name: its own, or where its surname stands alone."""


_SORTS = {
    EntityLabel.PERSON: Sort.PERSON,
    EntityLabel.ORGANIZATION: Sort.BODY,
    EntityLabel.LOCATION: Sort.PLACE,
    EntityLabel.MISC: Sort.PEOPLE,
}
_JOINED = re.compile(r"\s+(?:and|&|&amp;)\s+|[\n\r]+|\s+[-–—]+\s+")
_PARTING = re.compile(r"[\n\r–—-]")
_BEARER = re.compile(r"(?:['’]s|(?<=s)['’])?[ \u00a0](?P<noun>[A-Za-z]+)\b")
_HONORIFICS = frozenset(["mr", "mrs", "ms", "miss", "dr", "sen", "rep", "gov", "sir", "mme"])


def read_mentions(
    layout: Layout, entities: Iterable[Entity], sources: Iterable[Span] = ()
) -> list[Mention]:
    """A layout, entities and sources -> mentions in the order of the text.

    Entities are an engine's guesses: names that stand in sources and were missed are added, and
    given names that were cut off.
    """
    found: dict[Span, Mention] = {}
    taken: list[Span] = []
    sources = tuple(sources)
    ends = sorted(source.end for source in sources)
    candidates = [
        (part, _SORTS[entity.label])
        for entity in entities
        for part in _parts(layout.text, _without_headline(layout, entity.span, ends))
    ]
    for span, sort in sorted(candidates, key=lambda c: (c[0].start, -c[0].end)):
        _take(
            layout,
            whole_name(layout.text, span, person=sort is Sort.PERSON, body=sort is Sort.BODY),
            sort,
            found,
            taken,
        )
    for span in sorted(set(missed_names(layout.text, sources, taken, _first_seen(found.values())))):
        _take(layout, span, Sort.PERSON, found, taken, loose=True)
    for span, known_from in list(full_forms(layout.text, *_bare_and_full(found.values()))):
        if span in found and found[span].sort is not Sort.PERSON:
            found[span] = replace(found[span], sort=Sort.PERSON)
        _take(layout, span, Sort.PERSON, found, taken, loose=True, known_from=known_from)
    _add_bearers(layout, found)
    return sorted(found.values(), key=lambda mention: mention.span)


def _take(
    layout: Layout,
    span: Span,
    sort: Sort,
    found: dict[Span, Mention],
    taken: list[Span],
    *,
    loose: bool = False,
    known_from: int = 0,
) -> None:
    if not loose and taken and span.contains(taken[-1]) and span != taken[-1]:
        del found[taken.pop()]
    near = taken if loose else taken[-1:]
    if any(other.overlaps(span) for other in near):
        return
    mention = _mention(layout, span, sort)
    if mention:
        found[mention.span] = replace(mention, known_from=max(known_from, mention.span.start))
        taken.append(mention.span)


def _first_seen(mentions: Iterable[Mention]) -> dict[str, int]:
    """Each surname and where it is first seen."""
    first: dict[str, int] = {}
    for mention in mentions:
        for word in mention.name.surname if mention.sort is Sort.PERSON else ():
            first[word] = min(mention.span.start, first.get(word, mention.span.start))
    return first


def _bare_and_full(mentions: Iterable[Mention]) -> tuple[dict[str, int], dict[str, int]]:
    """Surnames, where they first stand alone, and where they first follow a given name."""
    people = [mention for mention in mentions if mention.sort is Sort.PERSON]
    alone = _first_seen(m for m in people if len(m.name.words) == 1)
    return alone, _first_seen(m for m in people if len(m.name.words) > 1)


def _without_headline(layout: Layout, span: Span, ends: Sequence[int]) -> Span:
    """A name that runs on into a headline's capitals -> the same up to its source's end."""
    at = bisect_right(ends, span.start)
    if at == len(ends) or ends[at] >= span.end:
        return span
    named = Span(span.start, ends[at])
    whole = " " in named.of(layout.text).strip() and not layout.text[ends[at]].isalnum()
    return named if whole and layout.is_headline(span.start) else span


def _parts(text: str, span: Span) -> list[Span]:
    parts, start = [], span.start
    for joint in _JOINED.finditer(text, span.start, span.end):
        left, right = text[start : joint.start()], text[joint.end() : span.end]
        if _PARTING.search(joint.group()) or (" " in right.strip() and " " in left.strip()):
            parts.append(Span(start, joint.start()))
            start = joint.end()
    return [*parts, Span(start, span.end)]


def _mention(layout: Layout, span: Span, sort: Sort) -> Mention | None:
    text = layout.text
    span, sort = _sorted(text, span, sort)
    core = trim_name(text, span) if sort is Sort.PERSON else trim_body(text, span)
    printed = core.of(text)
    if not 1 <= len(core) <= 80 or not any(c.isalpha() for c in printed) or is_common(printed):
        return None
    before = text[max(0, core.start - 80) : core.start].rpartition("\n")[2]
    nouns = None if sort is Sort.PERSON else words("organization_nouns")
    end = layout.paragraphs[layout.paragraph_at(core.start)].end
    roles = roles_beside(text, core, before=before, end=end, nouns=nouns)
    return Mention(
        span=core,
        sort=sort,
        name=parse_name(_titles_before(before) + core.of(text)),
        possessive=_possessive(text, core),
        quoted=layout.is_quoted(core.start),
        roles=roles,
        known_from=core.start,
    )


def _possessive(text: str, core: Span) -> bool:
    """Whether a name only belongs to the noun after it: "Roe's aide", "Roe spokesman Jan Bo",
    "the pro-Roe caucus".
    """
    if re.search(r"\w[-‑]$", text[max(0, core.start - 2) : core.start]):
        return True
    if re.match(r"['’]s?[ \u00a0]\w", text[core.end : core.end + 4]):
        return True
    after = _BEARER.match(text, core.end)
    noun = plain(after["noun"]) if after and after["noun"].islower() else ""
    kinds = (gendered("roles"), words("bearers"), words("group_nouns"))
    return any(noun in kind or noun.removesuffix("s") in kind for kind in kinds) if noun else False


def _titles_before(before: str) -> str:
    found = re.search(r"(?:\b[\w.]+[ \u00a0]){1,2}$", before)
    titles = [w for w in found.group().split() if plain(w) in gendered("titles")] if found else []
    return " ".join(titles) + " " if titles else ""


def _sorted(text: str, span: Span, sort: Sort) -> tuple[Span, Sort]:
    tokens = list(WORD.finditer(text, span.start, span.end))
    low = [plain(re.sub(r"['’]s?$", "", token.group())) for token in tokens]
    if not low:
        return span, sort
    before = WORD.findall(text[max(0, span.start - 12) : span.start])
    if low[0] in _HONORIFICS or (before and plain(before[-1]) in _HONORIFICS):
        return span, Sort.PERSON
    printed = span.of(text)
    if is_outlet(printed) or is_metonym(printed):
        return span, Sort.BODY
    person = _person_within(tokens, low)
    if sort is not Sort.PERSON and person is not None:
        return Span(tokens[person].start(), span.end), Sort.PERSON
    if low[-1] in words("organization_nouns") and (len(low) > 1 or sort is not Sort.PERSON):
        return span, Sort.BODY
    if low[-1] in words("peoples") and (len(low) == 1 or sort is not Sort.PERSON):
        return span, Sort.PEOPLE
    if sort is Sort.PEOPLE and len(low) == 1:
        return span, Sort.BODY
    return span, sort


def _person_within(tokens: Sequence[re.Match[str]], low: Sequence[str]) -> int | None:
    """Where a person's name begins in "Atlantic City Mayor Don Guardian", taken for a body."""
    for at in range(len(low) - 2, 0, -1):
        title = low[at - 1] in gendered("titles") or low[at - 1] in gendered("roles")
        if title and len(low) - at <= 3 and given_name_gender(low[at]):
            return at if all(t.group()[0].isupper() for t in tokens[at:]) else None
    return None


def _add_bearers(layout: Layout, found: dict[Span, Mention]) -> None:
    """Adds bodies named after somebody: "Clinton's campaign", "the Biden administration"."""
    for mention in list(found.values()):
        noun = _BEARER.match(layout.text, mention.span.end)
        if noun is None or plain(noun["noun"]) not in words("bearers"):
            continue
        span = Span(mention.span.start, noun.end("noun"))
        if mention.sort is not Sort.PERSON or span in found:
            continue
        found[mention.span] = replace(mention, possessive=True)
        found[span] = Mention(
            span=span,
            sort=Sort.BODY,
            name=parse_name(span.of(layout.text)),
            possessive=False,
            quoted=mention.quoted,
            roles=(),
            known_from=mention.known_from,
        )
