"""Correct bodies that a name owns or describes: "Clinton's campaign", "Bus driver Karl Roe"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from service.speakers.mentions.mention import EntityType, Mention
from service.speakers.mentions.patterns import (
    NOUN_AFTER_NAME,
    OPENS_SENTENCE,
    OWNED_WORDS,
    ROLE_BETWEEN_NAMES,
)
from service.speakers.names.layout import TextLayout
from service.speakers.names.lexicon import fold_word, given_name_gender, word_set
from service.speakers.names.person_names import WORD, parse_name
from service.speakers.names.roles import is_profession
from service.text.spans import Span


def first_mentions(mentions: Iterable[Mention]) -> dict[str, int]:
    """Return each surname, folded, with the offset of its first mention."""
    first: dict[str, int] = {}
    for mention in mentions:
        for word in mention.name.surname if mention.entity_type is EntityType.PERSON else ():
            first[word] = min(mention.span.start, first.get(word, mention.span.start))
    return first


def retype_attributes(layout: TextLayout, found: dict[Span, Mention]) -> None:
    """Take the words before the role of a named person for a body or a thing, not for a person.

    "Glenfarrow Camanachd chieftain Sandy Roe", "Bus driver Karl Roe". A name that the text prints
    elsewhere stays what it is: "Trump lawyer Jane Roe". Only if it is always printed in full, as
    those of clubs are, it is no person's.
    """
    spans = sorted(found)
    full = Counter(mention.name.words for mention in found.values())
    attributes: dict[Span, tuple[str, ...]] = {}
    words = Counter(word for mention in found.values() for word in mention.name.surname)
    for span, after in pairwise(spans):
        mention = found[span]
        if not (mention.entity_type is found[after].entity_type is EntityType.PERSON):
            continue
        between = ROLE_BETWEEN_NAMES.fullmatch(layout.text, span.end, after.start)
        if between is None or not is_profession(between["role"]) or mention.name.titles:
            continue
        modifiers = between["modifiers"].split()
        opens = OPENS_SENTENCE.search(layout.text, max(0, span.start - 2), span.start) is not None
        listed = (is_profession(word) or word in word_set("role_modifiers") for word in modifiers)
        if not (opens or all(listed)):
            continue
        first = mention.name.words[0]
        known = given_name_gender(first) or fold_word(first) in word_set("east_asian_surnames")
        times = full[mention.name.words] if len(mention.name.words) > 1 else 1
        if not known and all(words[word] == times for word in mention.name.surname):
            attributes[span] = mention.name.words
    names = set(attributes.values())
    for span in spans:
        if (mention := found[span]).name.words in names:
            possessive = span in attributes or mention.possessive
            found[span] = replace(
                mention, entity_type=EntityType.ORGANIZATION, possessive=possessive
            )


def add_owned_organizations(layout: TextLayout, found: dict[Span, Mention]) -> None:
    """Add organisations that are named after a person or a state.

    "Clinton's campaign", "the Biden administration", "Norway's foreign ministry".
    """
    surnames = first_mentions(found.values())
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
