"""Whether the speaker whom a draft names is the one who says the words in a source."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from service.dedup.speaker_names import Agreement, agreement
from service.dedup.utterance import plain_name
from service.dedup.words.normalise import is_english_word
from service.dedup.words.patterns import ARTICLE, FEMALE_TITLES, MALE_TITLES, NAME_TITLES
from service.proofs.patterns import ANSWERERS, PRONOUNS, QUESTIONERS
from service.proofs.source_text import SourceText, Statement, Voice
from service.speakers.speaker import Resolution, SpeakerKind

_TITLES = NAME_TITLES | FEMALE_TITLES | MALE_TITLES
_NUMBER = re.compile(r"\d+")


class CreditCheck(IntEnum):
    """How a draft's speaker agrees with the source's, the best first."""

    SAME = 0
    UNKNOWN = 1
    """One of the two gives no name that the other could contradict."""
    DIFFERENT = 2


@dataclass(frozen=True, slots=True)
class DraftSpeaker:
    """Who said a quotation, as the draft has it."""

    names: frozenset[str]
    """In plain words. Empty where the draft gives no name."""
    printed: str
    """The source of the quotation as the draft prints it, in plain words."""
    is_body: bool
    """Whether the speaker is an organisation or a group, or a document."""


def draft_speaker(resolution: Resolution, printed: str) -> DraftSpeaker:
    """Return the speaker of one quotation of the draft."""
    named = [each for each in resolution.speakers if each.name]
    known = [each for each in named if each.kind is not SpeakerKind.ANONYMOUS]
    return DraftSpeaker(
        names=frozenset(plain_name(each.name or "") for each in known),
        printed=plain_name(printed),
        is_body=not any(each.kind is SpeakerKind.PERSON for each in known),
    )


def credit(speaker: DraftSpeaker, statement: Statement, source: SourceText) -> CreditCheck:
    """Return whether the draft credits the words of a statement to their speaker."""
    if statement.voice in (Voice.NARRATION, Voice.PARAPHRASE):
        return _credit_of_narration(speaker, statement)
    if not speaker.names:
        return CreditCheck.UNKNOWN
    named = [
        plain_name(each.name)
        for each in statement.speakers
        if each.name and is_label_of_somebody(each.name, each.kind)
    ]
    label = plain_name(statement.label or statement.printed)
    if any(_agree(ours, name) for ours in speaker.names for name in named):
        return CreditCheck.SAME
    if any(_fits_label(ours, each) for ours in speaker.names for each in (label, *named)):
        return CreditCheck.SAME
    if any(_fits_label(name, speaker.printed) for name in named):
        return CreditCheck.SAME
    own = _labels_of(speaker, source) if statement.voice is Voice.TURN else set()
    if label in own:
        return CreditCheck.SAME
    if named:
        return CreditCheck.DIFFERENT
    if statement.voice is not Voice.TURN:
        return _credit_of_nested(speaker, statement)
    # A turn without a name is another speaker's where the draft's speaker has turns of their own.
    return CreditCheck.DIFFERENT if own or _asks(label) else CreditCheck.UNKNOWN


def _credit_of_nested(speaker: DraftSpeaker, statement: Statement) -> CreditCheck:
    """Return the credit of words that a speaker passes on, where no name says whose they are."""
    outer = [plain_name(each.name) for each in statement.passed_on_by if each.name]
    lead = plain_name(statement.printed).split()
    named = any(name.split()[-1] in lead for name in speaker.names)
    own = any(_agree(ours, name) for ours in speaker.names for name in outer)
    if not outer or named or own or not PRONOUNS.isdisjoint(lead):
        return CreditCheck.UNKNOWN
    return CreditCheck.DIFFERENT


def _labels_of(speaker: DraftSpeaker, source: SourceText) -> set[str]:
    """Return the labels of a source that are the draft's speaker: by name, else by the role.

    "Vice President Ada Quill" is "THE VICE PRESIDENT", and "THE PRESIDENT" is another person.
    """
    labels = {plain_name(label) for label in source.labels}
    by_name = {each for each in labels if any(_fits_label(ours, each) for ours in speaker.names)}
    if by_name:
        return by_name
    printed = set(speaker.printed.split())
    roles = {each: set(each.split()) - {ARTICLE} for each in labels}
    fitting = {each: len(words) for each, words in roles.items() if words and words <= printed}
    return {each for each, size in fitting.items() if size == max(fitting.values())}


def _credit_of_narration(speaker: DraftSpeaker, statement: Statement) -> CreditCheck:
    """Return the credit of an outlet's own words: no person said them in these words.

    A report, a release or a ruling speaks by its text.
    """
    if speaker.is_body and statement.voice is Voice.NARRATION:
        return CreditCheck.UNKNOWN
    return CreditCheck.DIFFERENT


def is_label_of_somebody(name: str, kind: SpeakerKind) -> bool:
    """Return whether a label names somebody: "Ada Quill", but neither "Q" nor "The President"."""
    words = _words(plain_name(name))
    if kind in (SpeakerKind.ORGANIZATION, SpeakerKind.GROUP):
        return bool(words)
    return kind is SpeakerKind.PERSON and not all(
        is_english_word(word) or word in QUESTIONERS | ANSWERERS for word in words
    )


def _asks(label: str) -> bool:
    return not QUESTIONERS.isdisjoint(_words(label))


def _words(name: str) -> list[str]:
    return _NUMBER.sub("", name).split()


def _agree(one: str, other: str) -> bool:
    """Return whether two names may be one speaker's. A surname alone fits all who have it."""
    surname, full = sorted((_without_titles(one), _without_titles(other)), key=len)
    same = len(surname) == 1 and surname[-1:] == full[-1:]
    return same or agreement(one, other) >= Agreement.SURNAME


def _without_titles(name: str) -> list[str]:
    words = name.split()
    while len(words) > 1 and words[0] in _TITLES:
        words.pop(0)
    return words


def _fits_label(name: str, printed: str) -> bool:
    """Return whether a label is the surname of a name with titles and roles: "mayor quill"."""
    words, others = name.split(), printed.split()
    if not words or words[-1] not in others:
        return False
    # "Sue" and "Hall" are words, too. Then only a title may stand before the surname.
    is_rare = not is_english_word(words[-1])
    return all(
        word in words or len(word) == 1 or word in _TITLES or (is_rare and is_english_word(word))
        for word in others[: others.index(words[-1])]
    )
