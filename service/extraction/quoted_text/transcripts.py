"""Read transcripts: paragraphs that begin with a speaker's label, one attribution for each turn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.extraction.cues import load_lines
from service.extraction.quotation import Attribution, QuotedSpan
from service.extraction.quoted_text.bylines import (
    Label,
    LabelStyle,
    find_label,
    find_timed_line,
)
from service.extraction.quoted_text.patterns import COLUMN
from service.text.document import Document
from service.text.sentences import ends_in_stop
from service.text.span_index import SpanIndex
from service.text.spans import Span

_CLOSING = "\"”’'»)]"
_EDGES = ' \t\xa0"“”'
_FEWEST = 3
"""A transcript has at least this many labels, and one of them twice."""
_FARTHEST = 3
"""A turn continues over at most this many paragraphs without a label."""
_DENSE = 0.35
"""A larger share of paragraphs has a label in ordinary case. Headings look alike, but are few."""
_SURE = 0.9


@dataclass(frozen=True, slots=True)
class Turn:
    """The words that one label introduces."""

    label: Span
    content: tuple[Span, ...]
    cue: tuple[Span, ...] = ()

    @property
    def whole(self) -> Span:
        """The label with all that it introduces."""
        return Span(self.label.start, self.content[-1].end)


def find_turns(document: Document) -> tuple[Turn, ...]:
    """Return the turns of the transcript in a document, or none if it holds no transcript.

    A turn is the paragraph of its label, and the paragraphs without a label before the next one.
    """
    for find in (_find_capitals, _find_timed, _find_name):
        labels = [find(document.text, paragraph) for paragraph in document.paragraphs]
        sure = find is not _find_name or _are_sentences(document, labels)
        if sure and _are_turns([label for label in labels if label], document.text):
            return tuple(_read_turns(document, labels))
    return ()


def _are_turns(labels: Sequence[Label], text: str) -> bool:
    """Return whether two speakers or more are labelled, and one of them twice."""
    heard = Counter(label.name.of(text).split()[-1] for label in labels)
    return heard.total() >= _FEWEST and max(heard.values()) >= 2 and len(heard) >= 2


def _are_sentences(document: Document, labels: Sequence[Label | None]) -> bool:
    """Return whether many paragraphs have a label, and most of these end in a stop."""
    places = [number for number, label in enumerate(labels) if label]
    if not places or len(places) <= _DENSE * (places[-1] + 1 - places[0]):
        return False
    spoken = [document.paragraphs[number].of(document.text) for number in places]
    return 2 * sum(ends_in_stop(words.rstrip(_CLOSING)) for words in spoken) > len(spoken)


def _read_turns(document: Document, labels: Sequence[Label | None]) -> list[Turn]:
    turns: list[Turn] = []
    open_since = 0
    for number, (paragraph, label) in enumerate(zip(document.paragraphs, labels, strict=True)):
        if label:
            _close(turns, document, open_since, number)
            content = Span(label.colon.end, paragraph.end)
            words = (_trimmed(document.text, content),) if content else ()
            turns.append(Turn(label.name, words))
            open_since = number + 1
    _close(turns, document, open_since, len(labels), last=True)
    return [turn for turn in turns if turn.content]


def _find_capitals(text: str, paragraph: Span) -> Label | None:
    """Return the label in capitals that the paragraph begins with, unless it is a heading."""
    return _unless_heading(text, find_label(text, paragraph, style=LabelStyle.CAPITALS))


def _find_name(text: str, paragraph: Span) -> Label | None:
    """Return the label in ordinary case that the paragraph begins with, unless it is a heading."""
    return _unless_heading(text, find_label(text, paragraph, style=LabelStyle.TURN))


def _find_timed(text: str, paragraph: Span) -> Label | None:
    """Return the label of a line that is a name and a time: the words are in the next line."""
    name = find_timed_line(text, paragraph)
    return Label(name=name, role=None, colon=Span(paragraph.end, paragraph.end)) if name else None


def _unless_heading(text: str, label: Label | None) -> Label | None:
    is_heading = label and label.name.of(text).casefold() in load_lines("no_labels")
    return None if is_heading else label


def _close(
    turns: list[Turn], document: Document, start: int, end: int, *, last: bool = False
) -> None:
    """Add the paragraphs from `start` to `end`, which have no label, to the last turn.

    Where the transcript ends is not shown. So after its last label only the words of a label
    without words are added.
    """
    if last and turns and not turns[-1].content:
        end = min(end, start + 1)
    elif last:
        return
    rest = [
        paragraph
        for paragraph in document.paragraphs[start:end]
        if not COLUMN.fullmatch(document.text, paragraph.start, paragraph.end)
    ]
    if turns and 0 < len(rest) <= _FARTHEST:
        spans = [_trimmed(document.text, paragraph) for paragraph in rest]
        spoken = [span for span in spans if document.text[span.start] not in "(["]
        turns[-1] = Turn(turns[-1].label, (*turns[-1].content, *spoken))


def attribute_turns(
    attributions: Sequence[Attribution], turns: Sequence[Turn]
) -> list[Attribution]:
    """Return the attributions with one for each turn, to its label.

    An attribution of the engine that rivals a turn is dropped: one that holds half of the turn, or
    parts of two. Quotations within a turn stay.
    """
    index = SpanIndex([turn.whole for turn in turns])
    kept = [
        attribution
        for attribution in attributions
        if not any(_rivals(attribution, turn) for turn in _turns_near(attribution, turns, index))
    ]
    own = (
        Attribution(turn.content, cue=turn.cue, source=(turn.label,), confidence=_SURE)
        for turn in turns
    )
    return [*kept, *own]


def _turns_near(
    attribution: Attribution, turns: Sequence[Turn], index: SpanIndex
) -> Iterator[Turn]:
    """Yield the turns that overlap an attribution, once for each span of it."""
    for span in (*attribution.content, *attribution.source, *attribution.cue):
        for number in index.overlapping(span):
            yield turns[number]


def _rivals(attribution: Attribution, turn: Turn) -> bool:
    """Return whether an attribution that overlaps a turn has the same words, or two speakers'."""
    spans = (*attribution.content, *attribution.source, *attribution.cue)
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
