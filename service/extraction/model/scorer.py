"""Score a sequence: run the encoder on each window, and the linker on cues of many windows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from service.extraction.model.decoder import DecoderThresholds, find_cues
from service.extraction.model.labels import ENTITY_LABELS, TAG_LABELS
from service.extraction.model.linker import CueLinker, CueScores, TaggedWindows, softmax
from service.extraction.model.runs import PieceRun
from service.extraction.model.sequence import PieceSequence
from service.extraction.model.tagger import Scores, Tagger
from service.extraction.model.windows import Window

_ROWS = 1024
"""The linker waits for windows of this many rows. More would take memory in a long text."""


@dataclass(frozen=True, slots=True)
class Scored:
    """The probabilities of the network for a whole sequence."""

    tags: Scores
    entities: Scores
    vectors: NDArray[np.float16]
    """The states of the encoder, a row for each piece."""
    cues: list[PieceRun] = field(default_factory=list)
    links: list[CueScores] = field(default_factory=list)


class SequenceScorer:
    """The encoder and the linker, with the threshold of a cue between them."""

    def __init__(self, tagger: Tagger, linker: CueLinker, thresholds: DecoderThresholds) -> None:
        self._tagger = tagger
        self._linker = linker
        self._thresholds = thresholds

    def score(self, sequence: PieceSequence, windows: Sequence[Window]) -> Scored:
        """Return the probabilities for a sequence that is cut into these windows."""
        scored = Scored(
            tags=np.zeros((len(sequence), len(TAG_LABELS)), dtype=np.float32),
            entities=np.zeros((len(sequence), len(ENTITY_LABELS)), dtype=np.float32),
            vectors=np.zeros((len(sequence), self._tagger.width), dtype=np.float16),
        )
        waiting: list[Window] = []
        for window in windows:
            waiting.append(window)
            if sum(len(each) + 1 for each in waiting) >= _ROWS:
                self._score_windows(sequence, waiting, scored)
                waiting = []
        if waiting:
            self._score_windows(sequence, waiting, scored)
        return scored

    def _score_windows(
        self, sequence: PieceSequence, windows: Sequence[Window], scored: Scored
    ) -> None:
        states = []
        for window in windows:
            tagged = self._tagger.tag(sequence, window)
            states.append(tagged.states)
            before = window.start - 1
            rows = slice(window.core_start - before, window.core_end - before)
            core = slice(window.core_start, window.core_end)
            scored.tags[core] = tagged.tags[rows]
            scored.entities[core] = tagged.entities[rows]
            scored.vectors[core] = tagged.states[rows]
        core = slice(windows[0].core_start, windows[-1].core_end)
        scored.tags[core] = softmax(scored.tags[core])
        scored.entities[core] = softmax(scored.entities[core])
        cues = find_cues(
            scored.tags[core],
            self._thresholds,
            cuts=[window.core_start - core.start for window in windows],
            offset=core.start,
        )
        if cues:
            scored.cues.extend(cues)
            scored.links.extend(self._link(sequence, windows, states, cues))

    def _link(
        self,
        sequence: PieceSequence,
        windows: Sequence[Window],
        states: Sequence[Scores],
        cues: Sequence[PieceRun],
    ) -> list[CueScores]:
        """Return the scores around cues. The linker gets the windows that hold one, and no other.

        Args:
            sequence: The pieces.
            windows: The windows that were read.
            states: The states of each window.
            cues: The cues in them.
        """
        begins = [window.core_start for window in windows]
        owners = np.unique(np.searchsorted(begins, [cue.start for cue in cues], side="right") - 1)
        paragraphs = []
        for window in (windows[owner] for owner in owners):
            part = sequence.paragraphs[window.start : window.end]
            paragraphs += [part[:1], part]
        tagged = TaggedWindows(
            [windows[owner] for owner in owners],
            states=np.concatenate([states[owner] for owner in owners]),
            paragraphs=np.concatenate(paragraphs),
        )
        return self._linker.link(tagged, cues)
