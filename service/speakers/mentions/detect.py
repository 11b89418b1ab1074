"""Turn the engine's named entities into mentions, and add the names that the engine missed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from service.extraction.quotation import EntityLabel, NamedEntity
from service.guard import Guard
from service.speakers.mentions.bodies import (
    acronyms_of_areas,
    bodies_with_acronym,
    bodies_with_possessive,
    body_with_field,
    described_bodies,
    introduced_acronyms,
    without_owners,
)
from service.speakers.mentions.capitals import find_mistaken_capitals
from service.speakers.mentions.cut_bodies import (
    bodies_that_fill_sources,
    bodies_with_apposition,
    cut_bodies,
)
from service.speakers.mentions.described_roles import with_described_roles
from service.speakers.mentions.genders import with_own_pronouns, with_usual_genders
from service.speakers.mentions.joined_bodies import joined_bodies
from service.speakers.mentions.mention import EntityType, Mention
from service.speakers.mentions.mention_set import MentionSet
from service.speakers.mentions.missed_names import (
    find_full_forms,
    find_known_surnames,
    find_missed_names,
)
from service.speakers.mentions.mistaken_names import (
    longer_names,
    mistaken_types,
    words_without_name,
)
from service.speakers.mentions.name_boundaries import correct_boundaries
from service.speakers.mentions.offices import name_after_office, with_offices
from service.speakers.mentions.owned_bodies import (
    add_owned_organizations,
    first_mentions,
    retype_attributes,
)
from service.speakers.mentions.shared_roles import with_shared_roles
from service.speakers.mentions.shared_surnames import (
    missed_given_names,
    with_shared_surnames,
    with_surnames_of_kin,
)
from service.speakers.mentions.split_names import join_split_names, single_names
from service.speakers.mentions.titles_in_names import with_titles_in_names
from service.speakers.mentions.unlisted_titles import (
    names_after_acronyms,
    names_after_posts,
    names_after_titles,
)
from service.speakers.names.layout import TextLayout
from service.speakers.names.lexicon import (
    fold_word,
    given_name_gender,
)
from service.speakers.names.person_names import WORD
from service.text.spans import Span

_TYPES = {
    EntityLabel.PERSON: EntityType.PERSON,
    EntityLabel.ORGANIZATION: EntityType.ORGANIZATION,
    EntityLabel.LOCATION: EntityType.PLACE,
    EntityLabel.MISC: EntityType.GROUP,
}
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
    with Guard("finding where names begin"):
        for span, whole, entity_type in list(longer_names(layout.text, found)):
            mentions.remove(span)
            mentions.add_anywhere(whole, entity_type)
    with Guard("parting bodies from their owners"):
        for span, own in list(without_owners(layout.text, found.values())):
            entity_type = found[span].entity_type
            mentions.remove(span)
            mentions.add_anywhere(own, entity_type)
    with Guard("finding bodies by their acronyms and appositions"):
        apposed = bodies_with_apposition(layout, sources, found)
        for span in [*bodies_with_acronym(layout.text), *apposed]:
            mentions.replace_within(span, EntityType.ORGANIZATION)
    with Guard("joining bodies that were cut in parts"):
        for body in list(joined_bodies(layout.text, found)):
            for part in body.parts:
                mentions.remove(part)
            mentions.add_body(body.span, body.name)
        cut = [*cut_bodies(layout, found), *bodies_that_fill_sources(layout, sources, found)]
        for span, whole in dict(cut).items():
            mentions.remove(span)
            mentions.add_anywhere(whole, EntityType.ORGANIZATION)
    with Guard("cutting names that are too long"):
        for span, own in list(_overlong(layout, found.values())):
            mentions.remove(span)
            mentions.add_person(own)
    with Guard("parting names from titles that are acronyms"):
        for find_names in (names_after_posts, names_after_acronyms):
            for span, own in list(find_names(layout.text, found.values())):
                mentions.remove(span)
                mentions.add_person(own)
    with Guard("parting names from titles that no list holds"):
        for span, own in list(names_after_titles(layout.text, found.values())):
            mentions.remove(span)
            mentions.add_person(own)
    with Guard("adding names that were missed"):
        surnames = first_mentions(found.values())
        missed = find_missed_names(layout.text, sources, mentions.taken, surnames)
        for span in sorted(set(missed)):
            mentions.add_person(span)
        for span in list(find_known_surnames(layout.text, found)):
            mentions.add_person(span)
    with Guard("finding given names before a full name"):
        for span in list(missed_given_names(layout.text, found)):
            mentions.add_person(span)
    with Guard("finding bodies by their sources"):
        kept = (m for m in found.values() if m.entity_type is EntityType.ORGANIZATION)
        bodies = [m.span.of(layout.text) for m in kept]
        for span in list(introduced_acronyms(layout.text, sources, mentions.taken, bodies)):
            mentions.add_anywhere(span, EntityType.ORGANIZATION)
        for span in list(described_bodies(layout.text, sources, found)):
            mentions.change_type(span, EntityType.ORGANIZATION)
        for span, name in list(bodies_with_possessive(layout.text, sources, found)):
            mentions.change_type(span, EntityType.ORGANIZATION)
            mentions.rename(span, name, subject=True)
    with Guard("finding words that are no names"):
        for span in set(words_without_name(layout.text, found)):
            mentions.remove(span)
        for span, entity_type in list(mistaken_types(layout.text, found)):
            mentions.change_type(span, entity_type)
        for span, name in list(acronyms_of_areas(layout.text, found)):
            mentions.rename(span, name)
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
        add_owned_organizations(layout, found)
    with Guard("finding bodies before the roles of people"):
        retype_attributes(layout, found)
    in_order = sorted(found.values(), key=lambda mention: mention.span)
    with Guard("reading given names that look like titles"):
        in_order = with_titles_in_names(layout.text, in_order)
    with Guard("finding surnames that two people share"):
        in_order = with_surnames_of_kin(layout.text, with_shared_surnames(layout.text, in_order))
    with Guard("finding the gender of people by their pronouns"):
        in_order = with_own_pronouns(layout, in_order)
    with Guard("finding the gender of people by their given names"):
        in_order = with_usual_genders(in_order)
    with Guard("finding the roles in phrases beside names"):
        in_order = with_described_roles(layout.text, in_order, sources)
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
            whole = _without_headline(layout, named_entity.span, ends)
            entity_type = _TYPES[named_entity.label]
            candidates.extend(single_names(layout.text, whole, entity_type))
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


def _alone_and_full(mentions: Iterable[Mention]) -> tuple[dict[str, int], dict[str, int]]:
    """Return the first mentions of surnames without a given name, and with one."""
    people = [mention for mention in mentions if mention.entity_type is EntityType.PERSON]
    alone = first_mentions(m for m in people if len(m.name.words) == 1)
    return alone, first_mentions(m for m in people if len(m.name.words) > 1)


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
