"""The source of a quotation to an answer: each form of source asks for another kind of evidence."""

from __future__ import annotations

import re
from dataclasses import replace

from service.extraction.quotation import Quotation
from service.speakers.answer import Answer
from service.speakers.context import Reading, anchor, mentions_in, named_beside
from service.speakers.coreference.descriptions import find_body, find_person
from service.speakers.coreference.documents import find_maker
from service.speakers.coreference.entities import Cast
from service.speakers.coreference.pairs import is_one_of_two
from service.speakers.coreference.pronouns import GENDERS, Choice, choose
from service.speakers.interviews import is_answer, who_answers
from service.speakers.mentions.mention import Sort
from service.speakers.names.lexicon import words
from service.speakers.sources.parse import Form, Part, read_source
from service.speakers.speaker import Speaker, SpeakerKind
from service.text.spans import Span

_FARTHEST = 120
_EVEN = 0.5
"""How sure the best guess is where two fit alike."""
_BESIDE = re.compile(
    r"\s+\(?|\s?\([^()\n]{1,60}\),?\s+|\s?[—–-]+\s?"
    r"|(?:\s(?:of|from|for|at|in)\s[^,.;:\n]{1,40})?,\s+(?:[^.;:\n]{1,60},\s+)?"
)
"""What may stand between a name and its relative pronoun."""

SURE = {"name": 0.97, "relative": 0.9, "group": 0.9, "organization": 0.8, "unnamed": 0.8}
"""How often these steps were right on PolNeAR train; pronouns and roles are ranked one by one."""
LEAST_SURE = 0.45
"""Below it a pronoun stays unknown: on PolNeAR train such names are as often wrong."""
LEAST_SURE_OF_A_ROLE = 0.55
"""The same for a role: rivals that nobody called so leave more doubt than a pronoun's."""


def answer_to(reading: Reading, number: int) -> Answer:
    """A reading and the number of a quotation -> who spoke it, by what has been read so far."""
    quotation = reading.extraction.quotations[number]
    if quotation.source and is_answer(reading.layout.text, quotation.source[0]):
        return _chosen(who_answers(reading.cast), "label")
    inside = mentions_in(reading.mentions, quotation.source)
    parts = read_source(
        reading.layout.text, quotation.source, inside, beside=named_beside(reading, quotation)
    )
    if not parts:
        return _continued(reading, number)
    answers = [_kept(_part(reading, quotation, part), part) for part in parts]
    members = tuple(dict.fromkeys(m for answer in answers for m in answer.members))
    for member in members:
        if answers[0].step in ("pronoun", "role"):
            reading.cast.echo(member, anchor(quotation))
        reading.cast.speaks(member, anchor(quotation))
    if len(answers) == 1:
        return answers[0]
    known = [answer for answer in answers if answer.members]
    if not known:
        return Answer(mention=tuple(part.span for part in parts))
    return Answer(
        members=members,
        confidence=min(answer.confidence for answer in known),
        step="joint" if len(members) > 1 else known[0].step,
    )


def _kept(answer: Answer, part: Part) -> Answer:
    """An answer that is too unsure or empty -> unknown, the mention kept."""
    guessed = answer.step in ("pronoun", "role", "document", "organization")
    least = LEAST_SURE_OF_A_ROLE if answer.step == "role" else LEAST_SURE
    if (guessed and answer.confidence < least) or not (answer.members or answer.speaker):
        return Answer(confidence=answer.confidence, mention=(part.span,))
    return answer


def _part(reading: Reading, quotation: Quotation, part: Part) -> Answer:
    cast, at = reading.cast, part.span.start
    if part.form is Form.NAME and part.mention:
        member = cast.by_mention.get(part.mention.span)
        if member:
            return Answer((member,), confidence=SURE["name"], step="name")
    if part.form is Form.PRONOUN:
        if reading.watch:
            reading.watch(cast, part, quotation)
        plural = _last_plural(reading, at) if part.head == "they" else None
        if plural:
            return plural
        choice = choose(cast, word=part.head, at=at, content=quotation.content)
        if choice and is_one_of_two(cast, choice.member, at=at, content=quotation.content):
            return Answer(confidence=min(_EVEN, choice.confidence))
        return _chosen(choice, "pronoun")
    if part.form is Form.RELATIVE:
        return _relative(cast, part)
    if part.form is Form.ROLE:
        found = find_person(cast, part, content=quotation.content)
        return _chosen(found, "role") if found else _unnamed(reading, part)
    if part.form is Form.UNNAMED:
        return _unnamed(reading, part)
    if part.form is Form.BODY:
        return _body(reading, part, quotation)
    if part.form is Form.DOCUMENT:
        return _chosen(find_maker(cast, part), "document")
    if part.form is Form.GROUP:
        text = part.span.of(reading.layout.text)
        # "31 Latinos" and "6 Republicans" are counted, not named: other articles mean others.
        name = text if part.mention and not text[0].isdigit() else None
        speaker = Speaker(name, SpeakerKind.GROUP)
        return Answer(speaker=speaker, confidence=SURE["group"], step="group", mention=(part.span,))
    return Answer()


def _last_plural(reading: Reading, at: int) -> Answer | None:
    """The group or the pair that spoke last, if it did so in this paragraph or the one before."""
    layout, quotations = reading.layout, reading.extraction.quotations
    for number in reversed(reading.answers):
        answer = reading.answers[number]
        if layout.paragraph_at(at) - layout.paragraph_at(anchor(quotations[number])) > 1:
            return None
        if len(answer.members) > 1 or (answer.speaker and answer.speaker.kind is SpeakerKind.GROUP):
            return replace(answer, step="pronoun", confidence=0.7 * answer.confidence)
    return None


def _chosen(choice: Choice | None, step: str) -> Answer:
    if choice is None:
        return Answer()
    return Answer((choice.member,), confidence=choice.confidence, step=step)


def _body(reading: Reading, part: Part, quotation: Quotation) -> Answer:
    text, owner = part.span.of(reading.layout.text), None
    if part.mention and not part.mention.span.of(reading.layout.text).islower():
        name = re.sub(r"^(?:the|an?)\s+", "", text, flags=re.IGNORECASE)
        return _organization(name, part.span)
    if part.opening in GENDERS:
        owner = choose(
            reading.cast, word=part.opening, at=part.span.start, content=quotation.content
        )
        if owner:
            return _organization(f"{owner.member.printed}’s {part.head}", part.span)
    if part.opening in words("indefinites"):
        return _unnamed(reading, part)
    return _chosen(find_body(reading.cast, part, content=quotation.content), "organization")


def _organization(name: str, mention: Span) -> Answer:
    speaker = Speaker(name.replace("’", "'"), SpeakerKind.ORGANIZATION)
    return Answer(
        speaker=speaker, confidence=SURE["organization"], step="organization", mention=(mention,)
    )


def _unnamed(reading: Reading, part: Part) -> Answer:
    keep = part.form is Form.ROLE and part.head not in words("unnamed_nouns")
    # "My father", "his lawyer" tell nobody anything outside of their article.
    keep = keep and part.opening not in words("possessives")
    name = part.span.of(reading.layout.text) if keep else None
    member = reading.cast.add_unnamed(span=part.span, role=part.role, description=name)
    return Answer((member,), confidence=SURE["unnamed"], step="unnamed")


def _relative(cast: Cast, part: Part) -> Answer:
    """The name right before a relative pronoun, or parted from it by an apposition."""
    text = cast.layout.text
    for mention, member in reversed(cast.stream):
        if mention.span.end > part.span.start:
            continue
        if part.span.start - mention.span.end > _FARTHEST:
            break
        if not _BESIDE.fullmatch(text, mention.span.end, part.span.start):
            continue
        if part.head == "which" and member.sort is Sort.PERSON:
            continue
        if part.head == "who" and member.sort is not Sort.PERSON:
            continue
        return Answer((member,), confidence=SURE["relative"], step="relative")
    return Answer()


def _another_comes_in(reading: Reading, last: Quotation, own: Quotation, told: Answer) -> bool:
    """Whether a name of somebody else stands between a quotation and the one before it."""
    spoken = (*last.content, *last.cue, *last.source)
    begin = max((span.end for span in spoken if span.end <= anchor(own)), default=0)
    for mention, member in reversed(reading.cast.stream):
        if mention.span.end <= begin:
            return False
        if mention.span.end <= anchor(own) and member.printed and member not in told.members:
            return True
    return False


def _continued(reading: Reading, number: int) -> Answer:
    """A quotation without a source goes on with the speaker before it in the same paragraph."""
    layout, quotations = reading.layout, reading.extraction.quotations
    own = layout.paragraph_at(anchor(quotations[number]))
    before = [n for n in reading.answers if anchor(quotations[n]) < anchor(quotations[number])]
    if not before:
        return Answer()
    last = max(before, key=lambda n: anchor(quotations[n]))
    if layout.paragraph_at(anchor(quotations[last])) != own:
        return Answer()
    told = reading.answers[last]
    if _another_comes_in(reading, quotations[last], quotations[number], told):
        return Answer()
    if told.step == "unknown":
        return replace(told, confidence=0.8 * told.confidence)
    return Answer(told.members, told.speaker, 0.8 * told.confidence, "continuation", told.mention)
