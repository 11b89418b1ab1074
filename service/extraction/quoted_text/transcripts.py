"""Read transcripts: paragraphs that begin with a speaker's label, one attribution for each turn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from service.extraction.cues import load_lines
from service.extraction.quotation import Attribution, QuotedSpan
from service.extraction.quoted_text.bylines import Label, LabelStyle, find_label
from service.text.document import Document
from service.text.spans import Span

_EDGES = ' \t\xa0"“”'
_FEWEST = 3
"""A transcript has at least this many labels, and one of them twice."""
_FARTHEST = 3
"""A turn continues over at most this many paragraphs without a label."""
_SURE = 0.9


@dataclass(frozen=True, slots=True)
class Turn:
    """The words that one label introduces."""

    label: Span
    content: tuple[Span, ...]

    @property
    def whole(self) -> Span:
        """The label with all that it introduces."""
        return Span(self.label.start, self.content[-1].end)


def find_turns(document: Document) -> tuple[Turn, ...]:
    """Return the turns of the transcript in a document, or none if it holds no transcript.

    A turn is the paragraph of its label, and the paragraphs without a label before the next one.
    """
    labels = [_find_speaker(document.text, paragraph) for paragraph in document.paragraphs]
    heard = Counter(label.name.of(document.text).split()[-1] for label in labels if label)
    if heard.total() < _FEWEST or max(heard.values()) < 2 or len(heard) < 2:
        return ()
    turns: list[Turn] = []
    open_since = 0
    for number, (paragraph, label) in enumerate(zip(document.paragraphs, labels, strict=True)):
        if label:
            _close(turns, document, open_since, number)
            content = _trimmed(document.text, Span(label.colon.end, paragraph.end))
            turns.append(Turn(label.name, (content,)))
            open_since = number + 1
    return tuple(turns)


def _find_speaker(text: str, paragraph: Span) -> Label | None:
    """Return the label that the paragraph begins with, unless it is a heading such as "UPDATE:"."""
    label = find_label(text, paragraph, style=LabelStyle.CAPITALS)
    is_heading = label and label.name.of(text).casefold() in load_lines("no_labels")
    return None if is_heading else label


def _close(turns: list[Turn], document: Document, start: int, end: int) -> None:
    """Add the paragraphs from `start` to `end`, which have no label, to the last turn."""
    if turns and 0 < end - start <= _FARTHEST:
        rest = [_trimmed(document.text, paragraph) for paragraph in document.paragraphs[start:end]]
        spoken = [span for span in rest if document.text[span.start] not in "(["]
        turns[-1] = Turn(turns[-1].label, (*turns[-1].content, *spoken))


def attribute_turns(
    attributions: Sequence[Attribution], turns: Sequence[Turn]
) -> list[Attribution]:
    """Return the attributions with one for each turn, to its label.

    An attribution of the engine that rivals a turn is dropped: one that holds half of the turn, or
    parts of two. Quotations within a turn stay.
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


def as_quoted_spans(turns: Sequence[Turn]) -> list[QuotedSpan]:
    """Return the words of the turns as quoted spans: they are verbatim without marks."""
    return [
        QuotedSpan(inner=span, outer=span, depth=0, closed=True, continues=False)
        for turn in turns
        for span in turn.content
    ]


def _trimmed(text: str, span: Span) -> Span:
    """Return the span without spaces and marks at its ends. Its last character always stays."""
    return span.trimmed(text, _EDGES) or Span(span.end - 1, span.end)
