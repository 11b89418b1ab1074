"""Probabilities of names -> names."""

from __future__ import annotations

from service.extraction.labels import OUTSIDE
from service.extraction.quotation import Entity, EntityLabel
from service.extraction.sequence import PieceSequence
from service.extraction.spans import find_runs
from service.extraction.tagger import Scores

_LABELS = tuple(EntityLabel)


def find_entities(chances: Scores, sequence: PieceSequence) -> list[Entity]:
    """Probabilities over `ENTITY_LABELS`, a row for each piece -> the names, in order."""
    begins = chances[:, 1::2]
    goes_on = chances[:, 2::2]
    inside = chances[:, OUTSIDE] < 0.5
    first = begins.sum(axis=1) > goes_on.sum(axis=1)
    # A name neither begins within a word nor leaves its paragraph.
    first &= ~sequence.joined
    inside &= sequence.ends > sequence.starts
    entities = []
    for run in find_runs(inside, first):
        part = slice(run.start, run.end)
        label = _LABELS[int((begins[part] + goes_on[part]).sum(axis=0).argmax())]
        entities.append(Entity(span=sequence.span(run), label=label))
    return entities
