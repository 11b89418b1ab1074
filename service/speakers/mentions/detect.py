"""Entities to mentions: the names of people and bodies, with what is said beside them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from service.extraction.quotation import EntityLabel, NamedEntity
from service.guard import Guard
from service.speakers.mentions.capitals import find_mistaken_capitals
from service.speakers.mentions.mention import NOUN_AFTER_NAME, EntityType, Mention, read_mention
from service.speakers.mentions.missed_names import find_full_forms, find_missed_names
from service.speakers.mentions.name_boundaries import correct_boundaries
from service.speakers.names.layout import TextLayout
from service.speakers.names.lexicon import fold_word, given_name_gender, word_set
from service.speakers.names.person_names import WORD, parse_name
from service.text.spans import Span

_SORTS = {
    EntityLabel.PERSON: EntityType.PERSON,
    EntityLabel.ORGANIZATION: EntityType.ORGANIZATION,
    EntityLabel.LOCATION: EntityType.PLACE,
    EntityLabel.MISC: EntityType.GROUP,
}
_JOINED = re.compile(r"\s+(?:and|&|&amp;)\s+|[\n\r]+|\s+[-–—]+\s+")
_OWNED = re.compile(r"['’]s?(?P<words>(?:[ \u00a0][a-z]+){1,3})\b")
_PARTING = re.compile(r"[\n\r–—-]")


def find_mentions(
    layout: TextLayout, entities: Iterable[NamedEntity], sources: Iterable[Span] = ()
) -> list[Mention]:
    """Return the mentions of a text in its order.

    Entities are an engine's guesses: names that stand in sources and were missed are added, and
    given names that were cut off. A name or a rule that fails costs itself alone.
    """
    found: dict[Span, Mention] = {}
    taken: list[Span] = []
    sources = tuple(sources)
    ends = sorted(source.end for source in sources)
    candidates: list[tuple[Span, EntityType]] = []
    for entity in entities:
        with Guard("reading a name"):
            parts = _parts(layout.text, _without_headline(layout, entity.span, ends))
            candidates.extend((part, _SORTS[entity.label]) for part in parts)
    for span, entity_type in sorted(candidates, key=lambda c: (c[0].start, -c[0].end)):
        with Guard("reading a name"):
            person, body = entity_type is EntityType.PERSON, entity_type is EntityType.ORGANIZATION
            whole = correct_boundaries(layout.text, span, person=person, body=body)
            _take(layout, whole, entity_type, found, taken)
    with Guard("cutting names that are too long"):
        for span, own in list(_overlong(layout, found.values())):
            del found[span]
            taken.remove(span)
            _take(layout, own, EntityType.PERSON, found, taken, loose=True)
    with Guard("adding names that were missed"):
        missed = find_missed_names(layout.text, sources, taken, _first_seen(found.values()))
        for span in sorted(set(missed)):
            _take(layout, span, EntityType.PERSON, found, taken, loose=True)
    with Guard("adding given names that were cut off"):
        full = find_full_forms(layout.text, *_bare_and_full(found.values()))
        for span, known_from in list(full):
            if span in found and found[span].entity_type is not EntityType.PERSON:
                found[span] = replace(found[span], entity_type=EntityType.PERSON)
            _take(layout, span, EntityType.PERSON, found, taken, loose=True, known_from=known_from)
    with Guard("finding capitals that stand for governments"):
        for span in find_mistaken_capitals(layout, found.values()):
            found[span] = replace(found[span], entity_type=EntityType.PLACE)
    with Guard("adding bodies named after somebody"):
        _add_owned_organizations(layout, found)
    return sorted(found.values(), key=lambda mention: mention.span)


def _take(
    layout: TextLayout,
    span: Span,
    entity_type: EntityType,
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
    mention = read_mention(layout, span, entity_type)
    if mention:
        found[mention.span] = replace(mention, known_from=max(known_from, mention.span.start))
        taken.append(mention.span)


def _first_seen(mentions: Iterable[Mention]) -> dict[str, int]:
    """Each surname and where it is first seen."""
    first: dict[str, int] = {}
    for mention in mentions:
        for word in mention.name.surname if mention.entity_type is EntityType.PERSON else ():
            first[word] = min(mention.span.start, first.get(word, mention.span.start))
    return first


def _bare_and_full(mentions: Iterable[Mention]) -> tuple[dict[str, int], dict[str, int]]:
    """Surnames, where they first stand alone, and where they first follow a given name."""
    people = [mention for mention in mentions if mention.entity_type is EntityType.PERSON]
    alone = _first_seen(m for m in people if len(m.name.words) == 1)
    return alone, _first_seen(m for m in people if len(m.name.words) > 1)


def _overlong(layout: TextLayout, mentions: Iterable[Mention]) -> Iterator[tuple[Span, Span]]:
    """Names that hold a word too many -> where they stand, and where without it.

    In a headline or a title a surname that stands alone or otherwise elsewhere tells: "Ada Rehn
    Poll", "Court Sees Rehn".
    """
    people = [mention for mention in mentions if mention.entity_type is EntityType.PERSON]
    alone = {fold_word(m.name.words[0]) for m in people if len(m.name.words) == 1}
    story = {
        fold_word(m.name.words[-1])
        for m in people
        if len(m.name.words) > 1 and not layout.is_headline(m.span.start)
    }
    for mention in people:
        tokens = list(WORD.finditer(layout.text, mention.span.start, mention.span.end))
        low = [fold_word(token.group()) for token in tokens]
        if len(tokens) < 2:
            continue
        given = given_name_gender(low[0]) is not None
        headline = layout.is_headline(mention.span.start)
        if given and (headline or mention.quoted) and len(low) > 2 and not mention.name.suffix:
            if low[-2] in alone and low[-1] not in alone:
                yield mention.span, Span(mention.span.start, tokens[-2].end())
        elif not given and headline and low[-1] in alone & story:
            yield mention.span, Span(tokens[-1].start(), mention.span.end)


def _without_headline(layout: TextLayout, span: Span, ends: Sequence[int]) -> Span:
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


def _add_owned_organizations(layout: TextLayout, found: dict[Span, Mention]) -> None:
    """Adds bodies named after somebody or a state: "Clinton's campaign", "the Biden
    administration", "Norway's foreign ministry".
    """
    surnames = _first_seen(found.values())
    for mention in list(found.values()):
        # An engine takes "Clinton" in "the Clinton campaign" for a body now and then.
        first = surnames.get(fold_word(mention.span.of(layout.text)), mention.span.end)
        mistaken = mention.entity_type is EntityType.ORGANIZATION and first < mention.span.end
        end = _owned_organization_end(
            layout.text, mention, EntityType.PERSON if mistaken else mention.entity_type
        )
        span = Span(mention.span.start, end)
        if end == mention.span.end or span in found:
            continue
        found[mention.span] = replace(mention, possessive=True)
        found[span] = Mention(
            span=span,
            entity_type=EntityType.ORGANIZATION,
            name=parse_name(span.of(layout.text)),
            possessive=False,
            quoted=mention.quoted,
            roles=(),
            known_from=mention.known_from,
        )


def _owned_organization_end(text: str, mention: Mention, entity_type: EntityType) -> int:
    """A text, a mention, its sort -> the end of the body that it names with the words behind it."""
    end = mention.span.end
    if entity_type is EntityType.PERSON:
        noun = NOUN_AFTER_NAME.match(text, end)
        return noun.end("noun") if noun and fold_word(noun["noun"]) in word_set("bearers") else end
    owned = _OWNED.match(text, end) if entity_type is EntityType.PLACE else None
    for word in WORD.finditer(text, owned.start("words"), owned.end()) if owned else ():
        if word.group() in word_set("bearers") - word_set("company_words"):
            return word.end()
    return end
