"""Turn the engine's named entities into mentions, and add the names that the engine missed."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from service.extraction.quotation import EntityLabel, NamedEntity
from service.guard import Guard
from service.speakers.mentions.acronym_titles import names_after_acronyms
from service.speakers.mentions.bodies import (
    body_with_field,
    described_bodies,
    introduced_acronyms,
    without_owners,
)
from service.speakers.mentions.capitals import find_mistaken_capitals
from service.speakers.mentions.known_surnames import find_known_surnames
from service.speakers.mentions.mention import EntityType, Mention
from service.speakers.mentions.mention_set import MentionSet
from service.speakers.mentions.missed_names import (
    find_full_forms,
    find_missed_names,
)
from service.speakers.mentions.name_boundaries import (
    correct_boundaries,
    join_split_names,
)
from service.speakers.mentions.offices import name_after_office, with_offices
from service.speakers.mentions.patterns import (
    NAME_JOINT,
    NOUN_AFTER_NAME,
    OWNED_WORDS,
    ROLE_BETWEEN_NAMES,
)
from service.speakers.mentions.shared_roles import with_shared_roles
from service.speakers.names.layout import TextLayout
from service.speakers.names.lexicon import (
    fold_word,
    given_name_gender,
    word_set,
)
from service.speakers.names.person_names import WORD, parse_name
from service.speakers.names.roles import is_profession
from service.text.spans import Span

_TYPES = {
    EntityLabel.PERSON: EntityType.PERSON,
    EntityLabel.ORGANIZATION: EntityType.ORGANIZATION,
    EntityLabel.LOCATION: EntityType.PLACE,
    EntityLabel.MISC: EntityType.GROUP,
}
_BREAK = re.compile(r"[\n\r–—-]")
"""A line break or a dash always separates two names."""


def find_mentions(
    layout: TextLayout, named_entities: Iterable[NamedEntity], sources: Iterable[Span] = ()
) -> list[Mention]:
    """Return the mentions of a text in its order.

    The engine's named entities are guesses. Names that it missed in sources are added, and so are
    given names that it cut off. A name or a rule that fails costs only its own mentions.

    Args:
        layout: The text.
        named_entities: The names that the engine found.
        sources: The spans of all sources.
    """
    mentions = MentionSet(layout)
    sources = tuple(sources)
    for span, entity_type, limit in _candidate_spans(layout, named_entities, sources):
        with Guard("reading a name"):
            _add_candidate(mentions, span, entity_type, limit)
    found = mentions.by_span
    with Guard("parting bodies from their owners"):
        for span, own in list(without_owners(layout.text, found.values())):
            entity_type = found[span].entity_type
            mentions.remove(span)
            mentions.add_anywhere(own, entity_type)
    with Guard("cutting names that are too long"):
        for span, own in list(_overlong(layout, found.values())):
            mentions.remove(span)
            mentions.add_person(own)
    with Guard("parting names from titles that are acronyms"):
        for span, own in list(names_after_acronyms(layout.text, found.values())):
            mentions.remove(span)
            mentions.add_person(own)
    with Guard("adding names that were missed"):
        surnames = _first_mentions(found.values())
        missed = find_missed_names(layout.text, sources, mentions.taken, surnames)
        for span in sorted(set(missed)):
            mentions.add_person(span)
        for span in list(find_known_surnames(layout.text, found)):
            mentions.add_person(span)
    with Guard("finding bodies by their sources"):
        for span in list(introduced_acronyms(layout.text, sources, mentions.taken)):
            mentions.add_anywhere(span, EntityType.ORGANIZATION)
        for span in list(described_bodies(layout.text, sources, found)):
            mentions.change_type(span, EntityType.ORGANIZATION)
    with Guard("adding given names that were cut off"):
        full = find_full_forms(layout.text, *_alone_and_full(found.values()))
        for span, known_from in list(full):
            if span in found and found[span].entity_type is not EntityType.PERSON:
                mentions.change_type(span, EntityType.PERSON)
            mentions.add_person(span, known_from=known_from)
    with Guard("finding capitals that name their governments"):
        for span in find_mistaken_capitals(layout, found.values()):
            mentions.change_type(span, EntityType.PLACE)
    with Guard("adding organisations named after a person or state"):
        _add_owned_organizations(layout, found)
    with Guard("finding bodies before the roles of people"):
        _retype_attributes(layout, found)
    in_order = sorted(found.values(), key=lambda mention: mention.span)
    with Guard("finding the offices that sources ask for"):
        in_order = with_offices(layout, in_order, sources)
    with Guard("reading the roles of people in lists"):
        return with_shared_roles(layout.text, in_order)
    return in_order


def _candidate_spans(
    layout: TextLayout, named_entities: Iterable[NamedEntity], sources: Sequence[Span]
) -> list[tuple[Span, EntityType, int]]:
    """Return the spans of single names in the order of the text, longer ones first.

    Each has the offset at which the next person's name begins: no other name reaches beyond it.
    """
    ends = sorted(source.end for source in sources)
    candidates: list[tuple[Span, EntityType]] = []
    for named_entity in named_entities:
        with Guard("reading a name"):
            parts = _single_names(layout.text, _without_headline(layout, named_entity.span, ends))
            candidates.extend((part, _TYPES[named_entity.label]) for part in parts)
    candidates.sort(key=lambda candidate: (candidate[0].start, -candidate[0].end))
    candidates = join_split_names(layout.text, candidates)
    people = [span.start for span, entity_type in candidates if entity_type is EntityType.PERSON]
    people.append(len(layout.text))
    return [
        (span, entity_type, people[bisect_left(people, span.end)])
        for span, entity_type in candidates
    ]


def _add_candidate(mentions: MentionSet, span: Span, entity_type: EntityType, limit: int) -> None:
    """Add the name at a span in which the engine saw one.

    Args:
        mentions: The mentions found so far.
        span: The span that the engine saw.
        entity_type: The type that the engine gave it.
        limit: The offset that the name does not reach beyond.
    """
    text = mentions.layout.text
    body = body_with_field(text, span, entity_type)
    whole = body or correct_boundaries(text, span, entity_type)
    whole = Span(whole.start, min(whole.end, limit))
    name = name_after_office(text, span)
    if name is None and entity_type is EntityType.PERSON:
        name = name_after_office(text, whole)
    if name:
        mentions.add_after_office(name)
    else:
        mentions.add(whole, EntityType.ORGANIZATION if body else entity_type)


def _without_headline(layout: TextLayout, span: Span, source_ends: Sequence[int]) -> Span:
    """Return the span cut at its source's end where it runs on into a headline's capitals."""
    index = bisect_right(source_ends, span.start)
    if index == len(source_ends) or source_ends[index] >= span.end:
        return span
    cut = Span(span.start, source_ends[index])
    whole = " " in cut.of(layout.text).strip() and not layout.text[cut.end].isalnum()
    return cut if whole and layout.is_headline(span.start) else span


def _single_names(text: str, span: Span) -> list[Span]:
    """Return the names that "and", a dash or a line break joins in one span."""
    parts, start = [], span.start
    for joint in NAME_JOINT.finditer(text, span.start, span.end):
        left, right = text[start : joint.start()], text[joint.end() : span.end]
        if _BREAK.search(joint.group()) or (" " in right.strip() and " " in left.strip()):
            parts.append(Span(start, joint.start()))
            start = joint.end()
    return [*parts, Span(start, span.end)]


def _first_mentions(mentions: Iterable[Mention]) -> dict[str, int]:
    """Return each surname, folded, with the offset of its first mention."""
    first: dict[str, int] = {}
    for mention in mentions:
        for word in mention.name.surname if mention.entity_type is EntityType.PERSON else ():
            first[word] = min(mention.span.start, first.get(word, mention.span.start))
    return first


def _alone_and_full(mentions: Iterable[Mention]) -> tuple[dict[str, int], dict[str, int]]:
    """Return the first mentions of surnames without a given name, and with one."""
    people = [mention for mention in mentions if mention.entity_type is EntityType.PERSON]
    alone = _first_mentions(m for m in people if len(m.name.words) == 1)
    return alone, _first_mentions(m for m in people if len(m.name.words) > 1)


def _overlong(layout: TextLayout, mentions: Iterable[Mention]) -> Iterator[tuple[Span, Span]]:
    """Yield the spans of names with one word too many, each with the corrected span.

    In a headline or a quoted title a surname that the text prints alone, or in full elsewhere,
    shows where the name ends: "Ada Rehn Poll", "Court Sees Rehn".
    """
    people = [mention for mention in mentions if mention.entity_type is EntityType.PERSON]
    alone = {fold_word(m.name.words[0]) for m in people if len(m.name.words) == 1}
    in_story = {
        fold_word(m.name.words[-1])
        for m in people
        if len(m.name.words) > 1 and not layout.is_headline(m.span.start)
    }
    for mention in people:
        tokens = list(WORD.finditer(layout.text, mention.span.start, mention.span.end))
        folded = [fold_word(token.group()) for token in tokens]
        if len(tokens) < 2:
            continue
        given = given_name_gender(folded[0]) is not None
        headline = layout.is_headline(mention.span.start)
        if given and (headline or mention.quoted) and len(folded) > 2 and not mention.name.suffix:
            if folded[-2] in alone and folded[-1] not in alone:
                yield mention.span, Span(mention.span.start, tokens[-2].end())
        elif not given and headline and folded[-1] in alone & in_story:
            yield mention.span, Span(tokens[-1].start(), mention.span.end)


def _retype_attributes(layout: TextLayout, found: dict[Span, Mention]) -> None:
    """Take the words before the role of a named person for a body or a thing, not for a person.

    "Glenfarrow Camanachd chieftain Sandy Roe", "Bus driver Karl Roe". A name that the text prints
    elsewhere stays what it is: "Trump lawyer Jane Roe".
    """
    spans = sorted(found)
    words = Counter(word for mention in found.values() for word in mention.name.surname)
    for span, after in pairwise(spans):
        mention = found[span]
        if not (mention.entity_type is found[after].entity_type is EntityType.PERSON):
            continue
        between = ROLE_BETWEEN_NAMES.fullmatch(layout.text, span.end, after.start)
        if between is None or not is_profession(between["role"]):
            continue
        given = given_name_gender(mention.name.words[0])
        if not given and all(words[word] == 1 for word in mention.name.surname):
            found[span] = replace(mention, entity_type=EntityType.ORGANIZATION, possessive=True)


def _add_owned_organizations(layout: TextLayout, found: dict[Span, Mention]) -> None:
    """Add organisations that are named after a person or a state.

    "Clinton's campaign", "the Biden administration", "Norway's foreign ministry".
    """
    surnames = _first_mentions(found.values())
    for mention in list(found.values()):
        # An engine sometimes takes "Clinton" in "the Clinton campaign" for an organisation.
        first = surnames.get(fold_word(mention.span.of(layout.text)), mention.span.end)
        mistaken = mention.entity_type is EntityType.ORGANIZATION and first < mention.span.end
        entity_type = EntityType.PERSON if mistaken else mention.entity_type
        end = _owned_organization_end(layout.text, mention.span.end, entity_type)
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


def _owned_organization_end(text: str, end: int, entity_type: EntityType) -> int:
    """Return the end of the organisation that the words after a name make of it, or the name's."""
    nouns = word_set("owned_organizations")
    if entity_type is EntityType.PERSON:
        noun = NOUN_AFTER_NAME.match(text, end)
        return noun.end("noun") if noun and fold_word(noun["noun"]) in nouns else end
    owned = OWNED_WORDS.match(text, end) if entity_type is EntityType.PLACE else None
    for word in WORD.finditer(text, owned.start("words"), owned.end()) if owned else ():
        if word.group() in nouns - word_set("company_words"):
            return word.end()
    return end
