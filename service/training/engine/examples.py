"""Cut annotated texts into windows of pieces, with the labels that the network learns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from service.extraction.model.labels import ENTITY_LABELS, TAG_LABELS
from service.extraction.model.sequence import Numbers, PieceSequence, read_sequence
from service.extraction.model.tokeniser import Tokeniser
from service.extraction.quoted_text.pair_marks import find_quoted_spans
from service.gold.articles import AnnotatedText
from service.text.document import read_document
from service.text.spans import Span
from service.training.engine.packing import Packing, pack_windows

IGNORED = -100
"""The label of pieces that the loss ignores."""


@dataclass(frozen=True, slots=True)
class CueExample:
    """One cue of a window, and the label of each piece of the window for this cue."""

    first: int
    last: int
    links: Numbers


@dataclass(frozen=True, slots=True)
class Example:
    """One window: the encoder's input and the labels it should give."""

    numbers: Numbers
    shapes: Numbers
    places: Numbers
    paragraphs: Numbers
    tags: Numbers
    entities: Numbers
    cues: tuple[CueExample, ...]

    def __len__(self) -> int:
        return len(self.numbers)


def make_examples(
    reading: AnnotatedText, *, tokeniser: Tokeniser, packing: Packing
) -> list[Example]:
    """An annotated text -> its windows, each beginning with the vocabulary's first piece."""
    document = read_document(reading.text)
    sequence = read_sequence(document, find_quoted_spans(document), tokeniser)
    tags = _tags(reading, sequence)
    entities = _entities(reading, sequence)
    links = [
        (find_pieces(sequence, gold.cue), _links(gold.source, gold.content, sequence))
        for gold in reading.attributions
    ]
    examples = []
    for window in pack_windows(sequence, packing):
        part = slice(window.start, window.end)
        cues = tuple(
            CueExample(
                first=int(cue[0]) - window.start + 1,
                last=int(cue[-1]) - window.start + 1,
                links=np.insert(labels[part], 0, 0),
            )
            for cue, labels in links
            if len(cue) and window.start <= cue[0] and cue[-1] < window.end
        )
        examples.append(
            Example(
                numbers=np.insert(sequence.numbers[part], 0, tokeniser.first),
                shapes=np.insert(sequence.shapes[part], 0, 0),
                places=np.insert(sequence.places[part], 0, 0),
                paragraphs=np.insert(
                    sequence.paragraphs[part], 0, sequence.paragraphs[window.start]
                ),
                tags=np.insert(tags[part], 0, 0),
                entities=np.insert(entities[part], 0, IGNORED),
                cues=cues,
            )
        )
    return examples


def find_pieces(sequence: PieceSequence, spans: Sequence[Span]) -> Numbers:
    """A sequence and spans of its text -> the indices of the pieces that share a character."""
    runs = [sequence.locate(span) for span in spans]
    found = [np.arange(run.start, run.end) for run in runs]
    return np.concatenate(found) if found else np.empty(0, dtype=np.int64)


def _tags(reading: AnnotatedText, sequence: PieceSequence) -> Numbers:
    labels = np.zeros(len(sequence), dtype=np.int64)
    for gold in reading.attributions:
        _paint(labels, sequence, gold.content, TAG_LABELS.index("B-content"))
    for gold in reading.attributions:
        _paint(labels, sequence, gold.source, TAG_LABELS.index("B-source"))
        _paint(labels, sequence, gold.cue, TAG_LABELS.index("B-cue"))
    return labels


def _links(source: Sequence[Span], content: Sequence[Span], sequence: PieceSequence) -> Numbers:
    labels = np.zeros(len(sequence), dtype=np.int64)
    _paint(labels, sequence, content, 3)
    _paint(labels, sequence, source, 1)
    return labels


def _entities(reading: AnnotatedText, sequence: PieceSequence) -> Numbers:
    if reading.names is None:
        return np.full(len(sequence), IGNORED, dtype=np.int64)
    labels = np.zeros(len(sequence), dtype=np.int64)
    for name in reading.names:
        _paint(labels, sequence, (name.span,), ENTITY_LABELS.index(f"B-{name.label.value}"))
    return labels


def _paint(labels: Numbers, sequence: PieceSequence, spans: Sequence[Span], begin: int) -> None:
    """Set `begin` on the first piece of each span, and its I label on the other pieces."""
    for span in spans:
        pieces = find_pieces(sequence, (span,))
        labels[pieces] = begin + 1
        labels[pieces[:1]] = begin
