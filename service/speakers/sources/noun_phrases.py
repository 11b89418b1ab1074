"""Noun phrases: the head, the conjuncts joined by "and", and the modifiers after the noun."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice, zip_longest

from service.speakers.mentions.mention import EntityType, Mention
from service.speakers.names.lexicon import fold_word, word_genders, word_set
from service.speakers.names.organizations import is_outlet_name
from service.speakers.names.patterns import ADVERB_END, ARTICLES
from service.speakers.names.person_names import WORD
from service.speakers.names.roles import is_profession
from service.speakers.sources.patterns import (
    CONJUNCTION,
    LIST_OF_NAMES,
    MAKER_LINK,
    MAKER_PREPOSITIONS,
    OWN_SITE,
    PARTICIPLE_END,
    PHRASE_END,
    SITE_PREPOSITION,
    SOURCE_STOPS_KEPT,
)
from service.text.spans import Span

_TITLES_THEN_NAME = re.compile(r".*[,:]\s*(?P<titles>(?:[\w.]+\s){0,4})", re.DOTALL)
_PUNCTUATION = re.compile(r"[,;:]")
_OFFICE_AND_FIELD = 2
_BOTH = 2
_LONGEST_DOCUMENT = 10
"""The largest number of words that a document is looked for in."""
_LONGEST_LINK = 60
"""A longer text between a document and a name does not link them, in code points."""


def head_phrase(text: str, span: Span, inside: Sequence[Mention]) -> Span:
    """Return a noun phrase without the modifiers after its head.

    Args:
        text: The whole text.
        span: The noun phrase.
        inside: The mentions in it; no name is cut.
    """
    for cut in PHRASE_END.finditer(text, span.start, span.end):
        if any(m.span.start < cut.end() and cut.start() < m.span.end for m in inside):
            continue
        before = text[span.start : cut.start()].strip(" \u00a0\"“”'‘’")
        if not before or fold_word(before) in ARTICLES:
            continue
        if _head_follows(text, cut, span, inside):
            continue
        return Span(span.start, cut.start())
    return span


def ends_on_adverb(folded: Sequence[str]) -> bool:
    """Return whether a phrase ends on a word that only stresses it: "he himself", "she later"."""
    pronoun = folded[0] in word_set("personal_pronouns") and len(folded) == 2
    return folded[-1] in word_set("stress_words") or (pronoun and folded[-1].endswith(ADVERB_END))


def split_conjuncts(text: str, head: Span, inside: Sequence[Mention]) -> list[Span]:
    """Return the parts of a head phrase that "and", "or" and commas join."""
    pieces, start = [], head.start
    for joint in CONJUNCTION.finditer(text, head.start, head.end):
        if any(m.span.start < joint.end() and joint.start() < m.span.end for m in inside):
            continue
        pieces.append(Span(start, joint.start()))
        start = joint.end()
    pieces.append(Span(start, head.end))
    pieces = [piece for piece in pieces if piece.of(text).strip()] or [head]
    return [head] if len(pieces) > 1 and _is_one_office(text, pieces, inside) else pieces


def _is_one_office(text: str, pieces: Sequence[Span], inside: Sequence[Mention]) -> bool:
    """Return whether "and" joins the fields of one office: "Works and Transport Minister Roe".

    Args:
        text: The whole text.
        pieces: The conjuncts, the last one with the office and the name.
        inside: The mentions in all of them.
    """
    last = pieces[-1]
    if _is_one_place(text, pieces, inside):
        return True
    name = next((m for m in inside if last.start < m.span.start and m.span.end == last.end), None)
    lead = WORD.findall(text, last.start, name.span.start) if name else []
    if len(lead) < _OFFICE_AND_FIELD or not all(word[0].isupper() for word in lead):
        return False
    if fold_word(lead[-1]) not in word_set("field_offices"):
        return False
    ends = [WORD.findall(piece.of(text))[-1:] for piece in pieces[:-1]]
    fields = word_set("policy_fields") | word_set("policy_domains") | word_set("portfolios")
    return all(end and end[0][0].isupper() and fold_word(end[0]) in fields for end in ends)


def _is_one_place(text: str, pieces: Sequence[Span], inside: Sequence[Mention]) -> bool:
    """Return whether "and" joins the words of one place: "Argyll and Bute councillor Jim Roe"."""
    whole = Span(pieces[0].start, pieces[-1].end)
    people = [m for m in inside if m.entity_type is EntityType.PERSON and whole.contains(m.span)]
    if len(people) != 1 or people[0].span.end != whole.end or len(pieces) != _BOTH:
        return False
    place, rest = pieces[0].of(text).split(), text[pieces[1].start : people[0].span.start].split()
    if not (place and rest and all(word[0].isupper() for word in place)):
        return False
    roles = [word for word in rest if word.islower()]
    known = {fold_word(word) for word in place} & word_genders("roles").keys()
    return rest[0][0].isupper() and roles == rest[-1:] and is_profession(roles[0]) and not known


def is_followed_by_name(text: str, start: int, end: int) -> bool:
    """Return whether only a comma and titles separate a role from the name after it.

    "his partner at Acme, Dr. Roe": `start` is the end of the role, `end` the start of the name.
    """
    between = _TITLES_THEN_NAME.fullmatch(text, start, end)
    if between is None:
        return False
    titles = between["titles"].split()
    stops = word_set("role_stops") | word_set("relative_pronouns") | word_set("prepositions")
    stops -= SOURCE_STOPS_KEPT
    if any(fold_word(word) in stops for word in titles):
        return False
    known = word_genders("titles") | word_genders("roles")
    return all(
        word in SOURCE_STOPS_KEPT or word[0].isupper() or fold_word(word) in known
        for word in titles
    ) or (fold_word(titles[-1]) in known)


def document_in(text: str, span: Span) -> Span | None:
    """Return the document that a source begins with, without what is said of it.

    "[A letter] signed by Roe", "[One message], sent to Roe"; None where the source is no document.
    """
    tokens = list(islice(WORD.finditer(text, span.start, span.end), _LONGEST_DOCUMENT))
    for token, after in zip_longest(tokens, tokens[1:]):
        word = fold_word(token.group())
        if word in word_set("prepositions") - ARTICLES or text[token.end() - 1] in "'’":
            return None
        if word not in word_set("documents"):
            continue
        if after is None or text[token.end() : token.end() + 1] == ",":
            return Span(span.start, token.end())
        participle = fold_word(after.group())
        if participle.endswith(PARTICIPLE_END) or participle in word_set("participles"):
            return Span(span.start, token.end())
    return None


def makers_in_modifier(text: str, start: int, beyond: Sequence[Mention]) -> list[Mention]:
    """Return who made a document by the modifiers after its noun.

    "a poll by Acme", "a letter to Roe, signed by Bo and Moe", "a story in the Times", "a memo on
    Acme's website". Neither who gets it nor who saw it is its maker.

    Args:
        text: The whole text.
        start: The end of the noun.
        beyond: The mentions after the noun, at least one.
    """
    makers: list[Mention] = []
    begin = start
    for mention in _longest_of(beyond):
        between = text[begin : mention.span.start]
        site = OWN_SITE.match(text, mention.span.end) is not None
        if mention.possessive and not (site or is_outlet_name(mention.span.of(text))):
            continue  # "by the Harbour Party member Bo"
        if makers:
            # "The Centre for Media and Public Affairs" may be read as two names, so people alone.
            if mention.entity_type is not EntityType.PERSON or not CONJUNCTION.fullmatch(between):
                break
            makers.append(mention)
        elif _makes(text, between, mention, first=begin == start):
            makers.append(mention)
        begin = mention.span.end
    return makers


def owns_site(text: str, phrase: Span, owner: Mention) -> bool:
    """Return whether an organisation is named right before the site: "the Acme website"."""
    words = WORD.findall(text, owner.span.end, phrase.end)
    return owner.entity_type is EntityType.ORGANIZATION and len([w for w in words if w != "s"]) == 1


def _longest_of(mentions: Sequence[Mention]) -> list[Mention]:
    """Return mentions without those at the start of longer ones: "Roe" in "Roe's campaign"."""
    last = {mention.span.start: mention for mention in mentions}
    return list(last.values())


def _makes(text: str, between: str, mention: Mention, *, first: bool) -> bool:
    """Return whether a mention names the maker of a document, by the text before it.

    Args:
        text: The whole text.
        between: The text between the noun, or the mention before, and the mention.
        mention: The mention.
        first: Whether it is the first after the noun: where a story was printed stands there.
    """
    link = MAKER_LINK.search(between) if len(between) < _LONGEST_LINK else None
    prepositions = word_set("prepositions") - ARTICLES
    if link is None or any(fold_word(word) in prepositions for word in link["words"].split()):
        return False
    before = (fold_word(word) for word in WORD.findall(between[: link.start()]))
    if not word_set("receiving_participles").isdisjoint(before):
        return False
    if link["how"] == SITE_PREPOSITION:
        return first and OWN_SITE.match(text, mention.span.end) is not None
    return link["how"] in MAKER_PREPOSITIONS or (first and is_outlet_name(mention.span.of(text)))


def _head_follows(text: str, cut: re.Match[str], span: Span, inside: Sequence[Mention]) -> bool:
    """Return whether the phrase goes on after a cut.

    Its head may be a name, as in "former secretary of state Jane Roe", or it is the list "A, B and
    C".
    """
    if cut.group().strip() == "of":
        people = (m for m in inside if m.entity_type is EntityType.PERSON)
        after = next((m for m in people if m.span.start >= cut.end()), None)
        between = text[cut.end() : after.span.start].split() if after else []
        return (
            after is not None
            and 1 <= len(between) <= 4
            and not any(fold_word(word) in word_set("prepositions") for word in between)
            and not _PUNCTUATION.search(text[cut.end() : after.span.start])
        )
    if cut.group() == ",":
        return LIST_OF_NAMES.match(text[cut.end() : span.end]) is not None
    return False
