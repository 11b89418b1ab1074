"""Whether the speaker whom a draft names is the one who says the words in a source."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from service.dedup.speaker_names import Agreement, agreement
from service.dedup.utterance import plain_name
from service.dedup.words.normalise import is_english_word
from service.dedup.words.patterns import ARTICLE, NAME_TITLES
from service.proofs.patterns import ANSWERERS, QUESTIONERS
from service.proofs.source_text import SourceText, Statement, Voice
from service.speakers.speaker import Resolution, SpeakerKind

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
    theirs = [(plain_name(each.name), each.kind) for each in statement.speakers if each.name]
    named = [name for name, kind in theirs if _is_name(name, kind)]
    label = plain_name(statement.printed)
    if any(agreement(ours, name) >= Agreement.SURNAME for ours in speaker.names for name in named):
        return CreditCheck.SAME
    if any(_fits_label(ours, each) for ours in speaker.names for each in (label, *named)):
        return CreditCheck.SAME
    if any(_fits_label(name, speaker.printed) for name in named):
        return CreditCheck.SAME
    if named:
        return CreditCheck.DIFFERENT
    roles = {word for name, _ in theirs for word in _words(name)} - {ARTICLE}
    if roles & QUESTIONERS:
        return CreditCheck.DIFFERENT
    if roles and roles <= set(speaker.printed.split()):
        return CreditCheck.SAME
    if statement.voice is not Voice.TURN:
        return CreditCheck.UNKNOWN
    # A turn without a name is another speaker's where the draft's speaker has turns of their own.
    labels = [plain_name(each) for each in source.labels]
    if any(_fits_label(ours, each) for ours in speaker.names for each in labels):
        return CreditCheck.DIFFERENT
    return CreditCheck.UNKNOWN


def _credit_of_narration(speaker: DraftSpeaker, statement: Statement) -> CreditCheck:
    """Return the credit of an outlet's own words: no person said them in these words.

    A report, a release or a ruling speaks by its text.
    """
    if speaker.is_body and statement.voice is Voice.NARRATION:
        return CreditCheck.UNKNOWN
    return CreditCheck.DIFFERENT


def _is_name(name: str, kind: SpeakerKind) -> bool:
    """Return whether a label names somebody: "Ada Quill", but neither "Q" nor "The President"."""
    words = _words(name)
    if kind in (SpeakerKind.ORGANIZATION, SpeakerKind.GROUP):
        return bool(words)
    return kind is SpeakerKind.PERSON and not all(
        is_english_word(word) or word in QUESTIONERS | ANSWERERS for word in words
    )


def _words(name: str) -> list[str]:
    return _NUMBER.sub("", name).split()


def _fits_label(name: str, printed: str) -> bool:
    """Return whether a label is the surname of a name with titles and roles: "mayor quill"."""
    words, others = name.split(), printed.split()
    if not words or is_english_word(words[-1]) or words[-1] not in others:
        return False
    before = others[: others.index(words[-1])]
    return all(
        word in words or len(word) == 1 or word in NAME_TITLES or is_english_word(word)
        for word in before
    )
