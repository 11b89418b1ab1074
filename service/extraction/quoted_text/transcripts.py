"""Transcripts: paragraphs that open with a speaker's label -> one attribution for each turn."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from service.extraction.cues import load_lines
from service.extraction.quotation import Attribution, Stretch
from service.text.document import Document
from service.text.spans import Span

_LABEL = re.compile(
    r"[\"“”‘'(\[]*(?P<name>[QA]|[A-Z][A-Z.'’\-]+(?:[ \u00a0][A-Z][A-Z.'’\-]*){0,3})"
    r"(?:,[ \u00a0][A-Z][^:\n]{2,40}|[ \u00a0]?\([^()\n]{1,30}\))?:[ \u00a0]*(?=\S)"
)
_EDGES = ' \t\xa0"“”'
_FEWEST = 3
"""A transcript has as many labels as this, and one of them twice."""
_FARTHEST = 3
"""How many paragraphs without a label may go on a turn."""
_SURE = 0.9


@dataclass(frozen=True, slots=True)
class Turn:
    """What one label introduces."""

    label: Span
    content: tuple[Span, ...]

    @property
    def whole(self) -> Span:
        """From the label to the end of what it introduces."""
        return Span(self.label.start, self.content[-1].end)


def find_turns(document: Document) -> tuple[Turn, ...]:
    """A document -> the turns of the transcript in it, none where it holds no transcript.

    A turn is its label's paragraph, and what follows without a label before the next one.
    """
    found = [_LABEL.match(document.text, p.start, p.end) for p in document.paragraphs]
    labels = [label for label in found if label and _names(label)]
    heard = Counter(label["name"].split()[-1] for label in labels)
    if len(labels) < _FEWEST or max(heard.values()) < 2 or len(heard) < 2:
        return ()
    turns: list[Turn] = []
    open_since = 0
    for number, (paragraph, label) in enumerate(zip(document.paragraphs, found, strict=True)):
        if label and _names(label):
            _close(turns, document, open_since, number)
            content = _trimmed(document.text, Span(label.end(), paragraph.end))
            turns.append(Turn(Span(*label.span("name")), (content,)))
            open_since = number + 1
    return tuple(turns)


def _close(turns: list[Turn], document: Document, start: int, end: int) -> None:
    """The next label has come: paragraphs since the last one's go on what it introduced."""
    if turns and 0 < end - start <= _FARTHEST:
        rest = [_trimmed(document.text, paragraph) for paragraph in document.paragraphs[start:end]]
        spoken = [span for span in rest if document.text[span.start] not in "(["]
        turns[-1] = Turn(turns[-1].label, (*turns[-1].content, *spoken))


def _names(label: re.Match[str]) -> bool:
    return label["name"].casefold() not in load_lines("no_labels")


def take_labelled(attributions: Sequence[Attribution], turns: Sequence[Turn]) -> list[Attribution]:
    """Attributions and turns -> each turn attributed to its label; what is said in it stays.

    An engine's own reading of a turn is dropped: one that takes half of it, or takes from two.
    """
    kept = [
        attribution
        for attribution in attributions
        if not any(_rivals(attribution, turn) for turn in turns)
    ]
    own = (
        Attribution(turn.content, cue=(), source=(turn.label,), confidence=_SURE) for turn in turns
    )
    return [*kept, *own]


def _rivals(attribution: Attribution, turn: Turn) -> bool:
    spans = (*attribution.content, *attribution.source, *attribution.cue)
    if not any(turn.whole.overlaps(span) for span in spans):
        return False
    if any(span.overlaps(turn.label) for span in spans) or not attribution.cue:
        return True
    if not all(turn.whole.contains(span) for span in spans):
        return True
    size = sum(len(span) for span in turn.content)
    return 2 * sum(len(span) for span in attribution.content) >= size


def as_stretches(turns: Sequence[Turn]) -> list[Stretch]:
    """Turns -> stretches: what a label introduces is verbatim as if it stood between marks."""
    return [
        Stretch(inner=span, outer=span, depth=0, closed=True, continues=False)
        for turn in turns
        for span in turn.content
    ]


def _trimmed(text: str, span: Span) -> Span:
    """Return the span without spaces and marks at its ends; its last character always stays."""
    return span.trimmed(text, _EDGES) or Span(span.end - 1, span.end)
