"""Extraction to resolutions: reads the article once, in order, and says who spoke."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from service.extraction.quotation import Extraction, Kind, Quotation
from service.speakers.answer import Answer, named
from service.speakers.cast import Cast
from service.speakers.implied import source_of
from service.speakers.layout import Layout, lay_out
from service.speakers.lexicon import words
from service.speakers.mentions import Mention, Sort, read_mentions
from service.speakers.nominals import find_body, find_maker, find_person
from service.speakers.pronouns import GENDERS, Choice, choose
from service.speakers.relays import relay_of
from service.speakers.sources import Form, Part, read_source
from service.speakers.speaker import Resolution, Speaker, SpeakerKind
from service.text.spans import Span

_NARRATIVE = re.compile(r"\b(?:he|she)\b", re.IGNORECASE)
_LONGEST_NAME = 120
LEAST_SURE = 0.45
"""Below it a pronoun or a role stays unknown: on PolNeAR train such names are as often wrong."""


@dataclass(slots=True)
class _State:
    """What one reading of an article carries from quotation to quotation."""

    extraction: Extraction
    layout: Layout
    cast: Cast
    mentions: list[Mention]
    answers: dict[int, Answer] = field(default_factory=dict)


def resolve_speakers(extraction: Extraction) -> tuple[Resolution, ...]:
    """An extraction -> who said each of its quotations, in the same order.

    Reads paragraph by paragraph: who a source means is decided on the text up to the end of its
    paragraph. Only the form of the name may come from further down.
    """
    verbatim = [
        span
        for quotation in extraction.quotations
        if quotation.kind is not Kind.INDIRECT
        for utterance in quotation.utterances
        for span in utterance
    ]
    layout = lay_out(extraction.document, verbatim)
    extraction = replace(
        extraction,
        quotations=tuple(replace(q, source=source_of(layout, q)) for q in extraction.quotations),
    )
    sources = [span for quotation in extraction.quotations for span in quotation.source]
    mentions = read_mentions(layout, extraction.entities, sources)
    state = _State(extraction=extraction, layout=layout, cast=Cast(layout), mentions=mentions)
    upcoming = iter(sorted(mentions, key=lambda mention: mention.known_from))
    waiting = next(upcoming, None)
    for paragraph, numbers in _by_paragraph(extraction, layout):
        while waiting is not None and layout.paragraph_at(waiting.known_from) <= paragraph:
            state.cast.add(waiting)
            waiting = next(upcoming, None)
        for at, number, word in _events(state, paragraph, numbers):
            if number is None:
                _follow(state, at, word)
            else:
                state.answers[number] = _answer(state, number)
    while waiting is not None:
        state.cast.add(waiting)
        waiting = next(upcoming, None)
    spoke = {number: answer.members for number, answer in state.answers.items()}
    return tuple(
        named(state.answers[n], relay_of(state.cast, extraction.quotations, spoke, n))
        for n in range(len(extraction.quotations))
    )


def _by_paragraph(extraction: Extraction, layout: Layout) -> Iterator[tuple[int, list[int]]]:
    places: dict[int, list[int]] = {}
    for number, quotation in enumerate(extraction.quotations):
        places.setdefault(layout.paragraph_at(_anchor(quotation)), []).append(number)
    for paragraph in range(-1, len(layout.paragraphs)):
        yield paragraph, places.get(paragraph, [])


def _events(state: _State, paragraph: int, numbers: list[int]) -> list[tuple[int, int | None, str]]:
    """A paragraph -> its quotations and the pronouns of its narrative, in the order of the text."""
    layout, quotations = state.layout, state.extraction.quotations
    events: list[tuple[int, int | None, str]] = [(_anchor(quotations[n]), n, "") for n in numbers]
    taken = {at for at, _, _ in events}
    if paragraph >= 0:
        span = layout.paragraphs[paragraph]
        for word in _NARRATIVE.finditer(layout.text, span.start, span.end):
            if word.start() not in taken and not layout.is_quoted(word.start()):
                events.append((word.start(), None, word.group().lower()))
    return sorted(events, key=lambda event: event[0])


def _follow(state: _State, at: int, word: str) -> None:
    """A pronoun of the narrative keeps whom it stands for in focus."""
    choice = choose(state.cast, word=word, at=at)
    if choice and choice.confidence > 0.5:
        state.cast.echo(choice.member, at)
        if choice.confidence > 0.8:
            state.cast.learn(choice.member, GENDERS[word])


def _anchor(quotation: Quotation) -> int:
    spans = quotation.source or quotation.content or quotation.cue
    return spans[0].start if spans else 0


def _answer(state: _State, number: int) -> Answer:
    quotation = state.extraction.quotations[number]
    inside = _mentions_in(state.mentions, quotation.source)
    parts = read_source(state.layout.text, quotation.source, inside)
    if not parts:
        return _continued(state, number)
    answers = [_kept(_part(state, quotation, part), part) for part in parts]
    members = tuple(dict.fromkeys(m for answer in answers for m in answer.members))
    for member in members:
        if answers[0].step in ("pronoun", "role"):
            state.cast.echo(member, _anchor(quotation))
        state.cast.speaks(member, _anchor(quotation))
    if len(answers) == 1:
        return answers[0]
    return Answer(
        members=members,
        confidence=min(answer.confidence for answer in answers),
        step="joint" if len(members) > 1 else answers[0].step,
    )


def _mentions_in(mentions: list[Mention], source: tuple[Span, ...]) -> list[Mention]:
    found: dict[Span, Mention] = {}
    for span in source:
        at = bisect_left(mentions, span.start - _LONGEST_NAME, key=lambda m: m.span.start)
        while at < len(mentions) and mentions[at].span.start < span.end:
            if mentions[at].span.overlaps(span):
                found[mentions[at].span] = mentions[at]
            at += 1
    return sorted(found.values(), key=lambda mention: mention.span)


def _kept(answer: Answer, part: Part) -> Answer:
    """An answer that is too unsure or empty -> unknown, the mention kept."""
    guessed = answer.step in ("pronoun", "role", "document", "organization")
    if (guessed and answer.confidence < LEAST_SURE) or not (answer.members or answer.speaker):
        return Answer(confidence=answer.confidence, mention=part.span)
    return answer


def _part(state: _State, quotation: Quotation, part: Part) -> Answer:
    cast, at = state.cast, part.span.start
    if part.form is Form.NAME and part.mention:
        member = cast.by_mention.get(part.mention.span)
        if member:
            return Answer((member,), confidence=0.95, step="name")
    if part.form is Form.PRONOUN:
        plural = _last_plural(state, at) if part.head == "they" else None
        if plural:
            return plural
        choice = choose(cast, word=part.head, at=at, content=quotation.content)
        if choice:
            return Answer((choice.member,), confidence=choice.confidence, step="pronoun")
        return Answer()
    if part.form is Form.RELATIVE:
        return _relative(cast, part)
    if part.form is Form.ROLE:
        found = find_person(cast, part, content=quotation.content)
        return _chosen(found, "role") if found else _unnamed(state, part)
    if part.form is Form.UNNAMED:
        return _unnamed(state, part)
    if part.form is Form.BODY:
        return _body(state, part, quotation)
    if part.form is Form.DOCUMENT:
        return _chosen(find_maker(cast, part), "document")
    if part.form is Form.GROUP:
        name = part.span.of(state.layout.text) if part.mention else None
        speaker = Speaker(name, SpeakerKind.GROUP)
        return Answer(speaker=speaker, confidence=0.8, step="group", mention=part.span)
    return Answer()


def _last_plural(state: _State, at: int) -> Answer | None:
    """The group or the pair that spoke last, if it did so in this paragraph or the one before."""
    layout, quotations = state.layout, state.extraction.quotations
    for number in reversed(state.answers):
        answer = state.answers[number]
        if layout.paragraph_at(at) - layout.paragraph_at(_anchor(quotations[number])) > 1:
            return None
        if len(answer.members) > 1 or (answer.speaker and answer.speaker.kind is SpeakerKind.GROUP):
            return replace(answer, step="pronoun", confidence=0.7 * answer.confidence)
    return None


def _chosen(choice: Choice | None, step: str) -> Answer:
    if choice is None:
        return Answer()
    return Answer((choice.member,), confidence=choice.confidence, step=step)


def _body(state: _State, part: Part, quotation: Quotation) -> Answer:
    text, owner = part.span.of(state.layout.text), None
    if part.mention:
        name = re.sub(r"^(?:the|an?)\s+", "", text, flags=re.IGNORECASE)
        return _organization(name, part.span)
    if part.opening in GENDERS:
        owner = choose(state.cast, word=part.opening, at=part.span.start, content=quotation.content)
        if owner:
            return _organization(f"{owner.member.printed}’s {part.head}", part.span)
    if part.opening in words("indefinites"):
        return _unnamed(state, part)
    return _chosen(find_body(state.cast, part, content=quotation.content), "organization")


def _organization(name: str, mention: Span) -> Answer:
    speaker = Speaker(name.replace("’", "'"), SpeakerKind.ORGANIZATION)
    return Answer(speaker=speaker, confidence=0.8, step="organization", mention=mention)


def _unnamed(state: _State, part: Part) -> Answer:
    keep = part.form is Form.ROLE and part.head not in words("unnamed_nouns")
    name = part.span.of(state.layout.text) if keep else None
    member = state.cast.add_unnamed(at=part.span.start, role=part.role, description=name)
    return Answer((member,), confidence=0.7, step="unnamed", mention=part.span)


def _relative(cast: Cast, part: Part) -> Answer:
    for mention, member in reversed(cast.stream):
        if mention.span.end > part.span.start:
            continue
        if part.span.start - mention.span.end > 60:
            break
        if part.head == "which" and member.sort is Sort.PERSON:
            continue
        if part.head == "who" and member.sort is not Sort.PERSON:
            continue
        return Answer((member,), confidence=0.8, step="relative")
    return Answer()


def _continued(state: _State, number: int) -> Answer:
    """A quotation without a source goes on with the speaker before it in the same paragraph."""
    layout, quotations = state.layout, state.extraction.quotations
    own = layout.paragraph_at(_anchor(quotations[number]))
    before = [n for n in state.answers if _anchor(quotations[n]) < _anchor(quotations[number])]
    if not before:
        return Answer()
    last = max(before, key=lambda n: _anchor(quotations[n]))
    if layout.paragraph_at(_anchor(quotations[last])) != own:
        return Answer()
    told = state.answers[last]
    return Answer(told.members, told.speaker, 0.8 * told.confidence, "continuation", told.mention)
