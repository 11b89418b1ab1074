"""Find names of bodies that an engine cut, joined or took for a person's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from service.speakers.mentions.mention import EntityType, Mention
from service.speakers.mentions.patterns import (
    ACRONYM_IN_BRACKETS,
    AREA_BEFORE,
    ARTICLE_FIRST,
    BODY_BEFORE_FIELD,
    DESCRIBED_BODY,
    LONG_FORM,
    MANY_OWN,
    ORGANIZATION_REST,
    OWNER_IN_NAME,
    SAINT_OWNS,
    WORD_BEFORE_BODY,
)
from service.speakers.names.lexicon import fold_word, given_name_gender, word_genders, word_set
from service.speakers.names.organizations import is_metonym, is_outlet_name
from service.speakers.names.patterns import SMALL_WORDS
from service.speakers.names.person_names import WORD
from service.speakers.names.roles import is_plural_role, is_profession
from service.text.spans import Span

_LONGEST_OWNERS = 60
_MANY = ("people", "women", "men", "children")
_LEAD = 40
"""How many code points before a name are read."""
_FIELD_LINKS = ("on", "for")
_FEWEST_WORDS = 2
"""A shorter name after a possessive may be a noun in capitals: "the Rovers' Board"."""


def body_with_field(text: str, span: Span, entity_type: EntityType) -> Span | None:
    """Return the name of a body that consists of a noun in capitals and its field.

    "the [Forum] on Harbour Safety", "the Campaign for [Clean Rivers]". An office is no body: "the
    Minister for Home Affairs". None where the span is no part of such a name.

    Args:
        text: The whole text.
        span: The span in which an engine saw a name.
        entity_type: The type that the engine gave it.
    """
    printed = span.of(text)
    if entity_type in (EntityType.ORGANIZATION, EntityType.GROUP):
        before = BODY_BEFORE_FIELD.search(text, max(0, span.start - _LEAD), span.start)
        if before and _may_be_body(before["noun"]):
            return Span(before.start("noun"), span.end)
    if not (printed.isalpha() and printed.istitle() and _may_be_body(printed)):
        return None
    if _are_many(printed) and (rest := ORGANIZATION_REST.match(text, span.end)):
        return Span(span.start, rest.end())
    if entity_type is EntityType.PLACE or given_name_gender(printed):
        return None
    if not WORD_BEFORE_BODY.search(text, max(0, span.start - _LEAD), span.start):
        return None
    rest = ORGANIZATION_REST.match(text, span.end)
    if rest is None or rest.group().split()[0] not in _FIELD_LINKS:
        return None
    if fold_word(rest["first"]) in word_set("function_words"):
        return None
    return Span(span.start, rest.end())


def without_owners(text: str, mentions: Iterable[Mention]) -> Iterator[tuple[Span, Span]]:
    """Yield the names that an engine joined to their owner's, each with the name alone.

    In "the Lanterns' Brass Records" the text must print "Brass Records" elsewhere, without an
    owner.

    Args:
        text: The whole text.
        mentions: The mentions of the text.
    """
    bodies = [m.span for m in mentions if m.entity_type is EntityType.ORGANIZATION]
    printed = {span.of(text) for span in bodies}
    for span in bodies:
        owner = OWNER_IN_NAME.match(text, span.start, span.end)
        own = Span(owner.end(), span.end) if owner else span
        long = len(WORD.findall(own.of(text))) >= _FEWEST_WORDS
        if owner and long and own.of(text) in printed:
            yield span, own


def described_bodies(
    text: str, sources: Iterable[Span], found: Mapping[Span, Mention]
) -> Iterator[Span]:
    """Yield the names of people that a source calls a newspaper: "another daily, [Der Kurier]".

    Args:
        text: The whole text.
        sources: The spans of all sources.
        found: The mentions of the text.
    """
    for source in sources:
        described = DESCRIBED_BODY.match(text, source.start, source.end)
        if described is None or described["noun"] not in word_set("press_nouns"):
            continue
        name = Span(described.end(), source.end)
        mention = found.get(name)
        if mention is None or mention.entity_type is not EntityType.PERSON:
            continue
        if not given_name_gender(mention.name.words[0]):
            yield name


def introduced_acronyms(
    text: str, sources: Iterable[Span], taken: Sequence[Span], bodies: Iterable[str]
) -> Iterator[Span]:
    """Yield the sources that are an acronym which the text introduced, in brackets or by a name.

    "The health agency (WHO) ... the [WHO] say"; "Auckland Transport ... [AT] said": in capitals the
    word is no pronoun.

    Args:
        text: The whole text.
        sources: The spans of all sources.
        taken: The spans of the names that are known already.
        bodies: The names of organisations.
    """
    acronyms = {match["acronym"] for match in ACRONYM_IN_BRACKETS.finditer(text)}
    acronyms |= {initials for name in bodies if len(initials := _initials(name)) > 1}
    known = set(taken)
    for source in sources:
        article = ARTICLE_FIRST.match(text, source.start, source.end)
        own = Span(article.end(), source.end) if article else source
        if own.of(text) in acronyms and own not in known:
            yield own


def bodies_with_acronym(text: str) -> Iterator[Span]:
    """Yield the names whose acronym follows in brackets: "[Transport for London] (TfL)"."""
    for found in LONG_FORM.finditer(text):
        words = list(WORD.finditer(text, found.start("words"), found.end("words")))
        acronym = found["acronym"].casefold()
        for number in range(len(words) - _FEWEST_WORDS, -1, -1):
            if not words[number].group()[0].isupper():
                continue
            printed = [word.group() for word in words[number:]]
            long = [word for word in printed if word not in SMALL_WORDS]
            if acronym in (_first_letters(printed), _first_letters(long)):
                yield Span(words[number].start(), words[-1].end())
                break


def _first_letters(words: Sequence[str]) -> str:
    return "".join(word[0] for word in words).casefold()


def bodies_with_possessive(
    text: str, sources: Iterable[Span], found: Mapping[Span, Mention]
) -> Iterator[tuple[Span, str]]:
    """Yield the names that a source prints with a possessive alone: "[Sainsbury]'s said".

    Args:
        text: The whole text.
        sources: The spans of all sources.
        found: The mentions of the text.
    """
    for source in sources:
        name = Span(source.start, max(source.start, source.end - len("'s")))
        mention = found.get(name)
        if mention and not mention.name.titles and text[name.end : source.end] in ("'s", "’s"):
            yield name, source.of(text)


def acronyms_of_areas(text: str, found: Mapping[Span, Mention]) -> Iterator[tuple[Span, str]]:
    """Yield the bodies that an acronym and an area name, with their names: "the [regional FA]".

    Where the text prints a body of these initials, the acronym is that body's.

    Args:
        text: The whole text.
        found: The mentions of the text.
    """
    bodies = [m for m in found.values() if m.entity_type is EntityType.ORGANIZATION]
    known = {_initials(mention.span.of(text)) for mention in bodies if " " in mention.span.of(text)}
    for mention in bodies:
        printed = mention.span.of(text)
        near = max(0, mention.span.start - _LEAD)
        area = AREA_BEFORE.search(text, near, mention.span.start)
        acronym = printed.isupper() and printed.isalpha() and printed not in known
        if area and acronym and area["area"] in word_set("area_adjectives"):
            yield mention.span, f"{area['area']} {printed}"


def _initials(name: str) -> str:
    return "".join(word[0] for word in WORD.findall(name) if word[0].isupper())


def with_owners(text: str, span: Span) -> Span:
    """Return the span of a body with the many people that own it: "[Teachers'] Union of Kenya".

    In "the Rovers' Board" the owner is another body.
    """
    if text[max(0, span.start - 2) : span.start - 1] not in ("s", "'", "’"):
        return span
    saint = SAINT_OWNS.search(text, max(0, span.start - _LONGEST_OWNERS), span.start)
    if saint:
        return Span(saint.start(), span.end)
    first = WORD.match(text, span.start, span.end)
    owners = MANY_OWN.search(text, max(0, span.start - _LONGEST_OWNERS), span.start)
    if first is None or owners is None:
        return span
    if fold_word(first.group()) not in word_set("organization_nouns"):
        return span
    if fold_word(owners["many"]) not in _MANY and not is_plural_role(owners["many"]):
        return span
    lead = WORD.match(owners["words"])
    opens = lead is not None and fold_word(lead.group()) in word_set("function_words")
    return Span(owners.start() + (lead.end() + 1 if lead and opens else 0), span.end)


def _are_many(noun: str) -> bool:
    """Return whether a noun in capitals is the plural of people: "[Helpers] for Justice"."""
    folded = fold_word(noun)
    return is_plural_role(noun) or (folded.endswith("s") and is_profession(folded[:-1]))


def _may_be_body(noun: str) -> bool:
    """Return whether a noun in capitals may begin the name of a body."""
    folded = fold_word(noun)
    if folded in word_genders("roles") or folded in word_genders("titles"):
        return False
    return not (is_outlet_name(noun) or is_metonym(noun))
