"""Speakers as an annotator reads and corrects them: `Ada Lind`, or `The board (organization)`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from service.formats.record import SpeakerRecord
from service.speakers.speaker import SpeakerKind

_LABEL = re.compile(rf"(?:(.+) )?\(({'|'.join(SpeakerKind)})\)", re.DOTALL)


def to_speaker_label(speaker: SpeakerRecord) -> str:
    """Return a speaker's name, and its kind in brackets unless it is a person."""
    if speaker.name is None:
        return f"({speaker.kind})"
    if speaker.kind is SpeakerKind.PERSON and not _LABEL.fullmatch(speaker.name):
        return speaker.name
    return f"{speaker.name} ({speaker.kind})"


def from_speaker_label(label: str) -> SpeakerRecord:
    """Return the speaker of a label. A label knows no id."""
    found = _LABEL.fullmatch(label)
    if found:
        return SpeakerRecord(name=found[1], kind=SpeakerKind(found[2]))
    return SpeakerRecord(name=label)


def read_speaker_labels(
    labels: Iterable[str], known: Sequence[SpeakerRecord]
) -> tuple[SpeakerRecord, ...]:
    """Return the speakers of labels. One that was known before keeps its id.

    Args:
        labels: One for each speaker, as the annotator left them.
        known: The speakers when the file was written.
    """
    left = list(known)
    found = []
    for label in labels:
        read = from_speaker_label(label)
        same = [each for each in left if to_speaker_label(each) == label]
        same = same or [each for each in left if each.name == read.name]
        if same:
            left.remove(same[0])
            read = SpeakerRecord(name=read.name, kind=read.kind, id=same[0].id)
        found.append(read)
    return tuple(found)
