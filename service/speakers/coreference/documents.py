"""Resolve documents: find who made "the lawsuit" or "a Times article"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import islice

from service.speakers.coreference.described_bodies import (
    find_described_organization,
    last_named_outlet,
)
from service.speakers.coreference.entities import Entities
from service.speakers.coreference.entity import Entity, Position, is_news_outlet
from service.speakers.coreference.paragraph_subject import (
    BODY_SUBJECT_POINTS,
    body_subject_before,
)
from service.speakers.coreference.patterns import (
    COURT,
    ENDS_ON_NOUN,
    IN_DOCUMENT,
    IN_OUTLET,
    ISSUED_BEFORE_NOW,
    ISSUED_BY,
    JUDGES,
    LETTER_TO,
    MAKER_AFTER,
    NEW_DOCUMENT,
    OTHER_DETERMINERS,
    OWNER_PRONOUNS,
    OWNING_NOUN,
    THING_PRONOUN,
    WROTE,
)
from service.speakers.coreference.pronouns import Choice, choose_antecedent
from service.speakers.mentions.mention import EntityType, Mention
from service.speakers.names.layout import TextLayout
from service.speakers.names.lexicon import fold_word, list_lines, word_set
from service.speakers.names.organizations import is_platform, organization_key, organization_noun
from service.speakers.names.patterns import DEFINITE_ARTICLE
from service.speakers.names.person_names import WORD
from service.speakers.sources.forms import SourcePart
from service.speakers.sources.patterns import EDITORIAL, PARTICIPLE_END
from service.text.spans import Span

_SENTENCES_BACK = 16
"""How many sentences back the making of a document is looked for."""
_SENTENCE = 1000
"""How many code points of a sentence, at its end, are looked at."""
_LONGEST_SENTENCE = 200
"""How many words of a sentence are looked at."""
_LONGEST_TITLE = 30
"""How many code points after "by" the maker's name begins at the latest."""
_MAKERS = (EntityType.PERSON, EntityType.ORGANIZATION)


def find_document_maker(entities: Entities, part: SourcePart) -> Choice | None:
    """Return the entity that made the document which a source names."""
    offset, text = part.span.start, entities.layout.text
    printed = part.span.of(text)
    owner_noun = OWNING_NOUN.match(printed)
    if owner_noun and owner_noun.group(1) in word_set("organization_nouns"):
        owner = replace(part, head=owner_noun.group(1))
        return find_described_organization(entities, owner, content=())
    if part.mention and not is_platform(part.mention.span.of(text)):
        entity = entities.by_mention.get(part.mention.span)
        return Choice(entity, 0.7) if entity and _may_make(part.mention, entity) else None
    if part.first_word in OWNER_PRONOUNS:
        return _owner(entities, part)
    if part.head in word_set("press_reports") and part.first_word == DEFINITE_ARTICLE:
        outlet = last_named_outlet(entities, offset)
        spoke = {number for number, _ in entities.speakers_before(offset)}
        if outlet and outlet.entity.number in spoke:
            return Choice(outlet.entity, 0.6)
    if part.head in word_set("press_pieces") or EDITORIAL in printed:
        return last_named_outlet(entities, offset)
    if part.head in word_set("court_documents"):
        return _last_court(entities, offset)
    if part.first_word == DEFINITE_ARTICLE and (body := _body_of_name(entities, part)):
        return body
    return None if part.first_word in OTHER_DETERMINERS else _maker_in_text(entities, part)


def says_in_document(layout: TextLayout, offset: int) -> bool:
    """Return whether the sentence at an offset says something in a document: "In a statement"."""
    sentence = layout.sentences[layout.sentence_at(offset)]
    words = islice(WORD.finditer(layout.text, sentence.start, sentence.end), _LONGEST_SENTENCE)
    return any(
        fold_word(word.group()) in word_set("documents")
        and not layout.is_quoted(word.start())
        and IN_DOCUMENT.search(layout.text, sentence.start, word.start())
        for word in words
    )


def document_before(layout: TextLayout, offset: int) -> str | None:
    """Return the document that ends the sentence before an offset: "She framed the letter. It"."""
    before = layout.sentence_at(offset) - 1
    if before < 0 or layout.paragraph_at(offset) != layout.paragraph_at(
        layout.sentences[before].start
    ):
        return None
    sentence = layout.sentences[before]
    last = ENDS_ON_NOUN.search(layout.text, max(sentence.start, sentence.end - 60), sentence.end)
    noun = fold_word(last["noun"]) if last and not layout.is_quoted(last.start()) else ""
    return noun if noun in word_set("documents") else None


def owner_before(entities: Entities, offset: int) -> Entity | None:
    """Return whose thing is the subject of the sentence before: "Roe's reply came. “No,” it read."

    Args:
        entities: The entities read so far.
        offset: Where the words begin.
    """
    layout = entities.layout
    before = layout.sentence_at(offset) - 1
    if before < 0 or layout.paragraph_at(layout.sentences[before].start) != layout.paragraph_at(
        offset
    ):
        return None
    sentence = layout.sentences[before]
    near = entities.positions.within(Span(sentence.start, sentence.start + _LONGEST_TITLE))
    first = next(iter(near), None)
    return first.entity if first and first.possessive and not first.quoted else None


def _owner(entities: Entities, part: SourcePart) -> Choice | None:
    """Return whose document it is: "its study" is of who published one, or of the body before."""
    word, offset = OWNER_PRONOUNS[part.first_word], part.span.start
    made = _maker_in_text(entities, part)
    body = made is not None and made.entity.entity_type is EntityType.ORGANIZATION
    if made and body == (word == THING_PRONOUN):
        return made
    subject = body_subject_before(entities, offset) if word == THING_PRONOUN else None

    def points(entity: Entity) -> float:
        return BODY_SUBJECT_POINTS if entity is subject else 0.0

    return choose_antecedent(entities, word=word, offset=offset, bonus=points)


def _body_of_name(entities: Entities, part: SourcePart) -> Choice | None:
    """Return the body whose name ends in a noun for a document: "the survey" of a Land Survey."""
    for _, entity in entities.named_before(part.span.start):
        is_body = entity.entity_type is EntityType.ORGANIZATION and not is_news_outlet(entity)
        if is_body and organization_noun(entity.full_name) == part.head:
            return Choice(entity, 0.7)
    return None


def _last_court(entities: Entities, offset: int) -> Choice | None:
    """Return the court named last, or else the judge named last."""
    known = list(dict.fromkeys(entity for _, entity in entities.named_before(offset)))
    courts = (entity for entity in known if COURT in organization_key(entity.full_name))
    judges = (entity for entity in known if any(role.head in JUDGES for role in entity.roles))
    court = next(courts, None) or next(judges, None)
    return Choice(court, 0.7) if court else None


def _may_make(mention: Mention, entity: Entity) -> bool:
    """Return whether the name beside a document names its maker.

    A place does not ("polls in Florida"). A group does where it owns the document ("the Democrats'
    memo").
    """
    if entity.entity_type is EntityType.PLACE:
        return mention.possessive
    return entity.entity_type is not EntityType.GROUP or mention.possessive


def _maker_in_text(entities: Entities, part: SourcePart) -> Choice | None:
    """Return who made a document by the sentences before it: "Acme filed a suit"."""
    layout = entities.layout
    own = layout.sentence_at(part.span.start)
    issued = ISSUED_BY.match(layout.text, part.span.end, layout.sentences[own].end)
    if issued:
        return _named_maker(entities, issued.end())
    synonyms = _document_synonyms().get(part.head, {part.head})
    alternatives = "|".join(re.escape(noun) for noun in sorted(synonyms))
    noun = re.compile(rf"\b(?:{alternatives})\b", re.IGNORECASE)
    for number in range(own - 1, max(-1, own - _SENTENCES_BACK), -1):
        sentence = layout.sentences[number]
        opening = ISSUED_BEFORE_NOW.match(layout.text, sentence.start, sentence.end)
        if opening and (opening["noun"] is None or opening["noun"] in synonyms):
            issued = ISSUED_BY.match(layout.text, opening.end(), sentence.end)
            if issued:
                return _named_maker(entities, issued.end())
        start = max(sentence.start, sentence.end - _SENTENCE)
        document = noun.search(layout.text, start, sentence.end)
        wrote = document is not None and document.group().casefold() == WROTE
        if document and wrote and not LETTER_TO.match(layout.text, document.end()):
            document = noun.search(layout.text, document.end(), sentence.end)
            wrote = False
        if document is None or layout.is_quoted(document.start()):
            continue
        before = Span(start, document.start())
        if wrote:
            maker = next(_agents(entities, before), None)
            return Choice(maker, 0.6) if maker else None
        if IN_DOCUMENT.search(layout.text, start, document.start()):
            return _subject_of(entities, sentence)
        if document.group().endswith(PARTICIPLE_END):
            maker = next(_agents(entities, before), None)
        else:
            maker = next(_makers_before(entities, before), None)
            maker = maker or _maker_after(entities, Span(document.end(), sentence.end))
        if maker or NEW_DOCUMENT.search(layout.text, start, document.start()):
            return Choice(maker, 0.6) if maker else None
    return None


def _named_maker(entities: Entities, offset: int) -> Choice | None:
    """Return who is named right after "issued by"."""
    near = entities.positions.within(Span(offset, offset + _LONGEST_TITLE))
    named = [position.entity for position in near if not position.possessive]
    return Choice(named[0], 0.7) if named else None


def _maker_after(entities: Entities, span: Span) -> Entity | None:
    """Return the maker named in the text after a document: "a report by Acme", "in the Times"."""
    link = MAKER_AFTER.match(entities.layout.text, span.start, span.end)
    if link is None:
        return None
    for position in entities.positions.within(Span(link.end(), min(link.end() + 30, span.end))):
        if link["how"] == IN_OUTLET:
            return position.entity if is_news_outlet(position.entity) else None
        if position.possessive:
            continue
        return position.entity if position.entity.entity_type in _MAKERS else None
    return None


def _subject_of(entities: Entities, sentence: Span) -> Choice | None:
    """Return who says something in a document: "Roe, in a memo to staff, blamed the union"."""
    for position in entities.positions.within(sentence):
        if position.subject and position.entity.full_name:
            return Choice(position.entity, 0.7) if position.entity.entity_type in _MAKERS else None
    return None


def _makers_before(entities: Entities, span: Span) -> Iterator[Entity]:
    """Yield the entities before a verb of making, in a span that ends before the document."""
    verbs = [
        word.start()
        for word in WORD.finditer(entities.layout.text, span.start, span.end)
        if fold_word(word.group()) in word_set("making_verbs")
    ]
    if verbs:
        yield from _agents(entities, Span(span.start, verbs[-1]))


def _agents(entities: Entities, span: Span) -> Iterator[Entity]:
    """Yield the named people and organisations that may be the subject of a verb in a span."""
    for position in entities.positions.within(span):
        entity = position.entity
        if _may_act(position) and entity.full_name and entity.entity_type in _MAKERS:
            yield entity


def _may_act(position: Position) -> bool:
    return not (position.quoted or position.possessive or position.object)


@cache
def _document_synonyms() -> dict[str, frozenset[str]]:
    """Return, for each noun, the nouns of the last line that holds it."""
    sets = (frozenset(line.split()) for line in list_lines("document_synonyms"))
    return {noun: nouns for nouns in sets for noun in nouns}
