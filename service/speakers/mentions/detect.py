"""Entities to mentions: the names of people and bodies, with what is said beside them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from service.extraction.quotation import EntityLabel, NamedEntity
from service.guard import Guard
from service.speakers.mentions.capitals import governments
from service.speakers.mentions.mention import BEARER, Mention, Sort, read_mention
from service.speakers.mentions.missed_names import full_forms, missed_names
from service.speakers.mentions.name_boundaries import whole_name
from service.speakers.names.layout import Layout
from service.speakers.names.lexicon import given_name_gender, plain, words
from service.speakers.names.person_names import WORD, parse_name
from service.text.spans import Span

_SORTS = {
    EntityLabel.PERSON: Sort.PERSON,
    EntityLabel.ORGANIZATION: Sort.BODY,
    EntityLabel.LOCATION: Sort.PLACE,
    EntityLabel.MISC: Sort.PEOPLE,
}
_JOINED = re.compile(r"\s+(?:and|&|&amp;)\s+|[\n\r]+|\s+[-–—]+\s+")
_OWNED = re.compile(r"['’]s?(?P<words>(?:[ \u00a0][a-z]+){1,3})\b")
_PARTING = re.compile(r"[\n\r–—-]")


def read_mentions(
    layout: Layout, entities: Iterable[NamedEntity], sources: Iterable[Span] = ()
) -> list[Mention]:
    """Return the mentions of a text in its order.

    Entities are an engine's guesses: names that stand in sources and were missed are added, and
    given names that were cut off. A name or a rule that fails costs itself alone.
    """
    found: dict[Span, Mention] = {}
    taken: list[Span] = []
    sources = tuple(sources)
    ends = sorted(source.end for source in sources)
    candidates: list[tuple[Span, Sort]] = []
    for entity in entities:
        with Guard("reading a name"):
            parts = _parts(layout.text, _without_headline(layout, entity.span, ends))
            candidates.extend((part, _SORTS[entity.label]) for part in parts)
    for span, sort in sorted(candidates, key=lambda c: (c[0].start, -c[0].end)):
        with Guard("reading a name"):
            person, body = sort is Sort.PERSON, sort is Sort.BODY
            whole = whole_name(layout.text, span, person=person, body=body)
            _take(layout, whole, sort, found, taken)
    with Guard("cutting names that are too long"):
        for span, own in list(_overlong(layout, found.values())):
            del found[span]
            taken.remove(span)
            _take(layout, own, Sort.PERSON, found, taken, loose=True)
    with Guard("adding names that were missed"):
        missed = missed_names(layout.text, sources, taken, _first_seen(found.values()))
        for span in sorted(set(missed)):
            _take(layout, span, Sort.PERSON, found, taken, loose=True)
    with Guard("adding given names that were cut off"):
        full = full_forms(layout.text, *_bare_and_full(found.values()))
        for span, known_from in list(full):
            if span in found and found[span].sort is not Sort.PERSON:
                found[span] = replace(found[span], sort=Sort.PERSON)
            _take(layout, span, Sort.PERSON, found, taken, loose=True, known_from=known_from)
    with Guard("finding capitals that stand for governments"):
        for span in governments(layout, found.values()):
            found[span] = replace(found[span], sort=Sort.PLACE)
    with Guard("adding bodies named after somebody"):
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
    mention = read_mention(layout, span, sort)
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


def _overlong(layout: Layout, mentions: Iterable[Mention]) -> Iterator[tuple[Span, Span]]:
    """Names that hold a word too many -> where they stand, and where without it.

    In a headline or a title a surname that stands alone or otherwise elsewhere tells: "Ada Rehn
    Poll", "Court Sees Rehn".
    """
    people = [mention for mention in mentions if mention.sort is Sort.PERSON]
    alone = {plain(m.name.words[0]) for m in people if len(m.name.words) == 1}
    story = {
        plain(m.name.words[-1])
        for m in people
        if len(m.name.words) > 1 and not layout.is_headline(m.span.start)
    }
    for mention in people:
        tokens = list(WORD.finditer(layout.text, mention.span.start, mention.span.end))
        low = [plain(token.group()) for token in tokens]
        if len(tokens) < 2:
            continue
        given = given_name_gender(low[0]) is not None
        headline = layout.is_headline(mention.span.start)
        if given and (headline or mention.quoted) and len(low) > 2 and not mention.name.suffix:
            if low[-2] in alone and low[-1] not in alone:
                yield mention.span, Span(mention.span.start, tokens[-2].end())
        elif not given and headline and low[-1] in alone & story:
            yield mention.span, Span(tokens[-1].start(), mention.span.end)


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


def _add_bearers(layout: Layout, found: dict[Span, Mention]) -> None:
    """Adds bodies named after somebody or a state: "Clinton's campaign", "the Biden
    administration", "Norway's foreign ministry".
    """
    surnames = _first_seen(found.values())
    for mention in list(found.values()):
        # An engine takes "Clinton" in "the Clinton campaign" for a body now and then.
        first = surnames.get(plain(mention.span.of(layout.text)), mention.span.end)
        mistaken = mention.sort is Sort.BODY and first < mention.span.end
        end = _bearer_end(layout.text, mention, Sort.PERSON if mistaken else mention.sort)
        span = Span(mention.span.start, end)
        if end == mention.span.end or span in found:
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


def _bearer_end(text: str, mention: Mention, sort: Sort) -> int:
    """A text, a mention, its sort -> the end of the body that it names with the words behind it."""
    end = mention.span.end
    if sort is Sort.PERSON:
        noun = BEARER.match(text, end)
        return noun.end("noun") if noun and plain(noun["noun"]) in words("bearers") else end
    owned = _OWNED.match(text, end) if sort is Sort.PLACE else None
    for word in WORD.finditer(text, owned.start("words"), owned.end()) if owned else ():
        if word.group() in words("bearers") - words("company_words"):
            return word.end()
    return end
