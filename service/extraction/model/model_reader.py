"""The trained engine: it finds attributions and names in a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from service.extraction.model.assign_content import PieceLayout
from service.extraction.model.confidence import ConfidenceModel, load_confidence_model
from service.extraction.model.decoder import DecodedAttribution, DecoderThresholds, decode
from service.extraction.model.entities import find_entities
from service.extraction.model.linker import CueLinker
from service.extraction.model.manifest import check_files
from service.extraction.model.piece_vectors import PieceVectors
from service.extraction.model.scorer import Scored, SequenceScorer
from service.extraction.model.sequence import PieceSequence, read_sequence
from service.extraction.model.tagger import Tagger
from service.extraction.model.tokeniser import Tokeniser
from service.extraction.model.windows import Cut, cut_windows
from service.extraction.quotation import Attribution, QuotedSpan, Reading
from service.guard import Guard
from service.text.document import Document
from service.text.spans import Span

WEIGHTS = Path(__file__).parents[1] / "weights"
"""The weights that come with the code."""

_AROUND = " \t\u00a0,;:–—-"
_MARKS = '"“”'


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
        scorer: SequenceScorer,
        calibration: ConfidenceModel,
        thresholds: DecoderThresholds,
        cut: Cut,
    ) -> None:
        self._tokeniser = tokeniser
        self._scorer = scorer
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

    def _score(self, sequence: PieceSequence) -> Scored:
        return self._scorer.score(
            sequence, cut_windows(sequence, self._cut, colon=self._tokeniser.colon)
        )

    def _candidates(
        self,
        text: str,
        sequence: PieceSequence,
        scored: Scored,
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
    thresholds = DecoderThresholds()
    return ModelReader(
        tokeniser=tokeniser,
        scorer=SequenceScorer(
            Tagger(weights / "encoder.onnx", first_piece=tokeniser.first, threads=threads),
            CueLinker(weights / "linker.onnx", threads=threads),
            thresholds,
        ),
        calibration=load_confidence_model(weights / "calibration.json"),
        thresholds=thresholds,
        cut=Cut(),
    )
