"""Documents ("the lawsuit", "a Times article") to who made them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from service.speakers.coreference.descriptions import (
    find_described_organization,
    last_named_outlet,
    named_before,
)
from service.speakers.coreference.entities import Entities
from service.speakers.coreference.entity import Entity, is_news_outlet
from service.speakers.coreference.pronouns import Choice, choose_antecedent
from service.speakers.mentions.mention import EntityType, Mention
from service.speakers.names.lexicon import fold_word, list_lines, word_set
from service.speakers.names.organizations import is_platform, organization_key
from service.speakers.names.person_names import WORD
from service.speakers.sources.parse import SourcePart
from service.text.spans import Span

_BY = re.compile(r"(?:\s+[a-z]+){0,3},?\s+(?P<how>by|from|in)\s+(?:the\s+)?", re.IGNORECASE)
_ISSUED = re.compile(
    r",?\s+(?:was\s+)?(?:released|published|issued|conducted|commissioned|written|made)\b"
    r"[^.,;:“”\"]{0,40}?\sby\s+(?:the\s+)?"
)
_NEW = re.compile(r"\ban?[ \u00a0](?:[\w’'-]+[ \u00a0]){0,4}$", re.IGNORECASE)
"""Before a document that comes in here, so that its maker is not to be looked for before."""
_WHOSE = re.compile(r"(?:the|its|their)\s(\w+)['’]s", re.IGNORECASE)
_OWNERS = {"his": "his", "her": "her", "its": "it"}
_OTHERS = frozenset(["one", "another", "some", "several", "other"])
"""Words before a document that is not the one spoken of before."""
_FARTHEST = 16
"""How many sentences back the making of a document is looked for."""


def find_document_maker(entities: Entities, part: SourcePart) -> Choice | None:
    """A cast and a noun for a document -> who made it."""
    offset, text = part.span.start, entities.layout.text
    whose = _WHOSE.match(part.span.of(text))
    if whose and whose.group(1) in word_set("organization_nouns"):
        return find_described_organization(entities, replace(part, head=whose.group(1)), content=())
    if part.mention and not is_platform(part.mention.span.of(text)):
        owner = entities.by_mention.get(part.mention.span)
        return Choice(owner, 0.7) if owner and _may_make(part.mention, owner) else None
    if part.first_word in _OWNERS:
        return choose_antecedent(entities, word=_OWNERS[part.first_word], offset=offset)
    if part.head in word_set("press_reports") and part.first_word == "the":
        told = last_named_outlet(entities, offset)
        spoke = {number for number, _ in entities.speakers_before(offset)}
        if told and told.entity.number in spoke:
            return Choice(told.entity, 0.6)
    if part.head in word_set("press_pieces") or "editorial" in part.span.of(text):
        return last_named_outlet(entities, offset)
    if part.head in word_set("court_documents"):
        return _judged(entities, offset)
    return None if part.first_word in _OTHERS else _author(entities, part)


def _judged(entities: Entities, offset: int) -> Choice | None:
    """The court named last, or else the judge."""
    known = [entity for _, entity in named_before(entities, offset)]
    courts = (who for who in known if "court" in organization_key(who.full_name))
    judges = (who for who in known if any(r.head in ("judge", "justice") for r in who.roles))
    found = next(courts, None) or next(judges, None)
    return Choice(found, 0.7) if found else None


def _may_make(mention: Mention, owner: Entity) -> bool:
    """Whether the name beside a document is its maker's: no place's ("polls in Florida"), and a
    people's or an epithet's only where it owns the document ("the Democrats' memo").
    """
    if owner.entity_type is EntityType.PLACE:
        return mention.possessive
    return owner.entity_type is not EntityType.GROUP or mention.possessive


def _author(entities: Entities, part: SourcePart) -> Choice | None:
    """Who is said to have made the document, where it was spoken of before: "Acme filed a suit"."""
    layout, offset = entities.layout, part.span.start
    own = layout.sentence_at(offset)
    issued = _ISSUED.match(layout.text, part.span.end, layout.sentences[own].end)
    if issued:
        found = entities.positions.within(Span(issued.end(), issued.end() + 1))
        return Choice(found[0].entity, 0.7) if found else None
    same = "|".join(re.escape(noun) for noun in sorted(_same().get(part.head, {part.head})))
    noun = re.compile(rf"\b(?:{same})\b", re.IGNORECASE)
    for number in range(own - 1, max(-1, own - _FARTHEST), -1):
        sentence = layout.sentences[number]
        told = noun.search(layout.text, sentence.start, sentence.end)
        if told is None or layout.is_quoted(told.start()):
            continue
        before = Span(sentence.start, told.start())
        if told.group().endswith("ed"):
            maker = next(_agents(entities, before), None)
        else:
            maker = next(_made_in(entities, before), None)
            maker = maker or _named_after(entities, Span(told.end(), sentence.end))
        if maker or _NEW.search(layout.text, sentence.start, told.start()):
            return Choice(maker, 0.6) if maker else None
    return None


def _named_after(entities: Entities, span: Span) -> Entity | None:
    """Who is named as the maker in what follows a document: "a report by Acme", "in the Times"."""
    by = _BY.match(entities.layout.text, span.start, span.end)
    if by is None:
        return None
    for position in entities.positions.within(Span(by.end(), min(by.end() + 30, span.end))):
        entity_type = position.entity.entity_type
        if by["how"] == "in":
            return position.entity if is_news_outlet(position.entity) else None
        if position.possessive:
            continue
        return (
            position.entity if entity_type in (EntityType.PERSON, EntityType.ORGANIZATION) else None
        )
    return None


def _made_in(entities: Entities, span: Span) -> Iterator[Entity]:
    """Who stands before a verb of making in a stretch that ends with what was made."""
    verbs = [
        word.start()
        for word in WORD.finditer(entities.layout.text, span.start, span.end)
        if fold_word(word.group()) in word_set("making_verbs")
    ]
    if verbs:
        yield from _agents(entities, Span(span.start, verbs[-1]))


def _agents(entities: Entities, span: Span) -> Iterator[Entity]:
    """Who acts in a stretch: neither quoted nor governed nor only an owner."""
    for position in entities.positions.within(span):
        agent = not (position.quoted or position.possessive or position.object)
        if (
            agent
            and position.entity.full_name
            and position.entity.entity_type in (EntityType.PERSON, EntityType.ORGANIZATION)
        ):
            yield position.entity


@cache
def _same() -> dict[str, frozenset[str]]:
    sets = (frozenset(line.split()) for line in list_lines("document_synonyms"))
    return {noun: nouns for nouns in sets for noun in nouns}
