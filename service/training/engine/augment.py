"""Vary annotated texts: other names, other quotation marks, sentences out of context."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random

from service.extraction.quotation import EntityLabel
from service.gold.articles import AnnotatedText, GoldAttribution, SilverName
from service.text.spans import Span
from service.training.engine.world_names import Country, WorldNames

_WORD = re.compile(r"[A-Z][^\W\d_]+")
_SENTENCE = re.compile(r"(?<=[.!?])[\"”’]?\s+(?=[A-Z\"“‘])")
_CLOSED = re.compile(r"[\"“]([^\"“”\n]{3,})[\"”]")
_STYLES = (("“", "”"), ('"', '"'), ("«", "»"), ("„", "“"), ("‘", "’"), ("'", "'"))


@dataclass(frozen=True, slots=True)
class Edit:
    """New words for a span of a text."""

    span: Span
    words: str


@dataclass(frozen=True, slots=True)
class NamePool:
    """First and last names to choose from."""

    first: tuple[str, ...]
    last: tuple[str, ...]


def gather_names(readings: Sequence[AnnotatedText]) -> NamePool:
    """Annotated texts -> the names of the persons in them, each once."""
    first, last = set(), set()
    for reading in readings:
        for name in reading.names or ():
            words = _WORD.findall(name.span.of(reading.text))
            if name.label is EntityLabel.PERSON and len(words) > 1:
                first.add(words[0])
                last.add(words[-1])
    return NamePool(tuple(sorted(first - last)), tuple(sorted(last - first)))


def swap_names(reading: AnnotatedText, pool: NamePool, chance: Random) -> AnnotatedText:
    """Return the text with every person's name replaced."""
    return rewrite(reading, _other_people(reading, pool.first, pool.last, chance))


def name_abroad(reading: AnnotatedText, world: WorldNames, chance: Random) -> AnnotatedText:
    """Return the text with its people, bodies and places renamed, as if in another country."""
    country = chance.choice(world.countries)
    edits = _other_people(reading, country.first, country.last, chance)
    others: dict[str, str] = {}
    for name in reading.names or ():
        words = name.span.of(reading.text)
        if name.label is EntityLabel.ORGANIZATION and words not in others:
            others[words] = _body(words, country, world, chance)
        if name.label is EntityLabel.LOCATION and words not in others:
            others[words] = chance.choice(country.places) if chance.random() < 0.5 else words
        if name.label in (EntityLabel.ORGANIZATION, EntityLabel.LOCATION):
            edits.append(Edit(name.span, others[words]))
    return rewrite(reading, edits)


def _body(words: str, country: Country, world: WorldNames, chance: Random) -> str:
    """Return another name for a body; an acronym half of the time as before."""
    if words.isupper() and chance.random() < 0.5:
        return words
    owner = chance.choice(country.places if chance.random() < 0.6 else country.last)
    if chance.random() < 0.15:
        return f"{owner} & {chance.choice(country.last)}"
    return f"{owner} {chance.choice(world.trades if chance.random() < 0.5 else world.bodies)}"


def _other_people(
    reading: AnnotatedText, first: Sequence[str], last: Sequence[str], chance: Random
) -> list[Edit]:
    """Return the edits that replace each word of a person's name, the same word alike."""
    persons = [name.span for name in reading.names or () if name.label is EntityLabel.PERSON]
    firsts = {
        words[0] for span in persons if len(words := _WORD.findall(span.of(reading.text))) > 1
    }
    others: dict[str, str] = {}
    edits = []
    for span in persons:
        for word in _WORD.finditer(reading.text, span.start, span.end):
            if word.group() not in others:
                names = first if word.group() in firsts else last
                others[word.group()] = chance.choice(names)
            edits.append(Edit(Span(*word.span()), others[word.group()]))
    return edits


def change_marks(reading: AnnotatedText, chance: Random) -> AnnotatedText:
    """An annotated text -> the same with its pairs of double quotation marks in another style."""
    opening, closing = chance.choice(_STYLES)
    edits = []
    for pair in _CLOSED.finditer(reading.text):
        forgotten = chance.random() < 0.02
        edits.append(Edit(Span(pair.start(), pair.start() + 1), opening))
        edits.append(Edit(Span(pair.end() - 1, pair.end()), "" if forgotten else closing))
    return rewrite(reading, edits)


def excerpt(reading: AnnotatedText, chance: Random) -> AnnotatedText:
    """An annotated text -> one to three sentences of it that cut no attribution."""
    edges = {0, len(reading.text)}
    edges.update(match.end() for match in _SENTENCE.finditer(reading.text))
    edges.update(match.end() for match in re.finditer(r"\n+", reading.text))
    for gold in reading.attributions:
        low = min((span.start for span in gold.spans), default=0)
        high = max((span.end for span in gold.spans), default=0)
        edges = {edge for edge in edges if not low < edge < high}
    ordered = sorted(edges)
    chosen = chance.randrange(len(ordered) - 1)
    last = min(len(ordered) - 1, chosen + chance.randint(1, 3))
    return cut(reading, Span(ordered[chosen], ordered[last]))


def cut(reading: AnnotatedText, part: Span) -> AnnotatedText:
    """An annotated text and a part that cuts no attribution -> that part alone."""

    def moved(spans: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple(Span(span.start - part.start, span.end - part.start) for span in spans)

    names = reading.names
    return AnnotatedText(
        text=part.of(reading.text),
        attributions=tuple(
            GoldAttribution(moved(gold.source), moved(gold.cue), moved(gold.content))
            for gold in reading.attributions
            if gold.spans and all(part.contains(span) for span in gold.spans)
        ),
        names=None
        if names is None
        else tuple(
            SilverName(moved((name.span,))[0], name.label)
            for name in names
            if part.contains(name.span)
        ),
    )


def rewrite(reading: AnnotatedText, edits: Sequence[Edit]) -> AnnotatedText:
    """An annotated text and edits that do not overlap -> the edited text, its spans moved."""
    ordered = sorted(edits, key=lambda edit: edit.span)
    pieces, shifts = [], [0] * (len(reading.text) + 1)
    last = 0
    for edit in ordered:
        pieces += [reading.text[last : edit.span.start], edit.words]
        last = edit.span.end
        shifts[last] += len(edit.words) - len(edit.span)
    pieces.append(reading.text[last:])
    moves = list(accumulate(shifts))

    def moved(spans: tuple[Span, ...]) -> tuple[Span, ...]:
        places = ((span.start + moves[span.start], span.end + moves[span.end]) for span in spans)
        return tuple(Span(start, end) for start, end in places if start < end)

    names = reading.names
    return AnnotatedText(
        text="".join(pieces),
        attributions=tuple(
            GoldAttribution(moved(gold.source), moved(gold.cue), moved(gold.content))
            for gold in reading.attributions
        ),
        names=None
        if names is None
        else tuple(SilverName(span, name.label) for name in names for span in moved((name.span,))),
    )
