"""The trained engine: it finds attributions and names in a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from service.extraction.model.assign_content import PieceLayout
from service.extraction.model.confidence import ConfidenceModel, load_confidence_model
from service.extraction.model.decoder import (
    DecodedAttribution,
    DecoderThresholds,
    decode,
    find_cues,
)
from service.extraction.model.entities import find_entities
from service.extraction.model.labels import ENTITY_LABELS, TAG_LABELS
from service.extraction.model.linker import CueLinker, CueScores, softmax
from service.extraction.model.manifest import check_files
from service.extraction.model.piece_vectors import PieceVectors
from service.extraction.model.runs import PieceRun
from service.extraction.model.sequence import PieceSequence, read_sequence
from service.extraction.model.tagger import Scores, Tagger
from service.extraction.model.tokeniser import Tokeniser
from service.extraction.model.windows import Cut, Window, cut_windows
from service.extraction.quotation import Attribution, QuotedSpan, Reading
from service.guard import Guard
from service.text.document import Document
from service.text.spans import Span

WEIGHTS = Path(__file__).parents[1] / "weights"
"""The weights that come with the code."""

_AROUND = " \t\u00a0,;:–—-"
_MARKS = '"“”'


@dataclass(frozen=True, slots=True)
class _Scored:
    """The probabilities of the network for a whole sequence."""

    tags: Scores
    entities: Scores
    vectors: NDArray[np.float16]
    """The states of the encoder, a row for each piece."""
    cues: list[PieceRun]
    links: list[CueScores]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible attribution, with the numbers that its confidence depends on."""

    attribution: Attribution
    found: DecodedAttribution


class ModelReader:
    """Reads documents with a small network trained on annotated news (see weights/MODEL_CARD.md).

    An answer depends on the text alone, not on earlier texts nor on the number of threads.
    """

    def __init__(
        self,
        *,
        tokeniser: Tokeniser,
        tagger: Tagger,
        linker: CueLinker,
        calibration: ConfidenceModel,
        thresholds: DecoderThresholds,
        cut: Cut,
    ) -> None:
        self._tokeniser = tokeniser
        self._tagger = tagger
        self._linker = linker
        self._calibration = calibration
        self._thresholds = thresholds
        self._cut = cut

    def read(self, document: Document, quoted_spans: Sequence[QuotedSpan]) -> Reading:
        """Return the attributions and names of the document, in the order of the text.

        If the engine fails on the whole, it reads paragraph by paragraph, and leaves out those
        on which it fails again.
        """
        with Guard("running the engine on an article"):
            return self._read(document, quoted_spans)
        return self._read_one_by_one(document, quoted_spans)

    def find(self, document: Document, quoted_spans: Sequence[QuotedSpan]) -> list[Candidate]:
        """Return all possible attributions of the document, the unlikely ones too."""
        sequence = read_sequence(document, quoted_spans, self._tokeniser)
        return self._candidates(document.text, sequence, self._score(sequence), quoted_spans)

    def _read(self, document: Document, quoted_spans: Sequence[QuotedSpan]) -> Reading:
        sequence = read_sequence(document, quoted_spans, self._tokeniser)
        scored = self._score(sequence)
        candidates = self._candidates(document.text, sequence, scored, quoted_spans)
        return Reading(
            attributions=tuple(
                candidate.attribution
                for candidate in candidates
                if candidate.attribution.confidence >= self._calibration.least
            ),
            entities=tuple(find_entities(document.text, scored.entities, sequence)),
            vectors=PieceVectors(sequence, scored.vectors),
        )

    def _score(self, sequence: PieceSequence) -> _Scored:
        """Run the network on a sequence, window by window."""
        scored = _Scored(
            tags=np.zeros((len(sequence), len(TAG_LABELS)), dtype=np.float32),
            entities=np.zeros((len(sequence), len(ENTITY_LABELS)), dtype=np.float32),
            vectors=np.zeros((len(sequence), self._tagger.width), dtype=np.float16),
            cues=[],
            links=[],
        )
        for window in cut_windows(sequence, self._cut, colon=self._tokeniser.colon):
            self._score_window(sequence, window, scored)
        return scored

    def _score_window(self, sequence: PieceSequence, window: Window, scored: _Scored) -> None:
        tagged = self._tagger.tag(sequence, window)
        before = window.start - 1
        rows = slice(window.core_start - before, window.core_end - before)
        core = slice(window.core_start, window.core_end)
        scored.tags[core] = softmax(tagged.tags[rows])
        scored.entities[core] = softmax(tagged.entities[rows])
        scored.vectors[core] = tagged.states[rows]
        cues = find_cues(scored.tags[core], self._thresholds, offset=window.core_start)
        part = sequence.paragraphs[window.start : window.end]
        scored.cues.extend(cues)
        scored.links.extend(
            self._linker.link(
                tagged,
                np.concatenate((part[:1], part)),
                [(cue.start, cue.end - 1) for cue in cues],
                offset=before,
            )
        )

    def _candidates(
        self,
        text: str,
        sequence: PieceSequence,
        scored: _Scored,
        quoted_spans: Sequence[QuotedSpan],
    ) -> list[Candidate]:
        found = decode(
            scored.tags,
            scored.cues,
            scored.links,
            PieceLayout(
                quoted_runs=tuple(
                    run
                    for quoted_span in quoted_spans
                    if not quoted_span.depth and (run := sequence.locate(quoted_span.outer))
                ),
                separators=sequence.numbers == self._tokeniser.separator,
                colons=sequence.numbers == self._tokeniser.colon,
            ),
            self._thresholds,
        )
        candidates = [
            Candidate(
                found=each,
                attribution=Attribution(
                    content=tuple(sequence.span(run) for run in each.content),
                    cue=(_bare(text, sequence.span(each.cue)),),
                    source=(_bare(text, sequence.span(each.source)),) if each.source else (),
                    confidence=round(self._calibration.confidence(each), 4),
                ),
            )
            for each in found
        ]
        return sorted(candidates, key=lambda each: (each.attribution.content, each.attribution.cue))

    def _read_one_by_one(self, document: Document, quoted_spans: Sequence[QuotedSpan]) -> Reading:
        readings = []
        for paragraph in document.paragraphs:
            alone = Document(text=document.text, paragraphs=(paragraph,))
            inside = [
                quoted_span for quoted_span in quoted_spans if paragraph.contains(quoted_span.outer)
            ]
            reading = Reading(attributions=(), entities=(), broken=(paragraph,))
            with Guard("running the engine on a paragraph"):
                reading = self._read(alone, inside)
            readings.append(reading)
        return Reading(
            attributions=tuple(each for reading in readings for each in reading.attributions),
            entities=tuple(each for reading in readings for each in reading.entities),
            broken=tuple(each for reading in readings for each in reading.broken),
        )


def _bare(text: str, span: Span) -> Span:
    """Return the span without commas and a single mark around it, unless nothing is left."""
    words = span.of(text)
    lone = sum(words.count(mark) for mark in _MARKS) == 1
    around = _AROUND + _MARKS if lone else _AROUND
    return span.trimmed(text, around) or span


def load_reader(weights: Path = WEIGHTS, *, threads: int = 1) -> ModelReader:
    """Return the reader that runs the weights of a folder on this number of threads.

    Raises:
        NotReady: A file is missing or is not the one that the manifest names.
    """
    check_files(weights)
    tokeniser = Tokeniser(weights / "vocabulary.txt")
    return ModelReader(
        tokeniser=tokeniser,
        tagger=Tagger(weights / "encoder.onnx", first_piece=tokeniser.first, threads=threads),
        linker=CueLinker(weights / "linker.onnx", threads=threads),
        calibration=load_confidence_model(weights / "calibration.json"),
        thresholds=DecoderThresholds(),
        cut=Cut(),
    )
