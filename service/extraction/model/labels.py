"""The labels that the network gives to pieces."""

from __future__ import annotations

from service.extraction.quotation import EntityLabel

OUTSIDE = 0

TAG_LABELS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
"""The part of an attribution that a piece belongs to, whichever attribution it is."""

LINK_LABELS = ("O", "B-source", "I-source", "B-content", "I-content")
"""The part of the attribution of one cue that a piece belongs to."""

ENTITY_LABELS = (
    "O",
    *(f"{position}-{label.value}" for label in EntityLabel for position in ("B", "I")),
)
"""The kind of name that a piece belongs to, and whether it begins it."""


def begins(label: int) -> bool:
    """Return whether a label begins a span, by its number.

    In every set of labels, B and I alternate after O.
    """
    return label % 2 == 1
