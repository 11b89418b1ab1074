"""Documents ("the lawsuit", "a Times article") to who made them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from service.speakers.coreference.descriptions import find_body, last_outlet, named_before
from service.speakers.coreference.entities import Cast
from service.speakers.coreference.entity import Member, is_named_outlet
from service.speakers.coreference.pronouns import Choice, choose
from service.speakers.mentions.mention import Mention, Sort
from service.speakers.names.lexicon import lines, plain, words
from service.speakers.names.organizations import is_platform, normal_body
from service.speakers.names.person_names import WORD
from service.speakers.sources.parse import Part
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


def find_maker(cast: Cast, part: Part) -> Choice | None:
    """A cast and a noun for a document -> who made it."""
    at, text = part.span.start, cast.layout.text
    whose = _WHOSE.match(part.span.of(text))
    if whose and whose.group(1) in words("organization_nouns"):
        return find_body(cast, replace(part, head=whose.group(1)), content=())
    if part.mention and not is_platform(part.mention.span.of(text)):
        owner = cast.by_mention.get(part.mention.span)
        return Choice(owner, 0.7) if owner and _may_make(part.mention, owner) else None
    if part.opening in _OWNERS:
        return choose(cast, word=_OWNERS[part.opening], at=at)
    if part.head in words("press_reports") and part.opening == "the":
        told = last_outlet(cast, at)
        spoke = {number for number, _ in cast.speakers_before(at)}
        if told and told.member.number in spoke:
            return Choice(told.member, 0.6)
    if part.head in words("press_pieces") or "editorial" in part.span.of(text):
        return last_outlet(cast, at)
    if part.head in words("rulings"):
        return _judged(cast, at)
    return None if part.opening in _OTHERS else _author(cast, part)


def _judged(cast: Cast, at: int) -> Choice | None:
    """The court named last, or else the judge."""
    known = [member for _, member in named_before(cast, at)]
    courts = (who for who in known if "court" in normal_body(who.printed))
    judges = (who for who in known if any(r.head in ("judge", "justice") for r in who.roles))
    found = next(courts, None) or next(judges, None)
    return Choice(found, 0.7) if found else None


def _may_make(mention: Mention, owner: Member) -> bool:
    """Whether the name beside a document is its maker's: no place's ("polls in Florida"), and a
    people's or an epithet's only where it owns the document ("the Democrats' memo").
    """
    if owner.sort is Sort.PLACE:
        return mention.possessive
    return owner.sort is not Sort.PEOPLE or mention.possessive


def _author(cast: Cast, part: Part) -> Choice | None:
    """Who is said to have made the document, where it was spoken of before: "Acme filed a suit"."""
    layout, at = cast.layout, part.span.start
    own = layout.sentence_at(at)
    issued = _ISSUED.match(layout.text, part.span.end, layout.sentences[own].end)
    if issued:
        found = cast.traces.within(Span(issued.end(), issued.end() + 1))
        return Choice(found[0].member, 0.7) if found else None
    same = "|".join(re.escape(noun) for noun in sorted(_same().get(part.head, {part.head})))
    noun = re.compile(rf"\b(?:{same})\b", re.IGNORECASE)
    for number in range(own - 1, max(-1, own - _FARTHEST), -1):
        sentence = layout.sentences[number]
        told = noun.search(layout.text, sentence.start, sentence.end)
        if told is None or layout.is_quoted(told.start()):
            continue
        before = Span(sentence.start, told.start())
        if told.group().endswith("ed"):
            maker = next(_agents(cast, before), None)
        else:
            maker = next(_made_in(cast, before), None)
            maker = maker or _named_after(cast, Span(told.end(), sentence.end))
        if maker or _NEW.search(layout.text, sentence.start, told.start()):
            return Choice(maker, 0.6) if maker else None
    return None


def _named_after(cast: Cast, span: Span) -> Member | None:
    """Who is named as the maker in what follows a document: "a report by Acme", "in the Times"."""
    by = _BY.match(cast.layout.text, span.start, span.end)
    if by is None:
        return None
    for trace in cast.traces.within(Span(by.end(), min(by.end() + 30, span.end))):
        sort = trace.member.sort
        if by["how"] == "in":
            return trace.member if is_named_outlet(trace.member) else None
        if trace.possessive:
            continue
        return trace.member if sort in (Sort.PERSON, Sort.BODY) else None
    return None


def _made_in(cast: Cast, span: Span) -> Iterator[Member]:
    """Who stands before a verb of making in a stretch that ends with what was made."""
    verbs = [
        word.start()
        for word in WORD.finditer(cast.layout.text, span.start, span.end)
        if plain(word.group()) in words("making_verbs")
    ]
    if verbs:
        yield from _agents(cast, Span(span.start, verbs[-1]))


def _agents(cast: Cast, span: Span) -> Iterator[Member]:
    """Who acts in a stretch: neither quoted nor governed nor only an owner."""
    for trace in cast.traces.within(span):
        agent = not (trace.quoted or trace.possessive or trace.object)
        if agent and trace.member.printed and trace.member.sort in (Sort.PERSON, Sort.BODY):
            yield trace.member


@cache
def _same() -> dict[str, frozenset[str]]:
    sets = (frozenset(line.split()) for line in lines("like_documents"))
    return {noun: nouns for nouns in sets for noun in nouns}
